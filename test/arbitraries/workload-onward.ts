import fc from 'fast-check';
import type { Workload, WorkloadCommand } from '../../domain/workload/index.ts';
import { submissionFrom, workloadCommandFrom } from './workload.ts';
import { fewestFrom, podsOnwardFrom } from './workload-pods.ts';

const basis = { revision: 1, kernel: '0.1.0', policy: 'default-1' };

/** Submissions most of which are limited in some way. */
const limitedFrom = fc
  .record({
    asked: submissionFrom,
    backoffLimit: fc.nat({ max: 3 }),
    timeToLiveMs: fc.option(fc.nat({ max: 100_000 }), { nil: undefined }),
    timeLimitMs: fc.integer({ min: 1, max: 100_000 }),
  })
  .map(({ asked, timeToLiveMs, timeLimitMs, ...more }): WorkloadCommand => ({
    ...asked,
    ...more,
    ...(timeToLiveMs === undefined ? {} : { timeToLiveMs }),
    ...(asked.workloadType === 'inference' ? {} : { timeLimitMs }),
  }));

const waiting = fc.constantFrom<WorkloadCommand>(
  { type: 'EnqueueWorkload', queueId: 'p-1' },
  { type: 'ResumeWorkload' },
);

/** What moves a workload on in its life. */
export const onwardFrom = (state: Workload): fc.Arbitrary<WorkloadCommand> => {
  const attempt = 'attempt' in state ? state.attempt : 1;
  const seen = (...words: readonly ('Started' | 'Completed' | 'PodsGone' | 'Recovered')[]) =>
    fc.constantFrom(...words).map((word) => ({ type: `ObserveWorkload${word}` as const, attempt }));
  const failed = fc.constant({ type: 'ObserveWorkloadFailed' as const, attempt, reason: 'Error' });
  switch (state.phase) {
    case 'Absent':
      return limitedFrom;
    case 'Pending':
      return fewestFrom(state).map((placements) => {
        return { type: 'AllocateWorkload', attempt, placements, basis };
      });
    case 'Initializing':
      return fc.oneof(seen('Started'), seen('Started'), failed, podsOnwardFrom(state));
    case 'Running':
    case 'Degraded':
      return fc.oneof(
        seen('Completed', 'Recovered'),
        failed,
        workloadCommandFrom(state),
        podsOnwardFrom(state),
      );
    case 'Terminating':
    case 'Stopping':
    case 'Deleting':
      return seen('PodsGone');
    default:
      return fc.oneof(workloadCommandFrom(state), waiting);
  }
};
