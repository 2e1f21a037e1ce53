import { Type } from 'typebox';
import { type AuditEntry, changesOf } from '../../../../projections/audit-trail/index.ts';
import type { ListField, ListTable } from '../../list/index.ts';
import { closed, instantShape, instantText } from '../shapes.ts';

/** A deed as Run:ai tells it. */
export const deedSaid = (entry: AuditEntry): object => ({
  id: String(entry.revision),
  happenedAt: instantText(entry.atMs),
  subjectId: entry.actor,
  subjectType: 'User',
  action: entry.verb,
  entityType: entry.subject.kind,
  entityId: entry.subject.id,
  resultStatus: 'Success',
  tenant: entry.tenant,
  requestId: entry.commandId,
  changes: changesOf(entry),
});

const text = Type.String();

/** See `deedSaid`. */
export const deedShape = Type.Object(
  {
    id: Type.String({ description: 'the revision of its fact' }),
    happenedAt: instantShape,
    subjectId: Type.String({ description: 'who did it' }),
    subjectType: text,
    action: text,
    entityType: text,
    entityId: text,
    resultStatus: Type.String({ description: 'Success: what was refused left no fact' }),
    tenant: text,
    requestId: text,
    changes: Type.Array(
      Type.Object(
        { field: text, before: Type.Optional(text), after: Type.Optional(text) },
        { ...closed, description: 'values as JSON' },
      ),
    ),
  },
  { ...closed, 'x-component': 'RunaiAuditEntry' },
);

const fields: Readonly<Record<string, ListField<AuditEntry, undefined>>> = {
  id: { kind: 'number', of: ({ revision }) => revision },
  happenedAt: { kind: 'instant', of: ({ atMs }) => atMs },
  subjectId: { kind: 'text', of: ({ actor }) => actor },
  action: { kind: 'text', of: ({ verb }) => verb },
  entityType: { kind: 'text', of: ({ subject }) => subject.kind },
  entityId: { kind: 'text', of: ({ subject }) => subject.id },
  requestId: { kind: 'text', of: ({ commandId }) => commandId },
};

/** What the audit log can be filtered and sorted by; the newest stand first. */
export const auditTable: ListTable<AuditEntry, undefined> = {
  noun: 'deed',
  idOf: ({ revision }) => String(revision).padStart(16, '0'),
  usual: { sortBy: 'id', sortOrder: 'desc' },
  searched: [({ actor }) => actor, ({ verb }) => verb, ({ subject }) => subject.id],
  fields: new Map(Object.entries(fields)),
};
