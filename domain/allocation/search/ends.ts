import { olderFirst } from '../order/order.ts';
import type { Workload } from '../state/snapshot.ts';

/** How long a workload may run at most; endless where neither it nor its queues say so. @unit ms */
export const maxRunOf = (workload: Workload): number => {
  let most = workload.maxRunMs > 0 ? workload.maxRunMs : Number.MAX_SAFE_INTEGER;
  for (let at = workload.queue; at !== undefined; at = at.parent)
    most = Math.min(most, at.terms.maxRunMs ?? most);
  return most;
};

/** When a running workload is gone at the latest. @unit ms since epoch */
export const endOf = (workload: Workload): number =>
  workload.startedAtMs < 0
    ? Number.MAX_SAFE_INTEGER
    : Math.min(Number.MAX_SAFE_INTEGER, workload.startedAtMs + maxRunOf(workload));

/** Those that end first come first; of the others, those that have run longest. */
export const endsFirst = (a: Workload, b: Workload): number =>
  endOf(a) - endOf(b) || a.startedAtMs - b.startedAtMs || olderFirst(a, b);
