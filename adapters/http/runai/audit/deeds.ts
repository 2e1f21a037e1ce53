import { Type } from 'typebox';
import { type AuditEntry, changesOf } from '../../../../projections/audit-trail/index.ts';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import { listAskedOf, type ListQuery, type Page, pageOf } from '../../list/index.ts';
import { Problem } from '../../problem.ts';
import { instantText } from '../shapes.ts';
import { auditTable } from './record.ts';

const instant = (description: string, example: string) =>
  Type.String({ description, maxLength: 40, examples: [example] });

/** Between which moments somebody looks. */
export const spanQuery = {
  start: instant('The first moment that is asked for.', '2020-01-01T00:00:00Z'),
  end: instant('The moment before which what is asked for ends.', '2100-01-01T00:00:00Z'),
};

/** The deeds between two moments that a query asks for. @throws Problem when it cannot be asked like this */
export const deedsOf = (
  { views }: LiveBrain,
  { start, end, ...asked }: ListQuery & { readonly start: string; readonly end: string },
): Page<AuditEntry> => {
  const [fromMs, untilMs] = [momentOf('/start', start), momentOf('/end', end)];
  const rows = views.audit.entries.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs);
  return pageOf(auditTable, listAskedOf(auditTable, asked), { source: { rows }, see: undefined });
};

const momentOf = (pointer: string, text: string): number => {
  const atMs = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(atMs)) return atMs;
  const remedy = 'write it as in 2026-01-31T08:00:00Z';
  throw new Problem({
    slug: 'list-query',
    status: 400,
    title: 'No moment',
    detail: `${text} is no moment.`,
    errors: [{ pointer, in: 'query', value: text, problem: 'is no moment', remedy }],
  });
};

/** The columns of a file of deeds. */
export const columns = [
  'id',
  'happenedAt',
  'subjectId',
  'action',
  'entityType',
  'entityId',
  'requestId',
  'changes',
] as const;

/** The cells of a deed, one for each column. */
export const cellsOf = (entry: AuditEntry): readonly string[] => [
  String(entry.revision),
  instantText(entry.atMs),
  entry.actor,
  entry.verb,
  entry.subject.kind,
  entry.subject.id,
  entry.commandId,
  changesOf(entry)
    .map(({ field, before, after }) => `${field}: ${before ?? '-'} → ${after ?? '-'}`)
    .join('; '),
];
