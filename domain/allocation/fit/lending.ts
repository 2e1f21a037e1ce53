import type { Amounts } from '../../foundation/shapes.ts';
import {
  type QueueState,
  type Resource,
  resources,
  type Snapshot,
  unbounded,
} from '../state/snapshot.ts';

/** Room that is free but that nobody else may borrow. */
export interface Withheld {
  readonly queue: QueueState;
  readonly resource: Resource;
  readonly free: number;
  readonly withheld: number;
}

/** What a queue keeps of its quota while it does not use it itself. */
const keptBy = (queue: QueueState, resource: Resource): number => {
  const lendingMax = queue.terms.lendingMax?.[resource];
  const { quota } = queue.claims[resource];
  if (lendingMax === undefined || quota < 0) return 0;
  return Math.max(0, quota - lendingMax - queue.allocated[resource]);
};

const isBorrowing = (queue: QueueState, resource: Resource, asked: number): boolean => {
  const { quota } = queue.claims[resource];
  return quota >= 0 && queue.allocated[resource] + asked > quota;
};

/** What the siblings of a queue have together, and what they may have. */
const roomAmong = (snapshot: Snapshot, queue: QueueState, resource: Resource): number => {
  const { parent } = queue;
  if (parent === undefined) return snapshot.total[resource] - snapshot.allocated[resource];
  const most = parent.allocatable[resource];
  return (most === unbounded ? snapshot.total[resource] : most) - parent.allocated[resource];
};

const withheldAt = (
  snapshot: Snapshot,
  queue: QueueState,
  ask: { readonly resource: Resource; readonly asked: number },
): Withheld | undefined => {
  const { resource, asked } = ask;
  if (asked <= 0 || !isBorrowing(queue, resource, asked)) return undefined;
  const siblings = queue.parent?.children ?? snapshot.roots;
  let withheld = 0;
  for (const sibling of siblings) if (sibling !== queue) withheld += keptBy(sibling, resource);
  if (withheld === 0) return undefined;
  const free = Math.max(0, roomAmong(snapshot, queue, resource));
  return asked + withheld > free ? { queue, resource, free, withheld } : undefined;
};

/**
 * Why an ask that would have to borrow may not: what is free is kept by queues that do not lend all of their quota.
 *
 * @cost O(1) while no queue keeps anything; else O(depth · siblings)
 * @source scheduling §3.3 (lending limit)
 */
export const notLent = (
  snapshot: Snapshot,
  leaf: QueueState,
  amounts: Amounts,
): Withheld | undefined => {
  if (!snapshot.hasLending) return undefined;
  for (let at: QueueState | undefined = leaf; at !== undefined; at = at.parent)
    for (const resource of resources) {
      const withheld = withheldAt(snapshot, at, { resource, asked: amounts[resource] });
      if (withheld !== undefined) return withheld;
    }
  return undefined;
};
