import { durationText } from '../foundation/amount-text.ts';
import { type Either, left, right } from '../foundation/fp.ts';
import type { EndLongRun, ExpireTimeLimit, RetryWorkload, WorkloadDeadline } from './commands.ts';
import type { WorkloadEvent } from './events.ts';
import { queued } from './queueing.ts';
import type { WorkloadRejection } from './rejections.ts';
import type { Workload } from './state.ts';

/**
 * Judges that time has passed: it is a fact where the workload still is what the deadline was set for.
 *
 * Somebody may have been quicker in the same instant, so a deadline that is moot is no error: it says nothing.
 */
export const decideDeadline = (
  command: WorkloadDeadline,
  state: Workload,
): Either<WorkloadRejection, readonly WorkloadEvent[]> => {
  if (state.phase === 'Absent') return left({ _tag: 'WorkloadNotFound' });
  switch (command.type) {
    case 'RetryWorkload':
      return right(retry(command, state));
    case 'ExpireTimeLimit':
      return right(expireTimeLimit(command, state));
    case 'EndLongRun':
      return right(endLongRun(command, state));
    case 'ExpireWorkload':
      return right(expire(command.reason, state));
  }
};

const nothing: readonly WorkloadEvent[] = [];

const retry = ({ attempt, queueId }: RetryWorkload, state: Workload): readonly WorkloadEvent[] => {
  if (state.phase !== 'Resuming' || state.attempt !== attempt) return nothing;
  const { retryQueueId } = state;
  return retryQueueId === undefined ? nothing : [queued(queueId ?? retryQueueId, attempt)];
};

const expireTimeLimit = (
  { attempt, ranMs }: ExpireTimeLimit,
  state: Workload,
): readonly WorkloadEvent[] => {
  if (state.phase !== 'Running' && state.phase !== 'Degraded') return nothing;
  const limitMs = state.terms?.timeLimitMs;
  if (state.attempt !== attempt || limitMs === undefined || ranMs < limitMs) return nothing;
  const reason = `it may run for ${durationText(limitMs)} in all, and has`;
  return [
    { type: 'WorkloadTimeLimitReached', data: { attempt, ranMs, limitMs } },
    { type: 'WorkloadStopRequested', data: { reason } },
  ];
};

/** It may run again: what is over is this stretch. */
const endLongRun = (
  { attempt, ranMs, limitMs, queueId }: EndLongRun,
  state: Workload,
): readonly WorkloadEvent[] => {
  if (state.phase !== 'Running' && state.phase !== 'Degraded') return nothing;
  if (state.attempt !== attempt || ranMs < limitMs) return nothing;
  const reason = `queue ${queueId} lets it run for ${durationText(limitMs)} at a stretch, and it has`;
  return [{ type: 'WorkloadStopRequested', data: { reason } }];
};

const expire = (reason: string, state: Workload): readonly WorkloadEvent[] => {
  if (state.phase !== 'Completed' && state.phase !== 'Failed') return nothing;
  return [
    { type: 'WorkloadDeletionRequested', data: { reason } },
    { type: 'WorkloadDeleted', data: {} },
  ];
};
