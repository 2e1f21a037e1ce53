import { describe, expect, test } from 'vitest';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { WorkloadEvent } from '../../../domain/workload/events.ts';
import { type Workload, workload, type WorkloadCommand } from '../../../domain/workload/index.ts';
import {
  allocated,
  deleted,
  deletionRequested,
  given,
  preempted,
  queued,
  started,
  stopped,
  stopRequested,
  submitted,
} from './history.ts';

const queueId = 'vision@default';
const running = (backoffLimit: number): readonly WorkloadEvent[] => [
  submitted({ backoffLimit }),
  queued(),
  allocated(),
  started(),
];
const fails = (attempt = 1): WorkloadCommand => ({
  type: 'ObserveWorkloadFailed',
  attempt,
  reason: 'out of memory',
  exitCode: 137,
});
const retry = (failures: number, backoffMs: number): WorkloadEvent => ({
  type: 'WorkloadRetryScheduled',
  data: {
    attempt: failures + 1,
    failures,
    backoffMs,
    reason: 'out of memory',
    exitCode: 137,
  },
});
const failed = (attempt: number): WorkloadEvent => ({
  type: 'WorkloadFailed',
  data: { attempt, reason: 'out of memory', exitCode: 137 },
});
const backingOff = [...running(3), retry(1, 10_000)];

describe('workload › when it fails', () => {
  test('is tried again after 10 s while it has tries left', () => {
    given(...running(1))
      .when(fails())
      .then(retry(1, 10_000));
  });

  test('is tried again too when it fails before it started, or on its way out for somebody else', () => {
    for (const history of [running(1).slice(0, 3), [...running(1), preempted]]) {
      given(...history)
        .when(fails())
        .then(retry(1, 10_000));
    }
  });

  test('has failed for good without a limit, with a limit of 0, and once its tries are used up', () => {
    given(submitted(), queued(), allocated()).when(fails()).then(failed(1));
    given(...running(0))
      .when(fails())
      .then(failed(1));
    given(...running(1), retry(1, 10_000), queued(2), allocated(2))
      .when(fails(2))
      .then(failed(2));
  });

  test('waits twice as long after each failure, at most 6 minutes', () => {
    let state: Workload = running(9).reduce(workload.evolve, workload.initial);
    const waits: number[] = [];
    for (let attempt = 1; attempt < 9; attempt += 1) {
      const decided = workload.decide(fails(attempt), state);
      const [event] = isLeft(decided) ? [] : decided.right;
      if (event?.type !== 'WorkloadRetryScheduled') break;
      waits.push(event.data.backoffMs / 1000);
      state = [event, queued(attempt + 1), allocated(attempt + 1)].reduce(workload.evolve, state);
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 320, 360, 360]);
  });

  test('says nothing when it fails in an attempt that is over', () => {
    given(...backingOff)
      .when(fails(1))
      .thenNothing();
  });
});

describe('workload › while it backs off', () => {
  test('goes back into the queue that is named, else into the one that it was in', () => {
    const other = { queueId: 'speech@default', attempt: 2 };
    given(...backingOff)
      .when({ type: 'RetryWorkload', ...other })
      .then({ type: 'WorkloadQueued', data: other });
    given(...backingOff)
      .when({ type: 'RetryWorkload', attempt: 2 })
      .then(queued(2));
  });

  test('is not put into a queue before its time, whoever opens one or asks it to go on', () => {
    given(...backingOff)
      .when({ type: 'EnqueueWorkload', queueId })
      .thenNothing();
    given(...backingOff)
      .when({ type: 'ResumeWorkload', queueId })
      .thenNothing();
  });

  test('can be stopped and deleted; then its deadline says nothing', () => {
    given(...backingOff)
      .when({ type: 'StopWorkload', reason: 'weekend' })
      .then(stopRequested, stopped);
    given(...backingOff)
      .when({ type: 'DeleteWorkload', reason: 'wrong data' })
      .then(deletionRequested, deleted);
    for (const end of [
      [stopRequested, stopped],
      [deletionRequested, deleted],
    ]) {
      given(...backingOff, ...end)
        .when({ type: 'RetryWorkload', attempt: 2 })
        .thenNothing();
    }
  });

  test('is queued like any other once it was stopped and resumed', () => {
    const resumed: WorkloadEvent = { type: 'WorkloadResumed', data: { attempt: 3 } };
    given(...backingOff, stopRequested, stopped, resumed)
      .when({ type: 'EnqueueWorkload', queueId })
      .then(queued(3));
    given(...backingOff, stopRequested, stopped, resumed)
      .when({ type: 'RetryWorkload', attempt: 3 })
      .thenNothing();
  });

  test('a deadline of another attempt says nothing, and one of nobody is refused', () => {
    given(...backingOff)
      .when({ type: 'RetryWorkload', attempt: 1 })
      .thenNothing();
    given().when({ type: 'RetryWorkload', attempt: 1 }).then({ _tag: 'WorkloadNotFound' });
  });
});
