import { compareIds } from '../../foundation/ids.ts';
import { chargeTried, enrolTried, seatTried } from '../state/journal.ts';
import { future } from '../state/occupancy.ts';
import { amountsIn } from '../state/seating.ts';
import type { Seat, Unit, Workload } from '../state/snapshot.ts';
import type { Draft } from '../plan/draft.ts';

/** Pods of a workload that still have their place in a plan. */
export const stayingOf = (draft: Draft, { bound }: Workload): readonly Seat[] =>
  draft.out.size === 0 ? bound : bound.filter((seat) => !draft.out.has(seat));

/** All that a workload still has, to go together. */
export const wholeOf = (draft: Draft, workload: Workload): Unit => {
  if (workload.build.isWhole || draft.out.size === 0) {
    workload.whole ??= unitOf(workload, workload.bound, true);
    return workload.whole;
  }
  return unitOf(workload, stayingOf(draft, workload), true);
};

/** Pods of a workload that go together. */
export const unitOf = (workload: Workload, seats: readonly Seat[], isWhole: boolean): Unit => ({
  workload,
  seats,
  amounts: amountsIn(seats),
  isWhole,
});

/** How much a pod matters to its workload: the lower, the sooner it goes. */
export const podPriorityOf = ({ build }: Workload, { part }: Seat): number =>
  build.parts[part]?.podPriority ?? 0;

/** Last in is first out: the lower priority, then the part that is named later, then the higher number. */
export const leavesFirst = (workload: Workload, a: Seat, b: Seat): number =>
  podPriorityOf(workload, a) - podPriorityOf(workload, b) || b.part - a.part || b.pod - a.pod;

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
  if (unit.isWhole && workload.held.length > 0) movePromised(draft, workload, by.sign);
  if (workload.queue === undefined) return;
  const isPreemptible = workload.isPreemptible || workload.isSemiPreemptible;
  chargeTried(draft.journal, workload.queue, {
    amounts,
    isPreemptible,
    seats: unit.seats,
    sign: by.sign,
  });
};

/** Whoever goes altogether gives up the places that are held for more pods of it. */
const movePromised = (draft: Draft, workload: Workload, sign: 1 | -1): void => {
  const { held: seats, queue } = workload;
  for (const seat of seats) seatTried(draft.journal, seat, { planes: future, sign });
  enrolTried(draft.journal, workload, { seats, sign });
  if (queue === undefined) return;
  const isPreemptible = workload.isPreemptible || workload.isSemiPreemptible;
  chargeTried(draft.journal, queue, { amounts: amountsIn(seats), isPreemptible, seats, sign });
};

/** Notes that a unit is gone for the rest of this search, or not any more. */
export const markOut = (draft: Draft, { workload, seats, isWhole }: Unit, isOut: boolean): void => {
  if (isWhole) workload.decidedIn = isOut ? draft.number : -1;
  if (workload.build.isWhole) return;
  for (const seat of seats)
    if (isOut) draft.out.add(seat);
    else draft.out.delete(seat);
};
