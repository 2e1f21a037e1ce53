import type { BerthEvent } from '../../domain/catalogue/events.ts';

/** Facts about retries and scaling, with what a story does not care about filled in. */
export const terms = {
  retried: (failures = 1): BerthEvent => ({
    type: 'WorkloadRetryScheduled',
    data: {
      attempt: failures + 1,
      failures,
      backoffMs: 10_000,
      reason: 'out of memory',
      exitCode: 137,
    },
  }),
  scaled: (replicas: number): BerthEvent => ({ type: 'WorkloadScaled', data: { replicas } }),
} as const;
