import { type Draft, wakeAt } from '../plan/draft.ts';
import type { QueueTerms } from '../../foundation/queue-terms.ts';
import type { QueueState, Workload } from '../state/snapshot.ts';
import type { Parting } from './parting.ts';

/** The first setting on the way up. @unit ms */
const settingOf = (
  from: QueueState | undefined,
  key: 'preemptMinRunMs' | 'reclaimMinRunMs',
): number | undefined => {
  for (let at = from; at !== undefined; at = at.parent) {
    const set: QueueTerms[typeof key] = at.terms[key];
    if (set !== undefined) return set;
  }
  return undefined;
};

const isSafe = (draft: Draft, victim: Workload, minRunMs: number): boolean => {
  if (minRunMs <= 0 || victim.startedAtMs < 0) return false;
  const untilMs = victim.startedAtMs + minRunMs;
  if (untilMs <= draft.nowMs) return false;
  wakeAt(draft, untilMs);
  return true;
};

/** Whether a workload has not run long enough to be preempted by its own queue. @source peer-scheduler reference §1.5 (min-runtime) */
export const isSafeFromPreemption = (draft: Draft, victim: Workload): boolean =>
  isSafe(
    draft,
    victim,
    settingOf(victim.queue, 'preemptMinRunMs') ?? draft.policy.minRun.preemptMs,
  );

/** Whether a workload has not run long enough to be reclaimed by another queue: the side that loses it says how long. */
export const isSafeFromReclaim = (draft: Draft, victim: Workload, { theirs }: Parting): boolean => {
  const { method, reclaimMs } = draft.policy.minRun;
  const from = method === 'lca' ? theirs : victim.queue;
  return isSafe(draft, victim, settingOf(from, 'reclaimMinRunMs') ?? reclaimMs);
};
