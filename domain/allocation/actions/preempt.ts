import type { Draft } from '../plan/draft.ts';
import { aboveQuota, isExposed, type Law } from '../search/laws.ts';
import { isSafeFromPreemption } from '../search/min-run.ts';
import type { QueueState } from '../state/snapshot.ts';
import { evictFor } from './evict.ts';

const hasLower = (queue: QueueState, priority: number): boolean => {
  for (const there of queue.evictableAt.keys()) if (there < priority) return true;
  return false;
};

/** Inside one queue the higher priority evicts the lower; shares do not count. @source peer-scheduler reference §1.5 */
export const preemptLaw: Law = {
  action: 'preempt',
  refuses: (_draft, seeker) => aboveQuota(seeker),
  grounds: (_draft, { queue, workload }) => (hasLower(queue, workload.priority) ? [queue] : []),
  isForAll: false,
  isCandidate: (_draft, { workload }, victim) => victim.priority < workload.priority,
  mayTake: (draft, { queue, workload }, unit) =>
    unit.workload.queue === queue &&
    unit.workload.priority < workload.priority &&
    isExposed(unit) &&
    (!unit.isWhole || !isSafeFromPreemption(draft, unit.workload)),
};

/** Lets the higher priority of a queue have the devices of the lower. */
export const preempt = (draft: Draft): void => evictFor(draft, preemptLaw);
