import { describe, expect, test } from 'vitest';
import type { PodPlacement } from '../../../domain/foundation/shapes.ts';
import type { WorkloadEvent } from '../../../domain/workload/events.ts';
import type { KernelDecision, WorkloadCommand } from '../../../domain/workload/index.ts';
import * as a from './history.ts';

const { basis, given } = a;

const place = (pod: number, nodeId = `n-${pod}`): PodPlacement => ({
  subGroup: 'main',
  pod,
  nodeId,
  devices: [0],
  gpuMilli: 1000,
});
const named = (...pods: readonly number[]) => pods.map((pod) => ({ subGroup: 'main', pod }));

/** Three pods of which one is enough. */
const elastic = (change: Parameters<typeof a.submitted>[0] = {}): WorkloadEvent => {
  const { data } = a.submitted({
    gang: { podSets: [{ name: 'main', minPods: 1 }], groups: [] },
    ...change,
  });
  return {
    type: 'WorkloadSubmitted',
    data: { ...data, subGroups: [{ ...a.gang, pods: 3 }] },
  } as WorkloadEvent;
};
const allocated = (...places: readonly PodPlacement[]): WorkloadEvent => ({
  type: 'WorkloadAllocated',
  data: { attempt: 1, placements: [...places], basis },
});
const grown = (...places: readonly PodPlacement[]): WorkloadEvent => ({
  type: 'WorkloadGrown',
  data: { attempt: 1, placements: [...places], basis },
});
const grow = (...placements: readonly PodPlacement[]): KernelDecision => ({
  type: 'GrowWorkload',
  attempt: 1,
  placements,
  basis,
});
const preemptPods = (...pods: readonly number[]): KernelDecision => ({
  type: 'PreemptPods',
  ...a.preemption,
  pods: named(...pods),
});
const preempted = (...pods: readonly number[]): WorkloadEvent => ({
  type: 'WorkloadPodsPreempted',
  data: { ...a.preemption, pods: named(...pods) },
});
const released = (...pods: readonly number[]): WorkloadEvent => ({
  type: 'WorkloadPodsReleased',
  data: { attempt: 1, pods: named(...pods) },
});
const small = [elastic(), a.queued(), allocated(place(0)), a.started()];
const whole = [...small, grown(place(1), place(2))];

describe('workload › that grows', () => {
  test('gets pods that it lacks besides those that it has, in whatever phase it holds pods', () => {
    given(...small)
      .when(grow(place(1)))
      .then(grown(place(1)));
    given(...small.slice(0, 3))
      .when(grow(place(2)))
      .then(grown(place(2)));
    expect(given(...whole).state).toMatchObject({
      phase: 'Running',
      placements: [place(0), place(1), place(2)],
      moves: undefined,
    });
  });

  test('gets what it has already no second time, and no pod twice', () => {
    given(...whole)
      .when(grow(place(1)))
      .thenNothing();
    given(...whole)
      .when(grow(place(1, 'n-9')))
      .then({ _tag: 'PodNotFree', subGroup: 'main', pod: 1 });
    given(...whole, preempted(2))
      .when(grow(place(2)))
      .then({ _tag: 'PodNotFree', subGroup: 'main', pod: 2 });
    given(...small)
      .when(grow(place(3)))
      .then({ _tag: 'PodNotFree', subGroup: 'main', pod: 3 });
  });

  test('rejects what was decided for another attempt, or when it holds nothing', () => {
    given(...small, a.preempted, a.evicted)
      .when(grow(place(1)))
      .then({ _tag: 'StaleAttempt', asked: 1, current: 2 });
    given(elastic(), a.queued())
      .when(grow(place(1)))
      .then({ _tag: 'NotOnDevices', phase: 'Pending' });
  });

  test('has a place held for more pods, until it gets them', () => {
    const nominate: KernelDecision = {
      type: 'NominateWorkload',
      attempt: 1,
      placements: [place(1)],
      basis,
    };
    const nominated: WorkloadEvent = {
      type: 'WorkloadNominated',
      data: { attempt: 1, placements: [place(1)], basis },
    };
    given(...small)
      .when(nominate)
      .then(nominated);
    given(...small, nominated)
      .when(nominate)
      .thenNothing();
    given(...whole)
      .when(nominate)
      .then({ _tag: 'NotPending', phase: 'Running' });
    expect(given(...small, nominated, grown(place(1))).state).toMatchObject({ moves: undefined });
  });
});

