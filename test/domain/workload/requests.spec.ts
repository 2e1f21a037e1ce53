import { describe, expect, test } from 'vitest';
import type { WorkloadCommand } from '../../../domain/workload/index.ts';
import * as a from './history.ts';

const { given } = a;
const stop: WorkloadCommand = { type: 'StopWorkload', reason: 'weekend' };
const remove: WorkloadCommand = { type: 'DeleteWorkload', reason: 'wrong data' };
const enqueue: WorkloadCommand = { type: 'EnqueueWorkload', queueId: 'vision@default' };
const resume: WorkloadCommand = { type: 'ResumeWorkload' };
const untilStopped = [...a.untilRunning, a.stopRequested, a.stopped];

describe('workload › when somebody stops it', () => {
  test('is Stopped at once while it holds no pods', () => {
    given(...a.untilPending)
      .when(stop)
      .then(a.stopRequested, a.stopped);
    given(a.submitted()).when(stop).then(a.stopRequested, a.stopped);
  });

  test('keeps its placements until the pods have gone', () => {
    given(...a.untilRunning)
      .when(stop)
      .then(a.stopRequested);
    expect(given(...a.untilRunning, a.stopRequested).state).toMatchObject({
      phase: 'Stopping',
      attempt: 1,
      placements: a.placements,
      graceMs: 30_000,
    });
  });

  test('takes a second stop as a repetition', () => {
    given(...a.untilRunning, a.stopRequested)
      .when(stop)
      .thenNothing();
    given(...untilStopped)
      .when(stop)
      .thenNothing();
  });

  test('rejects the stop of a service, and of what has ended or is going', () => {
    given(a.submitted({ workloadType: 'inference' }), a.queued())
      .when(stop)
      .then({ _tag: 'NotStoppable', phase: 'Pending', workloadType: 'inference' });
    given(...a.untilRunning, a.completed)
      .when(stop)
      .then({ _tag: 'NotStoppable', phase: 'Completed', workloadType: undefined });
    given(...a.untilRunning, a.deletionRequested)
      .when(stop)
      .then({ _tag: 'NotStoppable', phase: 'Deleting', workloadType: undefined });
  });
});

describe('workload › when somebody resumes it', () => {
  const resumed = { type: 'WorkloadResumed' as const, data: { attempt: 2 } };

  test('waits for a queue with the next attempt, or is in one at once', () => {
    given(...untilStopped)
      .when(resume)
      .then(resumed);
    given(...untilStopped)
      .when({ type: 'ResumeWorkload', queueId: 'vision@default' })
      .then(resumed, a.queued(2));
    given(...untilStopped, resumed)
      .when(enqueue)
      .then(a.queued(2));
  });

  test('counts its first attempt when it was stopped before any queue', () => {
    given(a.submitted(), a.stopRequested, a.stopped)
      .when(resume)
      .then({ type: 'WorkloadResumed', data: { attempt: 1 } });
  });

  test('has nothing to add while it runs or waits to run', () => {
    for (const facts of [a.untilPending, a.untilRunning, a.untilTerminating]) {
      given(...facts)
        .when(resume)
        .thenNothing();
    }
  });

  test('rejects it while pods are still leaving, and after the end', () => {
    given(...a.untilRunning, a.stopRequested)
      .when(resume)
      .then({ _tag: 'NotResumable', phase: 'Stopping' });
    given(...a.untilRunning, a.completed)
      .when(resume)
      .then({ _tag: 'NotResumable', phase: 'Completed' });
  });
});

describe('workload › when somebody deletes it', () => {
  test('is Deleted at once while it holds no pods', () => {
    for (const facts of [a.untilPending, untilStopped, [...a.untilRunning, a.completed]]) {
      given(...facts)
        .when(remove)
        .then(a.deletionRequested, a.deleted);
    }
  });

  test('keeps what the eviction of its pods needs until they have gone', () => {
    const facts = [...a.untilRunning, a.stopRequested];
    given(...facts)
      .when(remove)
      .then(a.deletionRequested);
    expect(given(...facts, a.deletionRequested).state).toMatchObject({
      phase: 'Deleting',
      attempt: 1,
      graceMs: 30_000,
      placements: a.placements,
    });
  });

  test('takes a second deletion as a repetition', () => {
    given(...a.untilRunning, a.deletionRequested)
      .when(remove)
      .thenNothing();
    given(...a.untilPending, a.deletionRequested, a.deleted)
      .when(remove)
      .thenNothing();
  });
});

describe('workload › when it is given a queue', () => {
  test('begins its first attempt', () => {
    given(a.submitted()).when(enqueue).then(a.queued(1));
  });

  test('takes the same queue again as a repetition, and another one not', () => {
    given(...a.untilRunning)
      .when(enqueue)
      .thenNothing();
    given(...a.untilPending)
      .when({ type: 'EnqueueWorkload', queueId: 'speech@default' })
      .then({ _tag: 'NotAwaitingQueue', phase: 'Pending', queueId: 'vision@default' });
    given(...untilStopped)
      .when(enqueue)
      .then({ _tag: 'NotAwaitingQueue', phase: 'Stopped', queueId: undefined });
  });
});

test('workload › when Absent › there is nobody to stop, resume, queue or delete', () => {
  for (const command of [stop, resume, enqueue, remove]) {
    given().when(command).then({ _tag: 'WorkloadNotFound' });
  }
});

describe('workload › once it has ended', () => {
  test('keeps two fields, for a ledger holds hundreds of thousands of them', () => {
    for (const facts of [
      [...a.untilRunning, a.completed],
      [...a.untilPending, a.deletionRequested, a.deleted],
    ]) {
      expect(Object.keys(given(...facts).state)).toEqual(['phase', 'fingerprint']);
    }
  });
});
