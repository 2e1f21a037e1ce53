import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { occupiedBy, workload, type Workload } from '../../domain/workload/index.ts';
import {
  nodeIdsOf,
  pendingMsAt,
  runningMsAt,
  workloadList,
} from '../../projections/workload-list/index.ts';
import { logFrom } from '../arbitraries/log.ts';
import { projectionLaws } from './laws.ts';
import { terms as told } from './told-terms.ts';
import { facts, logOf, type Told, viewAfter } from './told.ts';

projectionLaws({ projection: workloadList });

const life: readonly Told[] = [
  ['workload/w', 0, facts.submitted(2)],
  ['workload/w', 10, facts.queued('qa')],
  ['workload/w', 20, facts.deferred()],
  ['workload/w', 110, facts.allocated('n-1', [0, 1])],
  ['workload/w', 130, facts.started()],
  ['workload/w', 630, facts.preempted('v')],
  ['workload/w', 640, facts.evicted()],
  ['workload/w', 700, facts.allocated('n-2', [2, 3], 2)],
  ['workload/w', 710, facts.started(2)],
  ['workload/w', 810, facts.completed(2)],
];

const rowAfter = (steps: number) => {
  const row = viewAfter(workloadList, logOf(life.slice(0, steps))).rows.get('w');
  if (row === undefined) throw new Error('the row is missing');
  return row;
};