describe('workload › of which single pods go for somebody else', () => {
  test('goes on with the others, and holds the place of those that leave until they have gone', () => {
    given(...whole)
      .when(preemptPods(2))
      .then(preempted(2));
    const leaving = [...whole, preempted(2)];
    expect(given(...leaving).state).toMatchObject({
      phase: 'Running',
      placements: [place(0), place(1)],
      moves: { leaving: [place(2)] },
    });
    const seen: WorkloadCommand = {
      type: 'ObserveWorkloadPodsReleased',
      attempt: 1,
      pods: named(1, 2),
    };
    given(...leaving)
      .when(seen)
      .then(released(2));
    given(...leaving, released(2))
      .when(seen)
      .thenNothing();
    expect(given(...leaving, released(2)).state).toMatchObject({ moves: undefined });
  });

  test('keeps as many as its gang needs', () => {
    given(...whole)
      .when(preemptPods(0, 1, 2))
      .then({ _tag: 'GangIncomplete', podsAsked: 1, podsPlaced: 0 });
    given(...whole, preempted(1, 2))
      .when(preemptPods(1, 2))
      .thenNothing();
  });

  test('need not be preemptible if it is so in part; its core then stays', () => {
    const fixed = { preemptible: false };
    const semi = { preemptible: false, semiPreemptible: true };
    const life = [a.queued(), allocated(place(0), place(1), place(2)), a.started()];
    given(elastic(fixed), ...life)
      .when(preemptPods(2))
      .then({ _tag: 'NotPreemptible', preemptorId: 'w-2' });
    given(elastic(semi), ...life)
      .when(preemptPods(2))
      .then(preempted(2));
    given(elastic(semi), ...life)
      .when(a.preempt)
      .then({ _tag: 'NotPreemptible', preemptorId: 'w-2' });
  });

  test('are named as the decision names them, whatever their places: a replay compares both', () => {
    const decided = (pods: readonly number[]) => given(...whole).when(preemptPods(...pods));
    for (const pods of [
      [1, 2],
      [2, 1],
    ])
      decided(pods).then(preempted(...pods));
  });

  test('may go on elsewhere: a place is held for them', () => {
    const movesTo = [place(2, 'n-7')];
    const decision = { ...preemptPods(2), movesTo } as KernelDecision;
    const moved: WorkloadEvent = {
      type: 'WorkloadPodsPreempted',
      data: { ...a.preemption, pods: named(2), movesTo },
    };
    given(...whole)
      .when(decision)
      .then(moved);
    expect(given(...whole, moved).state).toMatchObject({
      moves: { leaving: [place(2)], nomination: { placements: movesTo } },
    });
    given(...whole, moved, released(2))
      .when(grow(...movesTo))
      .then(grown(...movesTo));
  });

  test('holds nothing of them any more once all of it is on its way out', () => {
    const end = [...whole, preempted(2), a.preempted];
    given(...end)
      .when({ type: 'ObserveWorkloadPodsReleased', attempt: 1, pods: named(2) })
      .thenNothing();
    expect(given(...end, a.evicted).state).toMatchObject({ phase: 'Pending', attempt: 2 });
  });
});

describe('workload › that loses pods with a node', () => {
  const seen = (nodeId: string): WorkloadCommand => ({
    type: 'ObserveWorkloadInterrupted',
    attempt: 1,
    nodeId,
    reason: 'lost',
  });
  const lost = (pod: number, podsShort = 0): WorkloadEvent => ({
    type: 'WorkloadPodsLost',
    data: { attempt: 1, nodeId: `n-${pod}`, pods: named(pod), podsShort, reason: 'lost' },
  });

  test('goes on while its gang has enough', () => {
    given(...whole)
      .when(seen('n-1'))
      .then(lost(1));
    expect(given(...whole, lost(1)).state).toMatchObject({
      phase: 'Running',
      placements: [place(0), place(2)],
    });
    given(...whole, lost(1))
      .when(seen('n-1'))
      .thenNothing();
  });

  test('is degraded while its gang has too few', () => {
    const gang = { podSets: [{ name: 'main', minPods: 3 }], groups: [] };
    const life = [a.queued(), allocated(place(0), place(1), place(2))];
    given(elastic({ gang }), ...life, a.started())
      .when(seen('n-1'))
      .then(lost(1, 1), { type: 'WorkloadDegraded', data: { attempt: 1, reason: 'lost' } });
    given(elastic({ gang }), ...life)
      .when(seen('n-1'))
      .then(lost(1, 1));
  });

  test('must go altogether when nothing of it is left, or when it said nothing of its pods', () => {
    const interrupted: WorkloadEvent = {
      type: 'WorkloadInterrupted',
      data: { attempt: 1, nodeId: 'n-0', reason: 'lost' },
    };
    given(...small)
      .when(seen('n-0'))
      .then(interrupted);
    given(a.submitted(), a.queued(), allocated(place(0), place(1)), a.started())
      .when(seen('n-0'))
      .then(interrupted);
  });
});
