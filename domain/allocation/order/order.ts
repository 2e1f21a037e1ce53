import { compareIds } from '../../foundation/ids.ts';
import type { Amounts } from '../../foundation/shapes.ts';
import { compareProducts } from '../share/share.ts';
import {
  type QueueState,
  type Resource,
  resources,
  unbounded,
  type WaitingClass,
  type Workload,
} from '../state/snapshot.ts';

/** Older first; no two workloads are equal. */
export const olderFirst = (a: Workload, b: Workload): number =>
  a.age - b.age || compareIds(a.id, b.id);

/** A workload and how much it has of its minimum: 0 less, 1 just that, 2 more. */
export interface Ranked {
  readonly workload: Workload;
  readonly rank: number;
}

/** The order of asks in a queue: priority, then those that lack more, then age, then id. @source peer-scheduler reference §1.3 */
export const compareRanked = (a: Ranked, b: Ranked): number =>
  b.workload.priority - a.workload.priority ||
  a.rank - b.rank ||
  olderFirst(a.workload, b.workload);

type Fraction = readonly [above: number, below: number];

/** What a queue would hold of a resource, over what it may: the larger, the less it is owed. */
const shareFraction = (
  queue: QueueState,
  resource: Resource,
  held: { readonly amount: number; readonly total: Amounts },
): Fraction => {
  const most = queue.allocatable[resource];
  if (most === unbounded) return [held.amount, Math.max(1, held.total[resource])];
  // A card counts as one, as a millicore and a byte do in the peer.
  if (most === 0) return [held.amount * 1000, resource === 'gpuMilli' ? 1000 : 1];
  return [held.amount, most];
};

const compareFractions = (a: Fraction, b: Fraction): number =>
  compareProducts([a[0], b[1]], [b[0], a[1]]);

/** The largest of a queue's three fractions, with what is added to it. */
export const dominantShare = (queue: QueueState, added: Amounts, total: Amounts): Fraction => {
  let largest: Fraction = [0, 1];
  for (const resource of resources) {
    const amount = queue.allocated[resource] + added[resource];
    if (amount <= 0) continue;
    const here = shareFraction(queue, resource, { amount, total });
    if (compareFractions(here, largest) > 0) largest = here;
  }
  return largest;
};

const isOverUtilised = (queue: QueueState): boolean =>
  queue.claims.gpuMilli.share < queue.allocated.gpuMilli &&
  queue.claims.cpuMilli.share < queue.allocated.cpuMilli &&
  queue.claims.memoryMib.share < queue.allocated.memoryMib;

const isInQuota = (queue: QueueState, added: Amounts): boolean =>
  resources.every((resource) => {
    const { quota } = queue.claims[resource];
    return quota < 0 || queue.allocated[resource] + added[resource] <= quota;
  });

const touchesNothing = (queue: QueueState, added: Amounts): boolean =>
  resources.some(
    (resource) =>
      queue.allocatable[resource] === 0 && queue.allocated[resource] + added[resource] > 0,
  );

const no: Amounts = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };

/** A queue and what it would get next. */
export interface Contender {
  readonly queue: QueueState;
  readonly asked: Amounts;
}

/** Where a contender stands: what its place in the order is made of, worked out once. */
export interface Standing {
  readonly queue: QueueState;
  readonly isOverUtilised: boolean;
  readonly isInQuota: boolean;
  readonly touchesNothing: boolean;
  /** Its dominant share with what it asks for, and without. */
  readonly served: Fraction;
  readonly unserved: Fraction;
}

/** Works out where a contender stands, as the figures are now. */
export const standingOf = ({ queue, asked }: Contender, total: Amounts): Standing => ({
  queue,
  isOverUtilised: isOverUtilised(queue),
  isInQuota: isInQuota(queue, asked),
  touchesNothing: touchesNothing(queue, asked),
  served: dominantShare(queue, asked, total),
  unserved: dominantShare(queue, no, total),
});

/**
 * The order in which queues are served: negative when `a` comes first; no two queues are equal.
 *
 * @source peer-scheduler reference §1.3
 */
export const compareStandings = (a: Standing, b: Standing): number =>
  Number(a.isOverUtilised) - Number(b.isOverUtilised) ||
  Number(b.isInQuota) - Number(a.isInQuota) ||
  b.queue.entitlements.priority - a.queue.entitlements.priority ||
  Number(a.touchesNothing) - Number(b.touchesNothing) ||
  compareFractions(a.served, b.served) ||
  compareFractions(a.unserved, b.unserved) ||
  compareAllocatable(a.queue, b.queue) ||
  a.queue.openedAt - b.queue.openedAt ||
  compareIds(a.queue.id, b.queue.id);

const compareAllocatable = (a: QueueState, b: QueueState): number =>
  a.allocatable.gpuMilli - b.allocatable.gpuMilli ||
  a.allocatable.cpuMilli - b.allocatable.cpuMilli ||
  a.allocatable.memoryMib - b.allocatable.memoryMib;

/** The workload that a class would offer next; none where those that are left stand too far behind in their queue. */
export const headOf = (one: WaitingClass): Workload | undefined =>
  one.cursor < one.end ? one.entries[one.cursor] : undefined;
