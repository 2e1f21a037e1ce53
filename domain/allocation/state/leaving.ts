import type { PodPlacement } from '../../foundation/shapes.ts';
import { settle, stop, unbreak, want } from './asking.ts';
import { dropAll, isAmong, seatInto, seatsOf, type PodName } from './places.ts';
import { isBelowMinimum, recount, rollOf } from './roll.ts';
import { countSeats } from './seating.ts';
import type { Seat, Snapshot, Workload } from './snapshot.ts';
import { delist } from './waiting.ts';

/** How pods go. */
export interface Leaving {
  /** Whether they, or others in their stead, wait again once they have left. */
  readonly returns: boolean;
  /** Those that go; absent: all of them. */
  readonly pods?: readonly PodName[];
  /** Places that are held for the next attempt. */
  readonly movesTo?: readonly PodPlacement[];
}

/**
 * Pods are to go: what they hold counts for their queue no more, but is not free yet.
 *
 * @shape a workload that holds nothing is gone at once, unless it returns.
 */
export const leave = (snapshot: Snapshot, id: string, leaving: Leaving): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  if (leaving.pods === undefined) leaveWhole(workload, leaving);
  else {
    moveOut(workload, isAmong(workload, leaving.pods));
    if (leaving.movesTo !== undefined)
      seatInto(workload, 'promised', seatsOf(workload, leaving.movesTo));
    dropUseless(workload);
  }
  settle(workload);
};

/** Held places are let go of where, with them, a gang still has less than it needs: it asks for all that it lacks. */
const dropUseless = (workload: Workload): void => {
  if (workload.held.length > 0 && workload.exit === 'none' && isBelowMinimum(workload))
    dropAll(workload, 'held');
};

/** Bound pods leave. */
const moveOut = (workload: Workload, isMoving: (seat: Seat) => boolean): void => {
  const moving = workload.bound.filter(isMoving);
  if (moving.length < workload.bound.length) rollOf(workload);
  workload.bound = workload.bound.filter((seat) => !isMoving(seat));
  countSeats(workload, moving, { list: 'bound', sign: -1 });
  seatInto(workload, 'leaving', moving);
};

const leaveWhole = (workload: Workload, { returns, movesTo }: Leaving): void => {
  const holds = workload.bound.length + workload.leaving.length > 0;
  if (!holds) {
    if (!returns) stop(workload);
    return;
  }
  const stays = returns && workload.exit !== 'ends' && workload.isRequested;
  dropAll(workload, 'held');
  if (workload.waitingClass !== undefined) delist(workload.pool, workload);
  moveOut(workload, () => true);
  workload.exit = stays ? 'returns' : 'ends';
  want(workload, stays);
  if (stays && movesTo !== undefined) seatInto(workload, 'promised', seatsOf(workload, movesTo));
};

/** Pods have gone: what was held is free. With the last pod of a workload that returns, it waits again in its queue. */
export const release = (snapshot: Snapshot, id: string, pods?: readonly PodName[]): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  if (pods === undefined) releaseWhole(workload);
  else {
    const isGone = isAmong(workload, pods);
    moveOut(workload, isGone);
    const gone = workload.leaving.filter(isGone);
    rollOf(workload);
    workload.leaving = workload.leaving.filter((seat) => !isGone(seat));
    countSeats(workload, gone, { list: 'leaving', sign: -1 });
    // A pod that moves is promised a place before it has left the other.
    if (workload.held.length > 0) recount(workload);
    dropUseless(workload);
    if (workload.exit !== 'none' && workload.leaving.length === 0) releaseWhole(workload);
  }
  settle(workload);
};

const releaseWhole = (workload: Workload): void => {
  const isBack = workload.exit === 'returns';
  if (!isBack) return stop(workload);
  dropAll(workload, 'bound');
  dropAll(workload, 'leaving');
  workload.attempt += 1;
  workload.exit = 'none';
  workload.askedAtCount = workload.queue?.placedCount ?? 0;
  workload.startedAtMs = -1;
  unbreak(workload);
};
