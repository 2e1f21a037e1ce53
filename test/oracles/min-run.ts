import type { EvictionAction, Policy } from '../../domain/allocation/index.ts';
import type { BookedJob, Books } from './books.ts';
import { pathOf } from './sums.ts';

/** Those of a path whose setting may count for reclaim: from the one below the common ancestor upward. */
const fromFork = (victim: readonly string[], other: readonly string[]): readonly string[] => {
  const at = victim.findIndex((id) => other.includes(id));
  const fork = at < 0 ? victim.length : at;
  return victim.slice(Math.max(0, fork - 1));
};

/** How long a victim is safe from an action, by the first queue on the way up that says so, else the policy. @unit ms */
export const safeForMs = (
  { books, policy, preemptor }: { books: Books; policy: Policy; preemptor: BookedJob },
  victim: BookedJob,
  action: EvictionAction,
): number => {
  const isReclaim = action === 'reclaim';
  const path = pathOf(books, victim.queueId);
  const asked =
    isReclaim && policy.minRun.method === 'lca'
      ? fromFork(path, pathOf(books, preemptor.queueId))
      : path;
  for (const id of asked) {
    const terms = books.queues.get(id)?.terms;
    const ms = isReclaim ? terms?.reclaimMinRunMs : terms?.preemptMinRunMs;
    if (ms !== undefined && ms >= 0) return ms;
  }
  return isReclaim ? policy.minRun.reclaimMs : policy.minRun.preemptMs;
};

/** Whether a victim started too short ago. */
export const isProtected = (
  trial: { books: Books; policy: Policy; preemptor: BookedJob; nowMs: number },
  victim: BookedJob,
  action: EvictionAction,
): boolean => {
  if (action !== 'reclaim' && action !== 'preempt') return false;
  const safeMs = safeForMs(trial, victim, action);
  return safeMs > 0 && trial.nowMs < victim.startedAtMs + safeMs;
};
