import { type Static, Type } from 'typebox';
import type { HistoryEntry } from '../../../../projections/workload-history/index.ts';
import type { OrgUnits } from '../../../../projections/org-units/index.ts';
import type { WorkloadRow } from '../../../../projections/workload-list/index.ts';
import { readingQuery } from '../../reading.ts';
import { closed, instantShape, instantText, wordsOf } from '../shapes.ts';
import { namespaceOf } from './namespace.ts';

const text = Type.String();

/** What is asked of a life, page by page. */
export const lifeQuery = Type.Object(
  {
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000, default: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
    ...readingQuery,
  },
  closed,
);

/** A page of what there is, and where the next one begins. */
export const partOf = <Item>(
  items: readonly Item[],
  { offset = 0, limit = 50 }: Static<typeof lifeQuery>,
): { readonly items: readonly Item[]; readonly next: number | undefined } => ({
  items: items.slice(offset, offset + limit),
  next: offset + limit < items.length ? offset + limit : undefined,
});

/** See `recordsOf`. */
export const historyRecordShape = Type.Object(
  {
    type: wordsOf(['PhaseUpdate', 'Event']),
    createdAt: instantShape,
    phase: text,
    phaseMessage: text,
    reason: Type.String({ description: 'the type of the fact' }),
    actor: text,
    causationId: Type.Optional(Type.String({ description: 'what made it happen' })),
    revision: Type.Integer(),
  },
  { ...closed, 'x-component': 'RunaiHistoryRecord' },
);

/** What happened, as Run:ai tells histories: phases that were entered, and what else there was. */
export const recordsOf = (
  entries: readonly HistoryEntry[],
  phaseBefore: string | undefined,
): readonly object[] => {
  let phase = phaseBefore;
  return entries.map((entry) => {
    const type = entry.phase === phase ? 'Event' : 'PhaseUpdate';
    phase = entry.phase;
    return {
      type,
      createdAt: instantText(entry.atMs),
      phase: entry.phase,
      phaseMessage: entry.text,
      reason: entry.type,
      actor: entry.actor,
      causationId: entry.causationId,
      revision: entry.revision,
    };
  });
};

/** See `eventOf`. */
export const eventShape = Type.Object(
  {
    id: text,
    createdAt: instantShape,
    type: wordsOf(['Normal', 'Warning']),
    reason: text,
    message: text,
    source: text,
    clusterId: Type.Optional(text),
    involvedObject: Type.Object({ uid: text, kind: text, name: text, namespace: text }, closed),
  },
  { ...closed, 'x-component': 'RunaiEvent' },
);

const warnings: ReadonlySet<string> = new Set([
  'WorkloadDeferred',
  'WorkloadPreempted',
  'WorkloadInterrupted',
  'WorkloadDegraded',
  'WorkloadFailed',
  'WorkloadRetryScheduled',
  'WorkloadTimeLimitReached',
]);

/** What happened, as Kubernetes tells events. */
export const eventOf = (entry: HistoryEntry, row: WorkloadRow, units: OrgUnits): object => ({
  id: String(entry.revision),
  createdAt: instantText(entry.atMs),
  type: warnings.has(entry.type) ? 'Warning' : 'Normal',
  reason: entry.type,
  message: entry.text,
  source: 'berth',
  clusterId: units.projects.get(row.projectId)?.clusterId,
  involvedObject: {
    uid: row.id,
    kind: 'Workload',
    name: row.name,
    namespace: namespaceOf(row, units),
  },
});
