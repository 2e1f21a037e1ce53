import { compareIds } from '../../foundation/ids.ts';
import { chargeTried, enrolTried, seatTried } from '../state/journal.ts';
import { future } from '../state/occupancy.ts';
import { rollOf } from '../state/roll.ts';
import { amountsIn } from '../state/seating.ts';
import type { Seat, Unit, Workload } from '../state/snapshot.ts';
import type { Draft } from '../plan/draft.ts';

/** Pods of a workload that still have their place in a plan. */
const stayingOf = (draft: Draft, { bound }: Workload): readonly Seat[] =>
  draft.out.size === 0 ? bound : bound.filter((seat) => !draft.out.has(seat));

/** All that a workload still has, to go together. */
export const wholeOf = (draft: Draft, workload: Workload): Unit => {
  if (workload.build.isWhole || draft.out.size === 0) {
    workload.whole ??= unitOf(workload, workload.bound, true);
    return workload.whole;
  }
  return unitOf(workload, stayingOf(draft, workload), true);
};

const unitOf = (workload: Workload, seats: readonly Seat[], isWhole: boolean): Unit => ({
  workload,
  seats,
  amounts: amountsIn(seats),
  isWhole,
});

/** Last in is first out: the lower priority, then the part that is named later, then the higher number. */
const leavesFirst = ({ build }: Workload, a: Seat, b: Seat): number =>
  (build.parts[a.part]?.podPriority ?? 0) - (build.parts[b.part]?.podPriority ?? 0) ||
  b.part - a.part ||
  b.pod - a.pod;

/**
 * The pods that a workload can do without, one by one, in the order in which they go.
 *
 * @cost O(pods) for a workload that can do without some; O(1) for one that cannot
 */
export const sparesOf = (draft: Draft, workload: Workload): readonly Unit[] => {
  const spare = sparePods(draft, workload);
  return spare === undefined ? [] : sparesIn(workload, stayingOf(draft, workload), spare);
};

/**
 * The pods in these places that a workload can do without: another that could go stays elsewhere in their stead. None
 * goes for one that ranks below it.
 */
export const sparesAt = (
  draft: Draft,
  workload: Workload,
  seats: readonly Seat[],
): readonly Unit[] => {
  const spare = sparePods(draft, workload);
  if (spare === undefined) return [];
  const staying = stayingOf(draft, workload);
  const lowest = workload.build.sets.map((_, set) =>
    Math.min(...staying.filter((one) => setOf(workload, one) === set).map(rankIn(workload))),
  );
  const equals = seats.filter(
    (seat) => rankIn(workload)(seat) === lowest[setOf(workload, seat)] && !draft.out.has(seat),
  );
  return sparesIn(workload, equals, spare);
};

const setOf = ({ build }: Workload, { part }: Seat): number => build.parts[part]?.set ?? 0;

const rankIn =
  ({ build }: Workload) =>
  ({ part }: Seat): number =>
    build.parts[part]?.podPriority ?? 0;

/**
 * How many pods each set has above its minimum; `undefined` where none has any.
 *
 * A pod that is promised a place runs nowhere yet, so that it stands in for nobody.
 */
const sparePods = (draft: Draft, workload: Workload): number[] | undefined => {
  const { build } = workload;
  if (build.isWhole) return undefined;
  const { active } = rollOf(workload);
  if (build.sets.every(({ minPods }, set) => (active[set] ?? 0) <= minPods)) return undefined;
  const spare = build.sets.map(({ minPods }) => -minPods);
  for (const seat of stayingOf(draft, workload)) {
    const set = setOf(workload, seat);
    spare[set] = (spare[set] ?? 0) + 1;
  }
  return spare.every((pods) => pods <= 0) ? undefined : spare;
};

const sparesIn = (workload: Workload, seats: readonly Seat[], spare: number[]): readonly Unit[] => {
  const units: Unit[] = [];
  for (const seat of seats.toSorted((a, b) => leavesFirst(workload, a, b))) {
    const set = setOf(workload, seat);
    if ((spare[set] ?? 0) <= 0) continue;
    spare[set] = (spare[set] ?? 0) - 1;
    units.push(unitOf(workload, [seat], false));
  }
  return units;
};

/** What a workload has lost by the going of a unit. @unit thousandths of a card × seconds */
export const lossOf = (draft: Draft, { workload, amounts }: Unit): number => {
  if (workload.startedAtMs >= 0) draft.isTimed = true;
  const ran = workload.startedAtMs < 0 ? 0 : draft.nowMs - workload.startedAtMs;
  return amounts.gpuMilli * Math.max(0, Math.floor(ran / 1000));
};

/**
 * Less is lost by the going of the first: pods that can be spared, the lower priority, least lost GPU time, fewest
 * GPUs, the newer, the id.
 *
 * A victim of high priority would only evict the next lower one in turn, down to the one that could have gone at once.
 * @source scheduling §2 · invariants reference S14
 */
export const cheaperFirst = (draft: Draft, a: Unit, b: Unit): number =>
  Number(a.isWhole) - Number(b.isWhole) ||
  a.workload.priority - b.workload.priority ||
  lossOf(draft, a) - lossOf(draft, b) ||
  sizeFirst(a, b);

/** The same without time: for what must not depend on when it is asked. */
export const sizeFirst = (a: Unit, b: Unit): number =>
  a.amounts.gpuMilli - b.amounts.gpuMilli ||
  b.workload.age - a.workload.age ||
  compareIds(b.workload.id, a.workload.id) ||
  placeFirst(a, b);

/** Of one workload's pods the one that leaves first. */
export const placeFirst = (a: Unit, b: Unit): number => {
  const [one] = a.seats;
  const [other] = b.seats;
  return one === undefined || other === undefined ? 0 : leavesFirst(a.workload, one, other);
};

/** Takes pods of a unit off their nodes (`sign` −1), or puts them back (1), so that it can be undone. */
export const moveUnit = (
  draft: Draft,
  unit: Unit,
  by: { readonly seats: readonly Seat[]; readonly sign: 1 | -1 },
): void => {
  const { workload, amounts } = unit;
  for (const seat of by.seats) seatTried(draft.journal, seat, { planes: future, sign: by.sign });
  // Also a gang that needs all its pods is counted pod by pod once it has lost some.
  enrolTried(draft.journal, workload, by);
  if (workload.queue === undefined) return;
  const isPreemptible = workload.isPreemptible || workload.isSemiPreemptible;
  chargeTried(draft.journal, workload.queue, {
    amounts,
    isPreemptible,
    seats: unit.seats,
    sign: by.sign,
  });
};

/** Notes that a unit is gone for the rest of this search, or not any more. */
export const markOut = (draft: Draft, { workload, seats, isWhole }: Unit, isOut: boolean): void => {
  if (isWhole) workload.decidedIn = isOut ? draft.number : -1;
  if (workload.build.isWhole) return;
  for (const seat of seats)
    if (isOut) draft.out.add(seat);
    else draft.out.delete(seat);
};
