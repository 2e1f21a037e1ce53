import { describe, test } from 'vitest';
import type { WorkloadEvent } from '../../../domain/workload/events.ts';
import type { WorkloadCommand } from '../../../domain/workload/index.ts';
import {
  allocated,
  completed,
  deleted,
  given,
  preempted,
  queued,
  started,
  stopped,
  submitted,
  untilRunning,
} from './history.ts';

const limitMs = 3_600_000;
const running: readonly WorkloadEvent[] = [
  submitted({ timeLimitMs: limitMs }),
  queued(),
  allocated(),
  started(),
];
const expire = (ranMs = limitMs, attempt = 1): WorkloadCommand => ({
  type: 'ExpireTimeLimit',
  attempt,
  ranMs,
});
const reached = (ranMs: number): readonly WorkloadEvent[] => [
  { type: 'WorkloadTimeLimitReached', data: { attempt: 1, ranMs, limitMs } },
  {
    type: 'WorkloadStopRequested',
    data: { reason: 'it may run for 3600 s in all, and has' },
  },
];

describe('workload › when it has run for as long as it may', () => {
  test('is told to stop, running or degraded, however late the clock says so', () => {
    given(...running)
      .when(expire(limitMs + 7))
      .then(...reached(limitMs + 7));
    given(...running, { type: 'WorkloadDegraded', data: { attempt: 1, reason: 'x' } })
      .when(expire())
      .then(...reached(limitMs));
  });

  test('goes on when the time is not used up, was another attempt’s, or was never limited', () => {
    given(...running)
      .when(expire(limitMs - 1))
      .thenNothing();
    given(...running)
      .when(expire(limitMs, 2))
      .thenNothing();
    given(...untilRunning)
      .when(expire())
      .thenNothing();
  });

  test('says nothing when it is leaving, waits or has ended: the time does not pass', () => {
    for (const history of [[preempted], [...reached(limitMs)], [completed]]) {
      given(...running, ...history)
        .when(expire())
        .thenNothing();
    }
    given(...running.slice(0, 3))
      .when(expire())
      .thenNothing();
    given().when(expire()).then({ _tag: 'WorkloadNotFound' });
  });

  test('is not resumed, for it has no time left, and says so with its numbers', () => {
    given(...running, ...reached(limitMs + 7), stopped)
      .when({ type: 'ResumeWorkload' })
      .then({ _tag: 'NotResumable', phase: 'Stopped', ranMs: limitMs + 7, limitMs });
  });
});

describe('workload › when it was kept for as long as it was to be', () => {
  const expireEnd: WorkloadCommand = { type: 'ExpireWorkload', reason: 'kept for 60 s' };
  const failed: WorkloadEvent = { type: 'WorkloadFailed', data: { attempt: 1, reason: 'x' } };

  test('is gone, completed or failed', () => {
    for (const end of [completed, failed]) {
      given(...untilRunning, end)
        .when(expireEnd)
        .then({ type: 'WorkloadDeletionRequested', data: { reason: 'kept for 60 s' } }, deleted);
    }
  });

  test('stays when it has not ended, and is not deleted twice', () => {
    given(...untilRunning)
      .when(expireEnd)
      .thenNothing();
    given(
      ...untilRunning,
      completed,
      { type: 'WorkloadDeletionRequested', data: { reason: '' } },
      deleted,
    )
      .when(expireEnd)
      .thenNothing();
    given().when(expireEnd).then({ _tag: 'WorkloadNotFound' });
  });
});
