import type { Part, Roll, Seat, Shape, Snapshot, Workload } from './snapshot.ts';
import { partsFor, shapeOf } from './builds.ts';

/** Which pods of a workload are somewhere, counted anew. @cost O(pods) */
const counted = ({ build, bound, held, leaving }: Workload): Roll => {
  const roll = { active: new Int32Array(build.sets.length), present: new Uint8Array(build.pods) };
  for (const seats of [bound, held]) enter({ build, roll }, seats, 1);
  for (const seat of leaving) markPresent({ build, roll }, seat, 1);
  return roll;
};

type Enrolled = Pick<Workload, 'build'> & { readonly roll: Roll };

const markPresent = ({ build, roll }: Enrolled, seat: Seat, value: 0 | 1): void => {
  roll.present[(build.parts[seat.part]?.offset ?? 0) + seat.pod] = value;
};

const enter = (of: Enrolled, seats: readonly Seat[], sign: 1 | -1): void => {
  for (const seat of seats) {
    const set = of.build.parts[seat.part]?.set ?? 0;
    of.roll.active[set] = (of.roll.active[set] ?? 0) + sign;
    markPresent(of, seat, sign === 1 ? 1 : 0);
  }
};

/** The roll of a workload, made if there is none. */
export const rollOf = (workload: Workload): Roll => {
  workload.roll ??= counted(workload);
  return workload.roll;
};

/** Counts the roll anew. @cost O(pods) */
export const recount = (workload: Workload): void => {
  workload.roll = counted(workload);
};

const markAll = (of: Enrolled, seats: readonly Seat[]): void => {
  for (const seat of seats) markPresent(of, seat, 1);
};

/** Pods have or are promised a place (`sign` 1) or not any more (−1). */
export const enrol = (workload: Workload, seats: readonly Seat[], sign: 1 | -1): void => {
  const { build, roll, leaving } = workload;
  if (roll === undefined) return;
  enter({ build, roll }, seats, sign);
  // A pod that was promised another place may still be leaving the one that it had.
  if (sign === -1) markAll({ build, roll }, leaving);
};

/** Pods are on their way out (`sign` 1) or gone (−1). */
export const enrolLeaving = (workload: Workload, seats: readonly Seat[], sign: 1 | -1): void => {
  const { build, roll, bound, held } = workload;
  if (roll === undefined) return;
  for (const seat of seats) markPresent({ build, roll }, seat, sign === 1 ? 1 : 0);
  if (sign === 1) return;
  markAll({ build, roll }, bound);
  markAll({ build, roll }, held);
};

/** What a workload would ask for next. @shape `rank` 0: below its minimum, 1: at it, 2: above */
export interface Ask {
  readonly shape: Shape;
  readonly rank: number;
}

const missingIn = ({ build }: Workload, roll: Roll, at: number): number => {
  const part = build.parts[at];
  if (part === undefined) return 0;
  let missing = 0;
  for (let pod = 0; pod < part.pods; pod += 1)
    if (roll.present[part.offset + pod] === 0) missing += 1;
  return missing;
};

const chunk = (workload: Workload, roll: Roll): readonly Part[] => {
  const { build } = workload;
  const missing = (at: number): number => missingIn(workload, roll, at);
  return build.sets.flatMap((set, at) =>
    partsFor(build.parts, set, { pods: set.minPods - (roll.active[at] ?? 0), missing }),
  );
};

/** The set that has least of its minimum, among those that have pods to add. */
const nextSet = (workload: Workload, roll: Roll): number => {
  const { sets, parts } = workload.build;
  let best = -1;
  let [bestActive, bestMin] = [0, 0];
  for (const [at, set] of sets.entries()) {
    const active = roll.active[at] ?? 0;
    if (active >= set.pods || set.parts.every((part) => !hasMissing(parts, roll, part))) continue;
    const min = Math.max(1, set.minPods);
    const isBefore = best < 0 || active * bestMin < bestActive * min;
    const isTied = active * bestMin === bestActive * min;
    if (!isBefore && !(isTied && set.name < (sets[best]?.name ?? ''))) continue;
    [best, bestActive, bestMin] = [at, active, min];
  }
  return best;
};

const hasMissing = (parts: Workload['build']['parts'], roll: Roll, at: number): boolean => {
  const part = parts[at];
  if (part === undefined) return false;
  return roll.present.subarray(part.offset, part.offset + part.pods).includes(0);
};

const growth = (workload: Workload, roll: Roll): readonly Part[] => {
  const { build } = workload;
  const set = build.sets[nextSet(workload, roll)];
  if (set === undefined) return [];
  const missing = (at: number): number => (hasMissing(build.parts, roll, at) ? 1 : 0);
  return partsFor(build.parts, set, { pods: 1, missing });
};

const isAtMinimum = ({ build }: Workload, roll: Roll): boolean =>
  build.sets.every((set, at) => (roll.active[at] ?? 0) <= set.minPods);

/** Whether a workload has fewer pods than it needs to run. */
export const isBelowMinimum = (workload: Workload): boolean => {
  if (workload.roll === undefined) return workload.bound.length + workload.held.length === 0;
  const { active } = workload.roll;
  return workload.build.sets.some((set, at) => (active[at] ?? 0) < set.minPods);
};

/**
 * What a workload lacks first: the pods to its minimum together, then one pod after the other.
 *
 * @cost O(1) for one that has nothing yet or everything; else O(pods)
 * @source peer-scheduler reference §1.3, §1.5 (allocate)
 */
export const askOf = (snapshot: Snapshot, workload: Workload): Ask | undefined => {
  const { build, roll } = workload;
  const isOut = workload.bound.length + workload.leaving.length + workload.held.length === 0;
  if (roll === undefined) {
    // All of it is somewhere.
    if (!isOut) return undefined;
    if (build.core.pods > 0) return { shape: build.core, rank: 0 };
  }
  const now = rollOf(workload);
  const isFresh = isOut && now.active.every((pods) => pods === 0);
  const context = build.isBoundToPlaces && !isFresh ? `@${workload.id}` : build.context;
  const core = chunk(workload, now);
  if (core.length > 0) return { shape: shapeOf(snapshot, core, context), rank: 0 };
  const more = growth(workload, now);
  if (more.length === 0) return undefined;
  return { shape: shapeOf(snapshot, more, context), rank: isAtMinimum(workload, now) ? 1 : 2 };
};

const onlyPod: readonly number[] = [0];

/** The numbers of the pods that an ask is about, part by part, the lowest that are nowhere. */
export const podsOf = (workload: Workload, part: Part): readonly number[] => {
  const { roll, build } = workload;
  if (roll === undefined)
    return part.pods === 1 ? onlyPod : Array.from({ length: part.pods }, (_, pod) => pod);
  const { offset, pods } = build.parts[part.at] ?? { offset: 0, pods: 0 };
  const lowest: number[] = [];
  for (let pod = 0; pod < pods && lowest.length < part.pods; pod += 1)
    if (roll.present[offset + pod] === 0) lowest.push(pod);
  return lowest;
};
