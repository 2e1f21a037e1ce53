import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { Fact } from '../../domain/foundation/event.ts';
import {
  WorkloadAllocated,
  WorkloadDeferred,
  WorkloadNominated,
  WorkloadPreempted,
} from '../../domain/workload/events.ts';
import type { WorkloadDecision } from './allocate.ts';
import type { ReadFact } from './read.ts';

/** Where a recorded decision and the recomputed one part. */
export interface Difference {
  /** The workload that the difference is about. */
  readonly workloadId: string;
  /** JSON path inside the decision, such as `$.placements[0].nodeId`; `$` when one of the two is missing. */
  readonly path: string;
  readonly recorded: unknown;
  readonly recomputed: unknown;
}

/** The fact that a decision command ends in; its data are the command's. */
const factOf: Readonly<Record<string, Fact | undefined>> = {
  PreemptWorkload: WorkloadPreempted,
  NominateWorkload: WorkloadNominated,
  AllocateWorkload: WorkloadAllocated,
  DeferWorkload: WorkloadDeferred,
};

/**
 * The first difference between what the kernel says now and what the ledger holds; `undefined` when there is none.
 *
 * Equal decisions are equal bytes; only where the bytes differ is the place looked for.
 * @cost about 1 µs a decision
 */
export const firstDifference = (
  recomputed: readonly WorkloadDecision[],
  recorded: readonly ReadFact[],
): Difference | undefined => {
  const length = Math.max(recomputed.length, recorded.length);
  for (let k = 0; k < length; k += 1) {
    const difference = differenceOf(recomputed[k], recorded[k]);
    if (difference !== undefined) return difference;
  }
  return undefined;
};

const differenceOf = (
  now: WorkloadDecision | undefined,
  then: ReadFact | undefined,
): Difference | undefined => {
  const fact = then?.fact;
  const workloadId = fact?.subject.id ?? now?.workloadId ?? '';
  const kind = now === undefined ? undefined : factOf[now.command.type];
  const isSameKind = kind?.type === fact?.type && now?.workloadId === fact?.subject.id;
  if (now === undefined || then === undefined || kind === undefined || !isSameKind) {
    return { workloadId, path: '$', recorded: summaryOf(fact), recomputed: now ?? null };
  }
  if (then.record.body.endsWith(`,"data":${kind.serialise(now.command)}}`)) return undefined;
  const { type: _, ...data } = now.command;
  return { workloadId, ...(partedAt(then.fact.data, data, '$') ?? unequalBytes) };
};

/** The values are equal and the bytes are not: the ledger does not hold what this program writes. */
const unequalBytes = { path: '$', recorded: 'other bytes', recomputed: 'the same values' };

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
