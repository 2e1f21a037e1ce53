import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  poolTotalsOf,
  queueBoard,
  rowsOf,
  withFairShares,
} from '../../projections/queue-board/index.ts';
import { workloadList } from '../../projections/workload-list/index.ts';
import { logFrom } from '../arbitraries/log.ts';
import { projectionLaws } from './laws.ts';
import { facts, logOf, type Told, viewAfter } from './told.ts';

projectionLaws({ projection: queueBoard });

const story: readonly Told[] = [
  ['node/n-1', 0, facts.joined(8)],
  ['queue/d', 0, facts.opened('d', '', 8000)],
  ['queue/qa', 0, facts.opened('a', 'd')],
  ['queue/qb', 0, facts.opened('b', 'd')],
  ['workload/w', 1, facts.submitted(2)],
  ['workload/w', 2, facts.queued('qa')],
  ['workload/v', 3, facts.submitted(1, { preemptible: false })],
  ['workload/v', 4, facts.queued('qb')],
  ['workload/w', 5, facts.allocated('n-1', [0, 1])],
  ['workload/v', 6, facts.allocated('n-1', [2])],
  ['workload/w', 7, facts.started()],
  ['workload/w', 8, facts.preempted('v')],
  ['workload/w', 9, facts.evicted()],
];

const rowsAfter = (steps: number) =>
  new Map(rowsOf(viewAfter(queueBoard, logOf(story.slice(0, steps)))).map((row) => [row.id, row]));

