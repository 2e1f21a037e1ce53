import { ask, completed, failed, podsGone, see, started, training } from './site.ts';
import type { Step } from './tell.ts';

/** Workloads end in every way in which they can. */
export const endings: readonly Step[] = [
  { job: training('done', 'red', 2) },
  started('done'),
  see('workload/done', {
    type: 'ObserveWorkloadDegraded',
    attempt: 1,
    reason: 'a pod is not ready',
  }),
  see('workload/done', { type: 'ObserveWorkloadRecovered', attempt: 1 }),
  completed('done'),
  ask('workload/done', { type: 'DeleteWorkload', reason: 'tidy' }),
  { job: { ...training('tried', 'red', 1), backoffLimit: 1 } },
  started('tried'),
  failed('tried', 1),
  { minutes: 60 },
  started('tried', 2),
  failed('tried', 2),
  { job: { ...training('timed', 'red', 1), timeLimitMs: 600_000 } },
  started('timed'),
  { minutes: 20 },
  podsGone('timed'),
];
