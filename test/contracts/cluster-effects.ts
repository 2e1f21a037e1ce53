import { expect, it } from 'vitest';
import type { Cluster, Effect, Observation } from '../../adapters/ports/cluster.ts';
import { keyOf } from './cluster-walk.ts';

const bindOf = (workloadId: string, attempt: number, nodeId: string): Effect => ({
  _tag: 'Bind',
  workloadId,
  attempt,
  subGroups: [],
  isEnough: true,
  placements: [{ subGroup: 'main', pod: 0, nodeId, devices: [0], gpuMilli: 1000 }],
  epoch: 1,
});

const evictOf = (workloadId: string, attempt: number, graceMs = 30_000): Effect => ({
  _tag: 'Evict',
  workloadId,
  attempt,
  graceMs,
  epoch: 1,
});

/** Everything up to a time, taken observation by observation. */
const until = (cluster: Cluster, endMs: number): readonly Observation[] => {
  const seen: Observation[] = [];
  for (let next = cluster.nextAtMs(); next !== undefined && next <= endMs;) {
    seen.push(...cluster.take(next));
    next = cluster.nextAtMs();
  }
  return seen;
};

/** Registers what single effects lead to, in the world of the contract. */
export const effectRules = (create: () => Cluster): void => {
  lifeRules(create);
  evictionRules(create);
  outageRules(create);
};

const lifeRules = (create: () => Cluster): void => {
  it('nothing is due before a bind but the failures of nodes', () => {
    const cluster = create();
    expect(cluster.nextAtMs()).toBe(20_000);
    expect(cluster.take(19_999)).toEqual([]);
  });

  it('a bound workload starts, ends, and is heard of no more', () => {
    const cluster = create();
    cluster.apply(bindOf('w2', 1, 'n9'), 0);
    const seen = until(cluster, 19_999);
    expect(seen.map(keyOf)).toEqual(['WorkloadStarted w2 1', 'WorkloadCompleted w2 1']);
    cluster.apply(bindOf('w2', 1, 'n9'), 19_999);
    expect(until(cluster, 1_000_000).some((one) => 'workloadId' in one)).toBe(false);
  });

  it('a workload whose process fails says with which exit code', () => {
    const cluster = create();
    cluster.apply(bindOf('w1', 1, 'n9'), 0);
    const failed = until(cluster, 19_999).find(({ _tag }) => _tag === 'WorkloadFailed');
    expect(failed).toMatchObject({ workloadId: 'w1', attempt: 1, exitCode: 3 });
  });
};

const evictionRules = (create: () => Cluster): void => {
  it('an evicted workload is gone within its grace', () => {
    const cluster = create();
    cluster.apply(bindOf('w0', 1, 'n9'), 0);
    until(cluster, 10_000);
    cluster.apply(evictOf('w0', 1, 500), 12_000);
    const gone = until(cluster, 19_999);
    expect(gone.map(keyOf)).toEqual(['WorkloadPodsGone w0 1']);
    expect(gone[0]?.atMs).toBeLessThanOrEqual(12_500);
  });

  it('an eviction of what was never bound says at once that no pods are there', () => {
    const cluster = create();
    cluster.apply(evictOf('w0', 2), 100);
    cluster.apply(bindOf('w0', 2, 'n9'), 100);
    expect(until(cluster, 19_999)).toEqual([
      { _tag: 'WorkloadPodsGone', workloadId: 'w0', attempt: 2, atMs: 100 },
    ]);
  });

  it('an eviction of what has ended says at once, and once, that no pods are there', () => {
    const cluster = create();
    cluster.apply(bindOf('w2', 1, 'n9'), 0);
    cluster.take(15_000);
    cluster.apply(evictOf('w2', 1), 16_000);
    cluster.apply(evictOf('w2', 1), 16_000);
    expect(until(cluster, 16_500).map(keyOf)).toEqual(['WorkloadPodsGone w2 1']);
    cluster.apply(evictOf('w2', 1), 17_000);
    expect(until(cluster, 19_999)).toEqual([]);
  });
};

const outageRules = (create: () => Cluster): void => {
  it('an effect for an attempt that is over, or of a leader that was deposed, is not obeyed', () => {
    const cluster = create();
    cluster.apply({ ...bindOf('w0', 2, 'n9'), epoch: 5 }, 0);
    cluster.apply({ ...evictOf('w0', 1), epoch: 5 }, 0);
    cluster.apply({ ...bindOf('w2', 1, 'n9'), epoch: 4 }, 0);
    expect(until(cluster, 19_999).map(keyOf)).toEqual(['WorkloadStarted w0 2']);
  });

  it('a lost node silences its workloads until they are evicted', () => {
    const cluster = create();
    cluster.apply(bindOf('w0', 1, 'n0'), 0);
    cluster.apply(bindOf('w3', 1, 'n0'), 19_500);
    const seen = until(cluster, 60_000).map(keyOf);
    expect(seen.slice(-2)).toEqual(['NodeLost n0 20000', 'NodeReturned n0 50000']);
    cluster.apply(evictOf('w0', 1), 61_000);
    expect(until(cluster, 80_000).map(keyOf)).toEqual(['WorkloadPodsGone w0 1']);
  });
};
