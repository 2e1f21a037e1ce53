import { type Draft, wakeAt } from '../plan/draft.ts';
import { leavesCompany } from '../search/company.ts';
import { wholeOf } from '../search/units.ts';
import { olderFirst } from '../order/order.ts';
import { isBelowMinimum } from '../state/roll.ts';
import type { Workload } from '../state/snapshot.ts';
import { record } from './record.ts';

const isStale = (draft: Draft, workload: Workload): boolean => {
  const { brokenSinceMs, bound, exit } = workload;
  if (brokenSinceMs < 0 || bound.length === 0 || exit !== 'none') return false;
  if (workload.decidedIn === draft.number || !isBelowMinimum(workload)) return false;
  const untilMs = brokenSinceMs + draft.policy.staleGraceMs;
  wakeAt(draft, untilMs);
  return untilMs <= draft.nowMs;
};

/**
 * Evicts all that is left of a gang that has been below its minimum for longer than the grace, preemptible or not.
 *
 * @source peer-scheduler reference §1.5 (stalegangeviction)
 */
export const evictStaleGangs = (draft: Draft): void => {
  if (draft.policy.staleGraceMs < 0) return;
  for (const workload of [...draft.snapshot.broken].toSorted(olderFirst)) {
    const { queue } = workload;
    if (queue === undefined || !isStale(draft, workload)) continue;
    const unit = wholeOf(draft, workload);
    // Who was promised a place near it by this very plan is considered anew once it has gone, and not with it.
    if (!leavesCompany(draft, unit, draft.promised)) continue;
    const cause = { action: 'stale-gang', preemptorId: workload.id, dearer: 0 } as const;
    record(draft, unit, { ...cause, ours: queue, theirs: queue });
    workload.decidedIn = draft.number;
  }
};
