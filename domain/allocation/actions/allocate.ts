import { advance, type Draft, serve, settle } from '../plan/draft.ts';
import { mayFit, seatGang } from '../gang/gang.ts';
import { markOf, seatTried, undoTo } from '../state/journal.ts';
import { isFreeNow, now } from '../state/occupancy.ts';
import { compareWorkloads, headOf, nextLeaf, olderFirst } from '../order/order.ts';
import type { QueueState, WaitingClass, Workload } from '../state/snapshot.ts';
import { overLimit, overQuota } from '../fit/bounds.ts';

const isSeatedNow = (draft: Draft, workload: Workload): boolean => {
  const mark = markOf(draft.journal);
  for (const seat of workload.seats) {
    if (!isFreeNow(draft.snapshot.nodes, seat)) {
      undoTo(draft.journal, mark);
      return false;
    }
    seatTried(draft.journal, seat, { planes: now, sign: 1 });
  }
  return true;
};

/** Places every nominated workload whose held place is wholly free now: exactly there. */
export const placeNominated = (draft: Draft): void => {
  for (const workload of [...draft.snapshot.nominated].toSorted(olderFirst))
    if (isSeatedNow(draft, workload))
      settle(draft, workload, { seats: workload.seats, isNow: true });
};

/** Whether limits and quotas of its queue let a class have one more. */
export const isAllowed = (one: WaitingClass): boolean =>
  overLimit(one.queue, one.shape.amounts) === undefined &&
  (one.isPreemptible || overQuota(one.queue, one.shape.amounts) === undefined);

/** The class of a leaf whose next workload is first; those that are done are passed over. */
export const nextClass = (leaf: QueueState): WaitingClass | undefined => {
  let best: WaitingClass | undefined;
  let bestHead: Workload | undefined;
  for (const one of leaf.waiting) {
    if (one.phase === 'done') continue;
    const head = headOf(one);
    if (head === undefined) continue;
    if (bestHead !== undefined && compareWorkloads(head, bestHead) > 0) continue;
    best = one;
    bestHead = head;
  }
  return best;
};

/** Sets every class to its start; answers those that are worth a try. */
const openClasses = (draft: Draft): readonly WaitingClass[] => {
  const { snapshot, policy } = draft;
  const open: WaitingClass[] = [];
  for (const leaf of snapshot.leaves)
    for (const one of leaf.waiting) {
      one.cursor = one.head;
      advance(draft, one);
      const isOpen = mayFit(snapshot, one.shape, policy) && isAllowed(one);
      one.phase = isOpen ? 'open' : 'blocked';
      if (isOpen) open.push(one);
    }
  return open;
};

/** Tries the next workload of a class: true when it has its place. */
const tryNext = (draft: Draft, one: WaitingClass): boolean => {
  const workload = headOf(one);
  if (workload === undefined || one.phase === 'blocked' || !isAllowed(one)) return false;
  const seating = seatGang(draft, one.shape);
  if (seating === undefined) return false;
  serve(draft, one, { workload, seating });
  return true;
};

/**
 * Gives what is free, or will be free without any eviction, to those who wait: queue by queue, best first.
 *
 * A class that fails is done: within an action room only shrinks, so its other workloads would fail as well.
 * @cost O(classes) + O(queues · log nodes) per workload placed.
 * @source peer-scheduler reference §1.5
 */
export const allocate = (draft: Draft): void => {
  const { snapshot } = draft;
  const classes = openClasses(draft);
  const [only] = classes;
  if (only === undefined) return;
  // A blocked class takes nothing from anybody: where one alone is open, nobody has to be compared with it.
  if (classes.length === 1) {
    while (tryNext(draft, only)) if (headOf(only) === undefined) break;
    only.phase = 'done';
    return;
  }
  let open = classes.length;
  for (const leaf of snapshot.leaves) leaf.next = nextClass(leaf);
  while (open > 0) {
    const leaf = nextLeaf(snapshot.roots, snapshot.total);
    const one = leaf?.next;
    if (leaf === undefined || one === undefined) break;
    if (!tryNext(draft, one) || headOf(one) === undefined) {
      if (one.phase === 'open') open -= 1;
      one.phase = 'done';
    }
    leaf.next = nextClass(leaf);
  }
  for (const leaf of snapshot.leaves) leaf.next = undefined;
};
