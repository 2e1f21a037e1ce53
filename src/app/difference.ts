import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { WorkloadDecision } from './allocate.ts';

/** Where a recorded decision and the recomputed one part. */
export interface Difference {
  /** The workload that the difference is about. */
  readonly workloadId: string;
  /** JSON path inside the decision, such as `$.placements[0].nodeId`; `$` when one of the two is missing. */
  readonly path: string;
  readonly recorded: unknown;
  readonly recomputed: unknown;
}

/** The fact that a decision command ends in. */
const factTypes: Readonly<Record<string, string>> = {
  PreemptWorkload: 'WorkloadPreempted',
  NominateWorkload: 'WorkloadNominated',
  AllocateWorkload: 'WorkloadAllocated',
  DeferWorkload: 'WorkloadDeferred',
};

/** The first difference between what the kernel says now and what the ledger holds; `undefined` when there is none. */
export const firstDifference = (
  recomputed: readonly WorkloadDecision[],
  recorded: readonly BerthRecorded[],
): Difference | undefined => {
  const length = Math.max(recomputed.length, recorded.length);
  for (let k = 0; k < length; k += 1) {
    const now = recomputed[k];
    const then = recorded[k];
    const workloadId = then?.subject.id ?? now?.workloadId ?? '';
    const isSameKind =
      now !== undefined &&
      then !== undefined &&
      now.workloadId === then.subject.id &&
      factTypes[now.command.type] === then.type;
    if (!isSameKind) {
      return { workloadId, path: '$', recorded: summaryOf(then), recomputed: now ?? null };
    }
    const { type: _, ...data } = now.command;
    const parted = partedAt(then.data, data, '$');
    if (parted !== undefined) return { workloadId, ...parted };
  }
  return undefined;
};

const summaryOf = (fact: BerthRecorded | undefined): unknown =>
  fact === undefined ? null : { type: fact.type, workloadId: fact.subject.id, data: fact.data };

type Parted = Omit<Difference, 'workloadId'>;

/** The first place where two JSON values part, keys in code-unit order. */
const partedAt = (recorded: unknown, recomputed: unknown, path: string): Parted | undefined => {
  if (recorded === recomputed) return undefined;
  if (!isContainer(recorded) || !isContainer(recomputed)) return { path, recorded, recomputed };
  const isList = Array.isArray(recorded);
  if (isList !== Array.isArray(recomputed)) return { path, recorded, recomputed };
  const left = new Map<string, unknown>(Object.entries(recorded));
  const right = new Map<string, unknown>(Object.entries(recomputed));
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  for (const key of isList ? keys : keys.toSorted()) {
    const inside = isList ? `${path}[${key}]` : `${path}.${key}`;
    const parted = partedAt(left.get(key), right.get(key), inside);
    if (parted !== undefined) return parted;
  }
  return undefined;
};

const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null;
