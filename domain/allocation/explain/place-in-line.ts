import type { Amounts } from '../../foundation/shapes.ts';
import { compareRanked, compareStandings, type Standing, standingOf } from '../order/order.ts';
import type { QueueFigures } from '../plan/plan.ts';
import type { Policy } from '../policy/policy.ts';
import { figuresOf } from '../share/queue-figures.ts';
import { shareOut } from '../share/share-out.ts';
import type { QueueState, Snapshot, WaitingClass, Workload } from '../state/snapshot.ts';

/** A queue as it stands among its siblings. */
export interface QueuePlace extends QueueFigures {
  /** What it and those below it have and want. */
  readonly requested: Amounts;
  /** Siblings that would be served before it, and siblings with somebody waiting. */
  readonly siblingsBefore: number;
  readonly siblingsWaiting: number;
}

/** Where a waiting workload stands. @shape `queues` from its own up to the root */
export interface PlaceInLine {
  /** Waiting workloads of its queue that come before it, and all of them with itself. */
  readonly before: number;
  readonly waiting: number;
  /** What those before it ask for. */
  readonly askedBefore: Amounts;
  readonly queues: readonly QueuePlace[];
}

const waitersOf = (queue: QueueState): readonly Workload[] =>
  queue.waiting.flatMap((one) => one.entries.filter((entry) => entry.waitingClass === one));

const firstOf = (one: WaitingClass): Workload | undefined =>
  one.entries.find((entry) => entry.waitingClass === one);

/** Whoever is first in a queue or below it, in the order of queues: what it would be served for. */
const foremost = (queue: QueueState, total: Amounts): Workload | undefined => {
  if (queue.isServed) {
    const heads = queue.waiting.flatMap((one) => firstOf(one) ?? []);
    return heads.toSorted((a, b) => compareRanked(rankedOf(a), rankedOf(b)))[0];
  }
  return contenders(queue.children, total)[0]?.workload;
};

const rankedOf = (workload: Workload) => ({ workload, rank: workload.rank });

interface Contending {
  readonly workload: Workload;
  readonly standing: Standing;
}

/** Siblings with somebody waiting, in the order in which they would be served. */
const contenders = (siblings: readonly QueueState[], total: Amounts): readonly Contending[] =>
  siblings
    .flatMap((queue): Contending[] => {
      const workload = foremost(queue, total);
      if (workload === undefined) return [];
      const asked = workload.shape.amounts;
      return [{ workload, standing: standingOf({ queue, asked }, total) }];
    })
    .toSorted((a, b) => compareStandings(a.standing, b.standing));

const placeAmongSiblings = (snapshot: Snapshot, queue: QueueState): QueuePlace => {
  const line = contenders(queue.parent?.children ?? snapshot.roots, snapshot.total);
  const place = line.findIndex(({ standing }) => standing.queue === queue);
  return {
    ...figuresOf(queue),
    requested: { ...queue.requested },
    siblingsBefore: Math.max(0, place),
    siblingsWaiting: line.length,
  };
};

const chainOf = (queue: QueueState): readonly QueueState[] =>
  queue.parent === undefined ? [queue] : [queue, ...chainOf(queue.parent)];

const sumOf = (workloads: readonly Workload[]): Amounts => {
  const sum = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
  for (const { shape } of workloads) {
    sum.gpuMilli += shape.amounts.gpuMilli;
    sum.cpuMilli += shape.amounts.cpuMilli;
    sum.memoryMib += shape.amounts.memoryMib;
  }
  return sum;
};

/**
 * Where a waiting workload stands in its queue, and its queue among the others, all the way up; `undefined` for one that
 * waits in no queue.
 *
 * @cost O(waiting workloads of its queue + classes of the pool)
 */
export const placeInLine = (
  snapshot: Snapshot,
  policy: Policy,
  workloadId: string,
): PlaceInLine | undefined => {
  const workload = snapshot.workloads.get(workloadId);
  const queue = workload?.queue;
  if (workload?.waitingClass === undefined || queue === undefined) return undefined;
  shareOut(snapshot, policy);
  const waiters = waitersOf(queue);
  const ahead = waiters.filter(
    (other) => other !== workload && compareRanked(rankedOf(other), rankedOf(workload)) < 0,
  );
  return {
    before: ahead.length,
    waiting: waiters.length,
    askedBefore: sumOf(ahead),
    queues: chainOf(queue).map((one) => placeAmongSiblings(snapshot, one)),
  };
};

/** Who waits in a queue, in the order in which it would be served. */
export const lineOf = (snapshot: Snapshot, queueId: string): readonly Workload[] => {
  const queue = snapshot.queues.get(queueId);
  const waiters = queue === undefined ? [] : waitersOf(queue);
  return waiters.toSorted((a, b) => compareRanked(rankedOf(a), rankedOf(b)));
};

/** The figures of a queue as a plan would see them; `undefined` for a queue that nobody knows. */
export const queueFigures = (
  snapshot: Snapshot,
  policy: Policy,
  queueId: string,
): readonly QueuePlace[] => {
  const queue = snapshot.queues.get(queueId);
  if (queue === undefined) return [];
  shareOut(snapshot, policy);
  return chainOf(queue).map((one) => placeAmongSiblings(snapshot, one));
};
