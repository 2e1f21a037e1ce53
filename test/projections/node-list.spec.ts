import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  gpuMilliAllocatedOf,
  gpuMilliFreeOf,
  nodeList,
  nodeStateOf,
} from '../../projections/node-list/index.ts';
import { workloadList } from '../../projections/workload-list/index.ts';
import { logFrom } from '../arbitraries/log.ts';
import { projectionLaws } from './laws.ts';
import { facts, logOf, type Told, viewAfter } from './told.ts';

projectionLaws({ projection: nodeList });

const start: readonly Told[] = [
  ['node/n-1', 0, facts.joined(4)],
  ['workload/w', 1, facts.submitted(2)],
  ['workload/w', 2, facts.queued('qa')],
  ['workload/w', 3, facts.allocated('n-1', [1, 2])],
];
const rowAfter = (story: readonly Told[]) => {
  const row = viewAfter(nodeList, logOf(story)).rows.get('n-1');
  if (row === undefined) throw new Error('the row is missing');
  return row;
};

describe('node-list', () => {
  test('a bound pod holds its devices, cores and memory', () => {
    const row = rowAfter(start);
    expect(row.deviceGpuMilli).toEqual([0, 1000, 1000, 0]);
    expect(row).toMatchObject({ cpuMilliAllocated: 1000, memoryBytesAllocated: 1, pods: 1 });
    expect([gpuMilliAllocatedOf(row), gpuMilliFreeOf(row)]).toEqual([2000, 2000]);
  });

  test('a preempted workload leaves its devices only when its last pod has gone', () => {
    const preempted: readonly Told[] = [...start, ['workload/w', 4, facts.preempted('v')]];
    expect(rowAfter(preempted).pods).toBe(1);
    const row = rowAfter([...preempted, ['workload/w', 5, facts.evicted()]]);
    expect(row).toMatchObject({ pods: 0, deviceGpuMilli: [0, 0, 0, 0], memoryBytesAllocated: 0 });
  });

  test('lost outranks cordoned, and each has its reason', () => {
    const row = rowAfter([
      ...start,
      ['node/n-1', 4, { type: 'NodeCordoned', data: { reason: 'maintenance' } }],
      ['node/n-1', 5, { type: 'NodeLost', data: { reason: 'silent' } }],
    ]);
    expect(nodeStateOf(row)).toBe('Lost');
    expect(row).toMatchObject({ lostReason: 'silent', cordonReason: 'maintenance' });
    expect(row.stateSinceMs).toBe(5);
  });

  test('a broken card is not free', () => {
    const failed: Told = [
      'node/n-1',
      4,
      { type: 'NodeDeviceFailed', data: { device: 0, reason: 'x' } },
    ];
    const row = rowAfter([...start, failed]);
    expect(row.brokenDevices).toEqual([0]);
    expect(gpuMilliFreeOf(row)).toBe(1000);
  });

  test('∀ log: nodes hold what workloads hold, no card more than itself', () => {
    fc.assert(
      fc.property(logFrom(), (log) => {
        const removed = new Set(
          log.filter((event) => event.type === 'NodeRemoved').map((event) => event.subject.id),
        );
        const held = new Map<string, number>();
        for (const row of viewAfter(workloadList, log).rows.values()) {
          for (const { nodeId, devices, gpuMilli } of row.placements) {
            held.set(nodeId, (held.get(nodeId) ?? 0) + devices.length * gpuMilli);
          }
        }
        for (const row of viewAfter(nodeList, log).rows.values()) {
          expect(row.deviceGpuMilli.every((milli) => milli >= 0 && milli <= 1000)).toBe(true);
          if (removed.has(row.id)) continue;
          expect(gpuMilliAllocatedOf(row)).toBe(held.get(row.id) ?? 0);
        }
      }),
      { numRuns: 60 },
    );
  });
});
