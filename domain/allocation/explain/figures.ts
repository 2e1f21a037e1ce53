import type { QueueFigures } from '../plan/plan.ts';
import type { Policy } from '../policy/policy.ts';
import { figuresOf } from '../share/queue-figures.ts';
import { shareOut } from '../share/share-out.ts';
import type { Snapshot } from '../state/snapshot.ts';

/** The figures of all queues of a pool as a plan would see them, by queue. @cost O(queues) */
export const allFigures = (
  snapshot: Snapshot,
  policy: Policy,
): ReadonlyMap<string, QueueFigures> => {
  shareOut(snapshot, policy);
  return new Map([...snapshot.queues].map(([id, queue]) => [id, figuresOf(queue)]));
};
