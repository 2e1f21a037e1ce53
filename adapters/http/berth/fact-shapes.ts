import { Type } from 'typebox';
import type { AuditEntry } from '../../../projections/audit-trail/index.ts';
import { auditExample, factExample, historyExample } from './fact-examples.ts';
import { amount, atMs, revision, row, text } from './row-shape.ts';

const subject = Type.Object(
  { kind: text, id: text },
  { additionalProperties: false, 'x-component': 'Subject' },
);

/** A deed as the audit log tells it: what was so before and after, as the fields that differ. */
export const auditShape = row<Omit<AuditEntry, 'before' | 'after'> & { readonly changes: unknown }>(
  'AuditEntry',
  auditExample,
  {
    revision,
    atMs,
    actor: text,
    tenant: text,
    verb: text,
    subject,
    type: text,
    origin: text,
    commandId: text,
    causationId: Type.Optional(text),
    changes: Type.Array(
      Type.Object(
        { field: text, before: Type.Optional(text), after: Type.Optional(text) },
        { additionalProperties: false, description: 'values as JSON' },
      ),
    ),
  },
);

/** A fact with its envelope; `hash` where it was read from the ledger. */
export const factShape = Type.Object(
  {
    revision: Type.Integer({ minimum: 1 }),
    id: Type.String({ description: 'UUIDv5 of the command id and the index' }),
    hash: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
    type: text,
    schema: Type.Integer({ minimum: 1 }),
    subject,
    subjectRevision: Type.Integer({ minimum: 1 }),
    atMs,
    origin: text,
    commandId: text,
    index: amount,
    causationId: Type.Optional(text),
    correlationId: text,
    actor: text,
    tenant: text,
    epoch: amount,
    data: Type.Object({}, { additionalProperties: true }),
    protected: Type.Optional(text),
  },
  { additionalProperties: false, 'x-component': 'Fact', examples: [factExample] },
);

/** What happened to a workload, told. */
export const historyShape = Type.Object(
  {
    revision: amount,
    subjectRevision: amount,
    atMs,
    type: text,
    phase: text,
    actor: text,
    origin: text,
    commandId: text,
    causationId: Type.Optional(text),
    text,
  },
  { additionalProperties: false, 'x-component': 'HistoryEntry', examples: [historyExample] },
);
