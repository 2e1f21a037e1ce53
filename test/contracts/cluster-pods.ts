import { expect, it } from 'vitest';
import type { Cluster, Effect, Observation } from '../../adapters/ports/cluster.ts';
import { keyOf } from './cluster-walk.ts';

const nameOf = (pod: number) => ({ subGroup: 'main', pod });

/** These pods of the first attempt are to run; each on a node of its own that never fails. */
const bindOf = (workloadId: string, pods: readonly number[], isEnough = true): Effect => ({
  _tag: 'Bind',
  workloadId,
  attempt: 1,
  subGroups: [],
  isEnough,
  placements: pods.map((pod) => ({
    ...nameOf(pod),
    nodeId: `n${10 + pod}`,
    devices: [0],
    gpuMilli: 1000,
  })),
  epoch: 1,
});

const evictPodsOf = (workloadId: string, pods: readonly number[], graceMs = 500): Effect => ({
  _tag: 'EvictPods',
  workloadId,
  attempt: 1,
  pods: pods.map(nameOf),
  graceMs,
  epoch: 1,
});

/** What is said of workloads up to a time. */
const until = (cluster: Cluster, endMs: number): readonly Observation[] =>
  cluster.take(endMs).filter((one) => 'workloadId' in one);

const keysUntil = (cluster: Cluster, endMs: number): readonly string[] =>
  until(cluster, endMs).map(keyOf);

/** Registers what becomes of pods that come and go one by one, in the world of the contract. */
export const podRules = (create: () => Cluster): void => {
  growthRules(create);
  partingRules(create);
};

const growthRules = (create: () => Cluster): void => {
  it('an attempt that has not enough pods does nothing until it has', () => {
    const cluster = create();
    cluster.apply(bindOf('w2', [0], false), 0);
    expect(keysUntil(cluster, 9_999)).toEqual([]);
    cluster.apply(bindOf('w2', [0, 1]), 10_000);
    expect(keysUntil(cluster, 80_000)).toEqual(['WorkloadStarted w2 1', 'WorkloadCompleted w2 1']);
  });

  it('pods that come besides change nothing for those that run', () => {
    const [grows, stays] = [create(), create()];
    for (const cluster of [grows, stays]) {
      cluster.apply(bindOf('w2', [0]), 0);
      cluster.take(4_000);
    }
    grows.apply(bindOf('w2', [0, 1]), 4_000);
    grows.apply(bindOf('w2', [0, 1]), 4_000);
    expect(until(grows, 80_000)).toEqual(until(stays, 80_000));
  });

  it('who lacks pods stands still, and has recovered when they are there again', () => {
    const cluster = create();
    cluster.apply(bindOf('w2', [0, 1]), 0);
    expect(keysUntil(cluster, 4_000)).toEqual(['WorkloadStarted w2 1']);
    cluster.apply(bindOf('w2', [0], false), 4_000);
    expect(keysUntil(cluster, 40_000)).toEqual([]);
    cluster.apply(bindOf('w2', [0, 1]), 40_000);
    expect(keysUntil(cluster, 99_999)).toEqual([
      'WorkloadRecovered w2 1',
      'WorkloadCompleted w2 1',
    ]);
  });
};

const partingRules = (create: () => Cluster): void => {
  it('pods that are told to go are released within their grace, once, and the others run on', () => {
    const cluster = create();
    cluster.apply(bindOf('w0', [0, 1, 2]), 0);
    cluster.take(10_000);
    cluster.apply(evictPodsOf('w0', [1, 2]), 12_000);
    cluster.apply(evictPodsOf('w0', [1, 2]), 12_000);
    const [released, ...more] = until(cluster, 80_000);
    expect(released).toMatchObject({
      _tag: 'WorkloadPodsReleased',
      attempt: 1,
      pods: [nameOf(1), nameOf(2)],
    });
    expect(released?.atMs).toBeLessThanOrEqual(12_500);
    expect(more).toEqual([]);
  });

  it('pods that are not there are released at once', () => {
    const cluster = create();
    cluster.apply(bindOf('w0', [0]), 0);
    cluster.take(10_000);
    cluster.apply(evictPodsOf('w0', [4], 30_000), 12_000);
    expect(until(cluster, 12_000).map(keyOf)).toEqual(['WorkloadPodsReleased w0 1']);
  });

  it('where all of it goes nobody hears of single pods any more', () => {
    const cluster = create();
    cluster.apply(bindOf('w0', [0, 1]), 0);
    cluster.take(10_000);
    cluster.apply(evictPodsOf('w0', [1]), 12_000);
    const ids = { workloadId: 'w0', attempt: 1, epoch: 1 };
    cluster.apply({ _tag: 'Evict', graceMs: 500, ...ids }, 12_000);
    cluster.apply(evictPodsOf('w0', [0]), 12_000);
    expect(keysUntil(cluster, 80_000)).toEqual(['WorkloadPodsGone w0 1']);
  });

  it('pods of an attempt that is not there are asked for in vain', () => {
    const cluster = create();
    cluster.apply(evictPodsOf('w0', [0]), 100);
    expect(until(cluster, 19_999)).toEqual([]);
  });
};
