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

/**
 * The order in which queues are served: negative when `a` comes first; no two queues are equal.
 *
 * @source peer-scheduler reference §1.3
 */
export const compareQueues = (a: Contender, b: Contender, total: Amounts): number =>
  Number(isOverUtilised(a.queue)) - Number(isOverUtilised(b.queue)) ||
  Number(isInQuota(b.queue, b.asked)) - Number(isInQuota(a.queue, a.asked)) ||
  b.queue.entitlements.priority - a.queue.entitlements.priority ||
  Number(touchesNothing(a.queue, a.asked)) - Number(touchesNothing(b.queue, b.asked)) ||
  compareFractions(
    dominantShare(a.queue, a.asked, total),
    dominantShare(b.queue, b.asked, total),
  ) ||
  compareFractions(dominantShare(a.queue, no, total), dominantShare(b.queue, no, total)) ||
  compareAllocatable(a.queue, b.queue) ||
  a.queue.openedAt - b.queue.openedAt ||
  compareIds(a.queue.id, b.queue.id);

const compareAllocatable = (a: QueueState, b: QueueState): number =>
  a.allocatable.gpuMilli - b.allocatable.gpuMilli ||
  a.allocatable.cpuMilli - b.allocatable.cpuMilli ||
  a.allocatable.memoryMib - b.allocatable.memoryMib;

/** The workload that a class would offer next. */
export const headOf = (one: WaitingClass): Workload | undefined => one.entries[one.cursor];

interface Best {
  readonly contender: Contender;
  readonly leaf: QueueState;
}

const bestBelow = (siblings: readonly QueueState[], total: Amounts): Best | undefined => {
  let best: Best | undefined;
  for (const queue of siblings) {
    const below = queue.isServed ? undefined : bestBelow(queue.children, total);
    const leaf = queue.isServed ? queue : below?.leaf;
    const next = leaf?.next;
    if (leaf === undefined || next === undefined) continue;
    const contender = { queue, asked: next.shape.amounts };
    if (best === undefined || compareQueues(contender, best.contender, total) < 0)
      best = { contender, leaf };
  }
  return best;
};

/** The leaf that is served next: at each level of the tree the best child, judged by its best ask. */
export const nextLeaf = (roots: readonly QueueState[], total: Amounts): QueueState | undefined =>
  bestBelow(roots, total)?.leaf;
