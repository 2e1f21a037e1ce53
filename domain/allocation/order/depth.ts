import { type Draft } from '../plan/draft.ts';
import type { QueueState, WaitingClass, Workload } from '../state/snapshot.ts';
import { compareRanked, olderFirst } from './order.ts';

/** Somebody who waits, and where in its class. */
interface Waiter {
  readonly one: WaitingClass;
  readonly workload: Workload;
  readonly rank: number;
  readonly at: number;
}

/** The first of a class that nothing is decided about. */
const firstOf = (draft: Draft, one: WaitingClass, most: number): readonly Waiter[] => {
  const found: Waiter[] = [];
  for (let at = one.cursor; at < one.entries.length && found.length < most; at += 1) {
    const workload = one.entries[at];
    if (workload?.waitingClass === one && workload.decidedIn !== draft.number)
      found.push({ one, workload, rank: one.rank, at });
  }
  return found;
};

const limitLeaf = (draft: Draft, leaf: QueueState, most: number): void => {
  const line = leaf.waiting.flatMap((one) => firstOf(draft, one, most)).toSorted(compareRanked);
  for (const one of leaf.waiting) one.end = 0;
  for (const { one, at } of line.slice(0, most)) one.end = at + 1;
};

/**
 * Lets an action try only the first of each queue, by their places in line when it begins: whoever is served or fails
 * lets nobody else move up, so that it does not matter what is known to fail.
 *
 * @cost O(1) where all may be tried, else O(what may be tried · classes)
 * @source peer-scheduler reference §1.5 (queueDepthPerAction)
 */
export const limitDepth = (draft: Draft): void => {
  const most = draft.policy.bounds.queueDepthMax;
  if (most < 0) return;
  for (const leaf of draft.snapshot.leaves) limitLeaf(draft, leaf, most);
  if (draft.ends.size > 0) return;
  for (const leaf of draft.snapshot.leaves)
    for (const one of leaf.waiting) draft.ends.set(one, one.end);
};

/** Lets everybody be tried again. */
export const liftDepth = ({ policy, snapshot }: Draft): void => {
  if (policy.bounds.queueDepthMax < 0) return;
  for (const leaf of snapshot.leaves)
    for (const one of leaf.waiting) one.end = Number.MAX_SAFE_INTEGER;
};

/** Whether somebody stood too far behind when the plan began. */
export const isBeyond = ({ ends }: Draft, one: WaitingClass, workload: Workload): boolean => {
  const next = one.entries[ends.get(one) ?? Number.MAX_SAFE_INTEGER];
  return next !== undefined && olderFirst(workload, next) >= 0;
};