describe('workload-list', () => {
  test('a waiting workload shows the first obstacle and how long it has waited', () => {
    const row = rowAfter(3);
    expect(row).toMatchObject({ phase: 'Pending', queueId: 'qa', requestedGpuMilli: 2000 });
    expect(row.verdict?._tag).toBe('AwaitingRelease');
    expect(pendingMsAt(row, 60)).toBe(50);
    expect(row.phaseSinceMs).toBe(10);
  });

  test('an allocated workload shows its nodes and devices, and no obstacle', () => {
    const row = rowAfter(4);
    expect(row).toMatchObject({ phase: 'Initializing', allocatedGpuMilli: 2000 });
    expect(nodeIdsOf(row)).toEqual(['n-1']);
    expect(row.verdict).toBeUndefined();
  });

  test('a preempted workload holds its devices until its last pod has gone, then waits again', () => {
    expect(rowAfter(6)).toMatchObject({ phase: 'Terminating', allocatedGpuMilli: 2000 });
    expect(rowAfter(7)).toMatchObject({
      phase: 'Pending',
      attempt: 2,
      preemptions: 1,
      allocatedGpuMilli: 0,
      placements: [],
      reason: 'reclaim for v',
    });
  });

  test('times add up over attempts', () => {
    const row = rowAfter(10);
    expect(row).toMatchObject({ phase: 'Completed', startedAtMs: 130, completedAtMs: 810 });
    expect(pendingMsAt(row, 5000)).toBe(100 + 60);
    expect(runningMsAt(row, 5000)).toBe(500 + 100);
    expect(row.revision).toBe(10);
  });

  test('a row shares with its fact what only some workloads say, and has nothing of it for others', () => {
    const labels = { team: 'red' };
    const container = { image: 'ubuntu', environment: { A: 'b' } };
    const terms = { backoffLimit: 6, timeToLiveMs: 1000, timeLimitMs: 2000, clonedFrom: 'v' };
    const told: Told = [
      'workload/w',
      0,
      facts.submitted(1, { labels, annotations: {}, container, ...terms }),
    ];
    const row = viewAfter(workloadList, logOf([told])).rows.get('w');
    expect(row).toMatchObject({ ...terms, annotations: {}, failures: 0, replicas: undefined });
    expect(row?.labels).toBe(labels);
    expect(row?.container).toBe(container);
    expect(rowAfter(1)).toMatchObject({ labels: undefined, backoffLimit: undefined });
  });

  test('a failed workload that is tried again holds nothing, and counts its failures to the last', () => {
    const story: readonly Told[] = [
      ...life.slice(0, 5),
      ['workload/w', 630, told.retried()],
      ['workload/w', 10_630, { type: 'WorkloadQueued', data: { queueId: 'qa', attempt: 2 } }],
      ['workload/w', 10_640, facts.allocated('n-1', [0, 1], 2)],
      ['workload/w', 10_650, { type: 'WorkloadFailed', data: { attempt: 2, reason: 'Error' } }],
    ];
    const rowOf = (steps: number) =>
      viewAfter(workloadList, logOf(story.slice(0, steps))).rows.get('w');
    expect(rowOf(6)).toMatchObject({
      phase: 'Resuming',
      attempt: 2,
      failures: 1,
      placements: [],
      allocatedGpuMilli: 0,
      reason: 'out of memory',
    });
    expect(rowOf(9)).toMatchObject({ phase: 'Failed', failures: 2, closedRunningMs: 500 });
  });

  test('a service shows how many pods were asked for last, and asks for them beside those that it has', () => {
    const scalable = { workloadType: 'inference', replicas: { min: 0, max: 4 } } as const;
    const story: readonly Told[] = [
      ['workload/w', 0, facts.submitted(1, scalable)],
      ['workload/w', 10, facts.queued('qa')],
      ['workload/w', 20, facts.allocated('n-1', [0])],
      ['workload/w', 30, told.scaled(3)],
      ['workload/w', 40, facts.preempted('v')],
      ['workload/w', 50, facts.evicted()],
    ];
    const rowOf = (steps: number) =>
      viewAfter(workloadList, logOf(story.slice(0, steps))).rows.get('w');
    expect(rowOf(1)?.replicas).toEqual({ min: 0, max: 4, desired: 1 });
    expect(rowOf(4)).toMatchObject({ requestedPods: 3, replicas: { min: 0, max: 4, desired: 3 } });
    expect(rowOf(4)).toMatchObject({ requestedGpuMilli: 3000, allocatedGpuMilli: 1000 });
    expect(rowOf(6)).toMatchObject({ requestedPods: 3, allocatedGpuMilli: 0 });
  });

  test('a row holds each pod until it has gone, and what comes beside it', () => {
    const place = (pod: number) => ({
      subGroup: 'main',
      pod,
      nodeId: 'n-1',
      devices: [pod],
      gpuMilli: 1000,
    });
    const pods = [{ subGroup: 'main', pod: 0 }];
    const basis = { revision: 1, kernel: 'k', policy: 'p' };
    const story: readonly Told[] = [
      ['workload/w', 0, facts.submitted(3)],
      ['workload/w', 10, facts.queued('qa')],
      [
        'workload/w',
        20,
        { type: 'WorkloadAllocated', data: { attempt: 1, placements: [place(0)], basis } },
      ],
      [
        'workload/w',
        30,
        { type: 'WorkloadGrown', data: { attempt: 1, placements: [place(1), place(2)], basis } },
      ],
      ['workload/w', 40, { type: 'WorkloadShrunk', data: { attempt: 1, pods } }],
      ['workload/w', 50, { type: 'WorkloadPodsReleased', data: { attempt: 1, pods } }],
      [
        'workload/w',
        60,
        {
          type: 'WorkloadPodsLost',
          data: {
            attempt: 1,
            nodeId: 'n-1',
            pods: [{ subGroup: 'main', pod: 2 }],
            podsShort: 0,
            reason: 'gone',
          },
        },
      ],
    ];
    const heldAfter = (steps: number) => {
      const row = viewAfter(workloadList, logOf(story.slice(0, steps))).rows.get('w');
      return [row?.placements.map(({ pod }) => pod), row?.allocatedGpuMilli];
    };
    expect(heldAfter(4)).toEqual([[0, 1, 2], 3000]);
    expect(heldAfter(5)).toEqual([[0, 1, 2], 3000]);
    expect(heldAfter(6)).toEqual([[1, 2], 2000]);
    expect(heldAfter(7)).toEqual([[1], 1000]);
  });

  test('∀ log: each row has the phase, attempt and placements of its workload', () => {
    fc.assert(
      fc.property(logFrom(), (log) => {
        const states = new Map<string, Workload>();
        for (const event of log) {
          if (event.subject.kind !== 'workload') continue;
          const { id } = event.subject;
          const state = states.get(id) ?? workload.initial;
          states.set(id, workload.evolve(state, event as Parameters<typeof workload.evolve>[1]));
        }
        const { rows } = viewAfter(workloadList, log);
        expect([...rows.keys()]).toEqual([...states.keys()]);
        for (const [id, state] of states) {
          const row = rows.get(id);
          expect(row?.phase).toBe(state.phase);
          if ('projectId' in state) expect(row?.attempt).toBe(state.attempt);
          const there = occupiedBy(state) ?? [];
          expect(row?.placements).toEqual(expect.arrayContaining([...there]));
          expect(row?.placements).toHaveLength(there.length);
        }
      }),
      { numRuns: 60 },
    );
  });
});
