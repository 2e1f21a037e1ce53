import { describe, expect, test } from 'vitest';
import type { WorkloadEvent } from '../../../domain/workload/events.ts';
import type { WorkloadObservation } from '../../../domain/workload/index.ts';
import * as a from './history.ts';

const { given } = a;
const gone = (attempt = 1): WorkloadObservation => ({ type: 'ObserveWorkloadPodsGone', attempt });
const failed: WorkloadObservation = {
  type: 'ObserveWorkloadFailed',
  attempt: 1,
  reason: 'OOMKilled',
  exitCode: 137,
};
const hasFailed: WorkloadEvent = {
  type: 'WorkloadFailed',
  data: { attempt: 1, reason: 'OOMKilled', exitCode: 137 },
};
const hasDegraded: WorkloadEvent = {
  type: 'WorkloadDegraded',
  data: { attempt: 1, reason: 'a worker is not ready' },
};
const lost: WorkloadObservation = {
  type: 'ObserveWorkloadInterrupted',
  attempt: 1,
  nodeId: 'n-1',
  reason: 'NodeLost',
};

describe('workload › what a cluster sees', () => {
  test('starts, degrades, recovers and ends it', () => {
    given(...a.untilInitializing)
      .when({ type: 'ObserveWorkloadStarted', attempt: 1 })
      .then(a.started());
    given(...a.untilRunning)
      .when({ type: 'ObserveWorkloadDegraded', attempt: 1, reason: 'a worker is not ready' })
      .then(hasDegraded);
    given(...a.untilRunning, hasDegraded)
      .when({ type: 'ObserveWorkloadRecovered', attempt: 1 })
      .then({ type: 'WorkloadRecovered', data: { attempt: 1 } });
    given(...a.untilRunning)
      .when({ type: 'ObserveWorkloadCompleted', attempt: 1 })
      .then(a.completed);
    given(...a.untilRunning)
      .when(failed)
      .then(hasFailed);
  });

  test('ends it though it was about to be evicted: what is done is done', () => {
    given(...a.untilTerminating)
      .when({ type: 'ObserveWorkloadCompleted', attempt: 1 })
      .then(a.completed);
  });

  test('interrupts it when its node is lost, and the rest of the gang goes too', () => {
    const interrupted: WorkloadEvent = {
      type: 'WorkloadInterrupted',
      data: { attempt: 1, nodeId: 'n-1', reason: 'NodeLost' },
    };
    given(...a.untilRunning)
      .when(lost)
      .then(interrupted);
    given(...a.untilRunning, interrupted)
      .when(gone())
      .then(a.evicted);
  });

  test('says nothing when it is stale, known already, or not about what is going on', () => {
    const again = [...a.untilTerminating, a.evicted, a.allocated(2)];
    given(...again)
      .when({ type: 'ObserveWorkloadStarted', attempt: 1 })
      .thenNothing();
    given(...again)
      .when(gone(1))
      .thenNothing();
    given(...a.untilRunning)
      .when({ type: 'ObserveWorkloadStarted', attempt: 1 })
      .thenNothing();
    given(...a.untilRunning)
      .when(gone())
      .thenNothing();
    given(...a.untilRunning, a.completed)
      .when(failed)
      .thenNothing();
  });

  test('is refused for a workload that nobody submitted', () => {
    given().when(lost).then({ _tag: 'WorkloadNotFound' });
  });
});

describe('workload › when its last pod has gone', () => {
  test('is Pending again after an eviction: same id, next attempt, same queue', () => {
    given(...a.untilTerminating)
      .when(gone())
      .then(a.evicted);
    expect(given(...a.untilTerminating, a.evicted).state).toMatchObject({
      phase: 'Pending',
      attempt: 2,
      queueId: 'vision@default',
    });
  });

  test('is Stopped after a stop, and Deleted after a deletion', () => {
    given(...a.untilRunning, a.stopRequested)
      .when(gone())
      .then(a.stopped);
    given(...a.untilRunning, a.deletionRequested)
      .when(gone())
      .then(a.deleted);
    given(...a.untilRunning, a.deletionRequested)
      .when(gone(2))
      .thenNothing();
  });

  test('takes an end by itself for the going of its pods while it stops or is deleted', () => {
    const done: WorkloadObservation = { type: 'ObserveWorkloadCompleted', attempt: 1 };
    given(...a.untilRunning, a.deletionRequested)
      .when(done)
      .then(a.deleted);
    given(...a.untilRunning, a.stopRequested)
      .when(failed)
      .then(a.stopped);
  });
});