describe('queue-board', () => {
  test('queues stand below their parents, siblings by id', () => {
    const rows = rowsOf(viewAfter(queueBoard, logOf(story)));
    expect(rows.map((row) => [row.id, row.depth])).toEqual([
      ['d', 0],
      ['qa', 1],
      ['qb', 1],
    ]);
  });

  test('what is asked for by memory of GPUs is told as memory while it waits, then as what it holds', () => {
    const main = { cpuMilli: 0, memoryBytes: 0, gpuDevices: 1, gpuMilli: 0, gpuMemoryMib: 20_480 };
    const share = (pod: number) => ({
      subGroup: 'main',
      pod,
      nodeId: 'n-1',
      devices: [pod],
      gpuMilli: 250,
    });
    const gang = { podSets: [{ name: 'main', minPods: 1 }], groups: [] };
    const basis = { revision: 1, kernel: 'k', policy: 'p' };
    const byMemory: readonly Told[] = [
      ...story.slice(0, 4),
      [
        'workload/m',
        1,
        facts.submitted(3, { subGroups: [{ name: 'main', pods: 3, request: main }], gang }),
      ],
      ['workload/m', 2, facts.queued('qa')],
      [
        'workload/m',
        3,
        {
          type: 'WorkloadAllocated',
          data: { attempt: 1, placements: [share(0), share(1)], basis },
        },
      ],
      [
        'workload/m',
        4,
        { type: 'WorkloadGrown', data: { attempt: 1, placements: [share(2)], basis } },
      ],
      ['workload/m', 5, facts.preempted('v')],
      ['workload/m', 6, facts.evicted()],
    ];
    const asked = (steps: number, id = 'qa') => {
      const rows = rowsOf(viewAfter(queueBoard, logOf(byMemory.slice(0, 4 + steps))));
      const { requested, requestedGpuMemoryMib } = rows.find((row) => row.id === id)?.subtree ?? {};
      return [requested?.gpuMilli, requestedGpuMemoryMib];
    };
    expect([asked(2), asked(3), asked(4)]).toEqual([
      [0, 61_440],
      [500, 20_480],
      [750, 0],
    ]);
    expect([asked(5), asked(6)]).toEqual([
      [0, 0],
      [0, 61_440],
    ]);
    expect(asked(3, 'd')).toEqual([500, 20_480]);
    const row = viewAfter(workloadList, logOf(byMemory.slice(0, 6))).rows.get('m');
    expect(row).toMatchObject({ requestedGpuMilli: 0, requestedGpuMemoryMib: 61_440 });
  });

  test('what waits is requested, what is bound is allocated, and parents hold the sums', () => {
    const rows = rowsAfter(11);
    expect(rows.get('qa')?.own).toMatchObject({
      allocated: { gpuMilli: 2000, cpuMilli: 1000, memoryMib: 1 },
      requested: { gpuMilli: 2000 },
      running: 1,
      pending: 0,
    });
    expect(rows.get('qb')?.own).toMatchObject({
      allocatedNonPreemptible: { gpuMilli: 1000 },
      initializing: 1,
    });
    expect(rows.get('d')?.own.allocated.gpuMilli).toBe(0);
    expect(rows.get('d')?.subtree).toMatchObject({
      allocated: { gpuMilli: 3000 },
      allocatedNonPreemptible: { gpuMilli: 1000 },
    });
  });

  test('a preempted workload counts for nothing until it waits again', () => {
    expect(rowsAfter(12).get('qa')?.own).toMatchObject({
      allocated: { gpuMilli: 0 },
      requested: { gpuMilli: 0 },
    });
    expect(rowsAfter(13).get('qa')?.own).toMatchObject({
      allocated: { gpuMilli: 0 },
      requested: { gpuMilli: 2000 },
      pending: 1,
    });
  });

  test('a lost node and a broken card are not shared out', () => {
    const lost: Told = ['node/n-1', 1, { type: 'NodeLost', data: { reason: 'silent' } }];
    const broken: Told = [
      'node/n-1',
      1,
      { type: 'NodeDeviceFailed', data: { device: 3, reason: 'x' } },
    ];
    const joined: Told = ['node/n-1', 0, facts.joined(8)];
    const totals = (told: readonly Told[]) =>
      poolTotalsOf(viewAfter(queueBoard, logOf(told))).get('default')?.gpuMilli;
    expect(totals([joined])).toBe(8000);
    expect(totals([joined, broken, broken])).toBe(7000);
    expect(totals([joined, lost])).toBe(0);
  });

  test('a queue is told its quota, and what others leave of theirs', () => {
    const shares = withFairShares(
      viewAfter(
        queueBoard,
        logOf([
          ...story.slice(0, 4),
          ['workload/w', 1, facts.submitted(7)],
          ['workload/w', 2, facts.queued('qa')],
          ['workload/v', 3, facts.submitted(1)],
          ['workload/v', 4, facts.queued('qb')],
        ]),
      ),
    );
    expect(shares.map((row) => [row.id, row.fairShare.gpuMilli])).toEqual([
      ['d', 8000],
      ['qa', 7000],
      ['qb', 1000],
    ]);
  });

  test('∀ log: siblings share no more than their quotas or what there is, and nobody more than it asks', () => {
    fc.assert(
      fc.property(logFrom(), (log) => {
        const board = viewAfter(queueBoard, log);
        const rows = withFairShares(board);
        for (const row of rows) {
          expect(row.fairShare.gpuMilli).toBeLessThanOrEqual(row.subtree.requested.gpuMilli);
        }
        for (const [pool, total] of poolTotalsOf(board)) {
          const tops = rows.filter((row) => row.depth === 0 && row.nodePoolId === pool);
          const quotas = tops.reduce((sum, row) => {
            const { quota } = row.entitlements.gpuMilli;
            return sum + (quota < 0 ? total.gpuMilli : quota);
          }, 0);
          const shared = tops.reduce((sum, row) => sum + row.fairShare.gpuMilli, 0);
          expect(shared).toBeLessThanOrEqual(Math.max(total.gpuMilli, quotas));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('∀ log: the board counts each workload once, in the queue and the state that the list shows', () => {
    // The list shows pods until they have gone, the board while they are to stay.
    const goings = new Set(['WorkloadPodsPreempted', 'WorkloadShrunk', 'WorkloadPodsReleased']);
    fc.assert(
      fc.property(logFrom(), (all) => {
        const log = all.filter(({ type }) => !goings.has(type));
        const board = viewAfter(queueBoard, log);
        const expected = new Map<string, number[]>();
        for (const row of viewAfter(workloadList, log).rows.values()) {
          const sums = expected.get(row.queueId) ?? [0, 0, 0, 0, 0];
          expected.set(row.queueId, sums);
          const place = ['Pending', 'Initializing', 'Running', 'Degraded'].indexOf(row.phase);
          if (place < 0) continue;
          sums[Math.min(place, 2)] = (sums[Math.min(place, 2)] ?? 0) + 1;
          sums[3] = (sums[3] ?? 0) + row.requestedGpuMilli;
          if (place > 0) sums[4] = (sums[4] ?? 0) + row.allocatedGpuMilli;
        }
        for (const [id, sums] of board.sums) {
          expect([
            sums.pending,
            sums.initializing,
            sums.running,
            sums.requested.gpuMilli,
            sums.allocated.gpuMilli,
          ]).toEqual(expected.get(id) ?? [0, 0, 0, 0, 0]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
