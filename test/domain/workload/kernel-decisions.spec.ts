import { describe, expect, test } from 'vitest';
import type { WorkloadEvent } from '../../../domain/workload/events.ts';
import type { KernelDecision } from '../../../domain/workload/index.ts';
import * as a from './history.ts';

const { basis, given, placements } = a;
const allocate: KernelDecision = { type: 'AllocateWorkload', attempt: 1, placements, basis };
const nominate: KernelDecision = { type: 'NominateWorkload', attempt: 1, placements, basis };
const nominated: WorkloadEvent = {
  type: 'WorkloadNominated',
  data: { attempt: 1, placements, basis },
};
const awaiting = { _tag: 'AwaitingRelease' as const, pods: 2, devices: 2 };
const noQueue = { _tag: 'QueueNotFound' as const, queueId: 'vision@default' };
const defer = (verdict: typeof awaiting | typeof noQueue): KernelDecision => ({
  type: 'DeferWorkload',
  verdict,
  basis,
});
const deferred = (verdict: typeof awaiting | typeof noQueue): WorkloadEvent => ({
  type: 'WorkloadDeferred',
  data: { verdict, basis },
});

describe('workload › when Pending', () => {
  test('is allocated with a place for every pod, by the attempt that the kernel looked at', () => {
    given(...a.untilPending)
      .when(allocate)
      .then(a.allocated());
  });

  test('rejects a gang that is not whole', () => {
    const half = placements.slice(0, 1);
    const incomplete = { _tag: 'GangIncomplete', podsAsked: 2, podsPlaced: 1 } as const;
    given(...a.untilPending)
      .when({ type: 'AllocateWorkload', attempt: 1, placements: half, basis })
      .then(incomplete);
    given(...a.untilPending)
      .when({ type: 'NominateWorkload', attempt: 1, placements: half, basis })
      .then(incomplete);
  });

  test('rejects what was decided for another attempt', () => {
    const again = [...a.untilTerminating, a.evicted];
    given(...again)
      .when(allocate)
      .then({ _tag: 'StaleAttempt', asked: 1, current: 2 });
    given(...again)
      .when(a.preempt)
      .then({ _tag: 'StaleAttempt', asked: 1, current: 2 });
  });

  test('tells an obstacle once, and the next one when it is another', () => {
    const told = [...a.untilPending, deferred(noQueue)];
    given(...a.untilPending)
      .when(defer(noQueue))
      .then(deferred(noQueue));
    given(...told)
      .when(defer(noQueue))
      .thenNothing();
    given(...told)
      .when(defer(awaiting))
      .then(deferred(awaiting));
  });

  test('tells the same obstacle anew in the next attempt', () => {
    given(...a.untilPending, deferred(noQueue), a.allocated(), a.preempted, a.evicted)
      .when(defer(noQueue))
      .then(deferred(noQueue));
  });

  test('keeps the place that is held for it while victims leave, and loses it with another obstacle', () => {
    const held = [...a.untilPending, nominated, deferred(awaiting)];
    expect(given(...held).state).toMatchObject({ nomination: { placements } });
    given(...held)
      .when(nominate)
      .thenNothing();
    given(...held, deferred(noQueue))
      .when(nominate)
      .then(nominated);
  });

  test('is promised the same place anew where it was lost in between', () => {
    const later = { ...basis, revision: basis.revision + 1 };
    given(...a.untilPending, nominated)
      .when({ type: 'NominateWorkload', attempt: 1, placements, basis: later })
      .then({ type: 'WorkloadNominated', data: { attempt: 1, placements, basis: later } });
  });

  test('has nothing to be taken off', () => {
    given(...a.untilPending)
      .when(a.preempt)
      .then({ _tag: 'NotOnDevices', phase: 'Pending' });
  });
});

describe('workload › when on its devices', () => {
  test('takes the same placement again as a repetition, and another one not', () => {
    given(...a.untilRunning)
      .when(allocate)
      .thenNothing();
    const elsewhere = placements.map((placed) => ({ ...placed, nodeId: 'n-2' }));
    given(...a.untilRunning)
      .when({ type: 'AllocateWorkload', attempt: 1, placements: elsewhere, basis })
      .then({ _tag: 'NotPending', phase: 'Running' });
  });

  test('goes for somebody else when it is preemptible, and is told so once', () => {
    given(...a.untilInitializing)
      .when(a.preempt)
      .then(a.preempted);
    given(...a.untilTerminating)
      .when(a.preempt)
      .thenNothing();
  });

  test('stays when it is not preemptible, unless its own gang is broken', () => {
    const firm = [a.submitted({ preemptible: false }), a.queued(), a.allocated(), a.started()];
    given(...firm)
      .when(a.preempt)
      .then({ _tag: 'NotPreemptible', preemptorId: 'w-2' });
    const broken = { ...a.preemption, action: 'stale-gang' as const };
    given(...firm)
      .when({ type: 'PreemptWorkload', ...broken })
      .then({ type: 'WorkloadPreempted', data: broken });
  });

  test('is neither nominated nor deferred', () => {
    const notPending = { _tag: 'NotPending', phase: 'Running' } as const;
    given(...a.untilRunning)
      .when(nominate)
      .then(notPending);
    given(...a.untilRunning)
      .when(defer(noQueue))
      .then(notPending);
  });
});

test('workload › when Absent › no decision is about it', () => {
  for (const decision of [allocate, nominate, a.preempt, defer(noQueue)]) {
    given().when(decision).then({ _tag: 'WorkloadNotFound' });
  }
});
