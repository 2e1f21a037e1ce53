import { describe, expect, it } from 'vitest';
import { addWorkload, createSnapshot } from '../../../../domain/allocation/index.ts';
import { bypassesOf, notePlaced } from '../../../../domain/allocation/state/passed-over.ts';
import { seenOf } from '../../../../domain/allocation/state/seen.ts';
import { queueOf } from '../../../../domain/allocation/state/tree.ts';

const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 1, memoryBytes: 1 };

/** A pool that has seen workloads of these ages with as many pods each, and how many of them count. */
const seen = (...ages: readonly number[]) => {
  const snapshot = createSnapshot('pool');
  for (const age of ages)
    addWorkload(snapshot, {
      id: `job-${age}`,
      age,
      priority: 50,
      isPreemptible: true,
      subGroups: [{ name: 'w', pods: age, request }],
      nodeSelector: {},
      tolerations: [],
    });
  const [kind] = snapshot.kinds.values();
  return { snapshot, pods: kind === undefined ? -1 : seenOf(snapshot, kind) };
};

describe('pods that a pool has seen', () => {
  it('count when half as many workloads have come again as came before', () => {
    // Two to an octave: 1, 2, 3, 4 to 5, 6 to 7, 8 to 11, 12 to 15.
    expect(seen(1).pods).toBe(0);
    expect(seen(1, 2).pods).toBe(1);
    expect(seen(1, 2, 3).pods).toBe(3);
    expect(seen(1, 2, 3, 4).pods).toBe(6);
    expect(seen(1, 2, 3, 4, 5).pods).toBe(6);
    expect(seen(4, 5, 6).pods).toBe(9);
    expect(seen(6, 7).pods).toBe(0);
    expect(seen(6, 7, 8).pods).toBe(13);
    expect(seen(8, 11, 12).pods).toBe(19);
    expect(seen(12, 15).pods).toBe(0);
  });

  it('are the same in whichever order their facts came', () => {
    expect(seen(8, 1, 3, 2).pods).toBe(seen(1, 2, 3, 8).pods);
    expect(seen(8, 1).snapshot.seenEpoch).toBe(seen(1, 8).snapshot.seenEpoch);
  });

  it('are counted anew whenever one comes of another time than the youngest', () => {
    const versions = [seen(8), seen(8, 9), seen(8, 9, 2), seen(8, 9, 2, 16)];
    const [first = 0, second, third = 0, fourth] = versions.map((one) => one.snapshot.seenVersion);
    expect(second).toBe(first);
    expect(third).toBeGreaterThan(first);
    expect(fourth).toBeGreaterThan(third);
  });
});

describe('workloads that are passed over', () => {
  /** A queue that has placed workloads of these ages since one of age 5 began to wait. */
  const passed = (ages: readonly number[], before: readonly number[] = []): number => {
    const { snapshot } = seen(5);
    const workload = snapshot.workloads.get('job-5');
    if (workload === undefined) throw new Error('nobody waits');
    const queue = queueOf(snapshot, 'q');
    for (const age of before) notePlaced(queue, age);
    workload.queue = queue;
    workload.askedAtCount = queue.placedCount;
    for (const age of ages) notePlaced(queue, age);
    return bypassesOf(workload);
  };

  it('are so by each younger one that was placed while they waited', () => {
    expect(passed([])).toBe(0);
    expect(passed([6, 4, 5, 7, 1])).toBe(2);
    expect(passed([6], [7, 8, 9])).toBe(1);
    const { snapshot } = seen(5);
    const workload = snapshot.workloads.get('job-5');
    expect(workload && bypassesOf(workload)).toBe(0);
  });

  it('are so as far as their queue remembers: the last 1024', () => {
    const many = (count: number): number[] => Array.from({ length: count }, () => 9);
    expect(passed(many(1023))).toBe(1023);
    expect(passed(many(1024))).toBe(1024);
    expect(passed(many(1500))).toBe(1024);
    expect(passed(many(10), many(2000))).toBe(10);
    const old = Array.from({ length: 1024 }, () => 1);
    expect(passed([...many(600), ...old])).toBe(0);
    expect(passed([...old, ...many(600)])).toBe(600);
    const { snapshot } = seen(5);
    const queue = queueOf(snapshot, 'q');
    for (const age of many(3000)) notePlaced(queue, age);
    expect(queue.placedAges.length).toBeLessThanOrEqual(1024);
  });
});
