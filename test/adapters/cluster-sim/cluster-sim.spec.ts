import { describe, expect, it } from 'vitest';
import {
  type ClusterSimOptions,
  createClusterSim,
  heliosRestartLossMs,
} from '../../../adapters/cluster-sim/index.ts';
import type { Cluster, Observation } from '../../../adapters/ports/cluster.ts';

const options: ClusterSimOptions = {
  seed: 1,
  runMsOf: () => 100_000,
  exitCodeOf: () => 0,
  failures: [],
  startLatencyMs: { min: 1_000, max: 1_000 },
  restartLossMs: heliosRestartLossMs,
  exitMs: { min: 2_000, max: 2_000 },
};

const bind = (cluster: Cluster, attempt: number, nowMs: number): void => {
  const placement = { subGroup: 'main', pod: 0, nodeId: 'n0', devices: [0, 1], gpuMilli: 1000 };
  const placements = [placement];
  const ids = { workloadId: 'w', attempt, epoch: 1 };
  cluster.apply({ _tag: 'Bind', subGroups: [], isEnough: true, placements, ...ids }, nowMs);
};

const evict = (cluster: Cluster, attempt: number, nowMs: number): void =>
  cluster.apply({ _tag: 'Evict', workloadId: 'w', attempt, graceMs: 30_000, epoch: 1 }, nowMs);

const lines = (seen: readonly Observation[]): readonly string[] =>
  seen.map(({ _tag, atMs }) => `${atMs} ${_tag}`);

describe('simulated cluster', () => {
  it('keeps the work that was done before an eviction, less the restart loss', () => {
    const cluster = createClusterSim(options);
    bind(cluster, 1, 0);
    evict(cluster, 1, 41_000);
    expect(lines(cluster.take(60_000))).toEqual(['1000 WorkloadStarted', '43000 WorkloadPodsGone']);
    bind(cluster, 2, 60_000);
    const leftMs = 100_000 - 40_000 + 30_000;
    expect(lines(cluster.take(1_000_000))).toEqual([
      '61000 WorkloadStarted',
      `${61_000 + leftMs} WorkloadCompleted`,
    ]);
  });

  it('asks the restart loss once more, and no more, of an attempt that is cut short while it pays', () => {
    const cluster = createClusterSim(options);
    bind(cluster, 1, 0);
    evict(cluster, 1, 41_000);
    bind(cluster, 2, 50_000);
    evict(cluster, 2, 61_000);
    bind(cluster, 3, 100_000);
    const ends = lines(cluster.take(1_000_000)).at(-1);
    expect(ends).toBe(`${101_000 + 60_000 + 30_000} WorkloadCompleted`);
  });

  it('asks no restart loss of an attempt that never started', () => {
    const cluster = createClusterSim(options);
    bind(cluster, 1, 0);
    evict(cluster, 1, 500);
    bind(cluster, 2, 10_000);
    expect(lines(cluster.take(1_000_000)).at(-1)).toBe('111000 WorkloadCompleted');
  });

  it('completes what ends by itself within its grace, and then says that it is gone', () => {
    const cluster = createClusterSim(options);
    bind(cluster, 1, 0);
    evict(cluster, 1, 99_500);
    expect(lines(cluster.take(1_000_000))).toEqual([
      '1000 WorkloadStarted',
      '101000 WorkloadCompleted',
      '101000 WorkloadPodsGone',
    ]);
  });

  it('loses with its node what would have ended within its grace', () => {
    const failures = [{ nodeId: 'n0', atMs: 100_200, returnAtMs: undefined }];
    const cluster = createClusterSim({ ...options, failures });
    bind(cluster, 1, 0);
    evict(cluster, 1, 99_500);
    expect(lines(cluster.take(1_000_000))).toEqual([
      '1000 WorkloadStarted',
      '100200 NodeLost',
      '100200 WorkloadPodsGone',
    ]);
  });

  it('starts nothing on a node that is lost', () => {
    const failures = [{ nodeId: 'n0', atMs: 10, returnAtMs: 5_000 }];
    const cluster = createClusterSim({ ...options, failures });
    bind(cluster, 1, 20);
    expect(lines(cluster.take(100_000))).toEqual(['10 NodeLost', '5000 NodeReturned']);
  });

  it('keeps the work that was done before a node was lost', () => {
    const failures = [{ nodeId: 'n0', atMs: 51_000, returnAtMs: 52_000 }];
    const cluster = createClusterSim({ ...options, failures });
    bind(cluster, 1, 0);
    evict(cluster, 1, 53_000);
    bind(cluster, 2, 60_000);
    expect(lines(cluster.take(1_000_000)).at(-1)).toBe(
      `${61_000 + 50_000 + 30_000} WorkloadCompleted`,
    );
  });

  it('does no work while it lacks pods, and pays for a restart when it has them again', () => {
    const cluster = createClusterSim(options);
    bind(cluster, 1, 0);
    const ids = { workloadId: 'w', attempt: 1, epoch: 1 };
    const less = { _tag: 'Bind', subGroups: [], isEnough: false, placements: [], ...ids } as const;
    cluster.apply(less, 41_000);
    bind(cluster, 1, 60_000);
    const leftMs = 100_000 - 40_000 + 30_000;
    expect(lines(cluster.take(1_000_000))).toEqual([
      '1000 WorkloadStarted',
      '61000 WorkloadRecovered',
      `${61_000 + leftMs} WorkloadCompleted`,
    ]);
  });

  it('starts and goes as long as it is known of an attempt, and as drawn where nothing is known', () => {
    const known = {
      startMs: (id: string, attempt: number) => (`${id} ${attempt}` === 'w 1' ? 7_000 : undefined),
      exitMs: (id: string, attempt: number) => (`${id} ${attempt}` === 'w 1' ? 300 : undefined),
    };
    const cluster = createClusterSim({ ...options, known });
    bind(cluster, 1, 0);
    evict(cluster, 1, 20_000);
    bind(cluster, 2, 30_000);
    evict(cluster, 2, 40_000);
    expect(lines(cluster.take(1_000_000))).toEqual([
      '7000 WorkloadStarted',
      '20300 WorkloadPodsGone',
      '31000 WorkloadStarted',
      '42000 WorkloadPodsGone',
    ]);
  });

  it('answers as late as it is known that pods have gone which it never had', () => {
    const known = { startMs: () => undefined, exitMs: () => 400 };
    const cluster = createClusterSim({ ...options, known });
    evict(cluster, 1, 1_000);
    expect(lines(cluster.take(10_000))).toEqual(['1400 WorkloadPodsGone']);
  });

  it('works and ends otherwise after each failure, as it is told of each', () => {
    const lives = [
      { workMs: 10_000, exitCode: 9 },
      { workMs: 5_000, exitCode: 0 },
    ];
    const cluster = createClusterSim({
      ...options,
      runMsOf: (_, failures) => lives[failures]?.workMs,
      exitCodeOf: (_, failures) => lives[failures]?.exitCode ?? 0,
    });
    bind(cluster, 1, 0);
    expect(cluster.take(20_000)).toMatchObject([
      { _tag: 'WorkloadStarted', atMs: 1_000 },
      { _tag: 'WorkloadFailed', atMs: 11_000, exitCode: 9 },
    ]);
    bind(cluster, 2, 20_000);
    expect(lines(cluster.take(1_000_000))).toEqual([
      '21000 WorkloadStarted',
      '26000 WorkloadCompleted',
    ]);
  });

  it('runs for ever where nobody knows for how long', () => {
    const cluster = createClusterSim({ ...options, runMsOf: () => undefined });
    bind(cluster, 1, 0);
    expect(lines(cluster.take(1_000_000))).toEqual(['1000 WorkloadStarted']);
    expect(cluster.nextAtMs()).toBeUndefined();
    evict(cluster, 1, 2_000_000);
    expect(lines(cluster.take(3_000_000))).toEqual(['2002000 WorkloadPodsGone']);
  });

  it('joins failures of one node that overlap', () => {
    const failures = [
      { nodeId: 'n0', atMs: 30, returnAtMs: 60 },
      { nodeId: 'n0', atMs: 10, returnAtMs: 40 },
      { nodeId: 'n1', atMs: 20, returnAtMs: 90 },
      { nodeId: 'n0', atMs: 80, returnAtMs: undefined },
      { nodeId: 'n0', atMs: 95, returnAtMs: 99 },
    ];
    const cluster = createClusterSim({ ...options, failures });
    expect(lines(cluster.take(1_000))).toEqual([
      '10 NodeLost',
      '20 NodeLost',
      '60 NodeReturned',
      '80 NodeLost',
      '90 NodeReturned',
    ]);
  });

  it('draws latencies within their bounds, others for another seed', () => {
    const startOf = (seed: number, workloadId: string): number => {
      const cluster = createClusterSim({ ...options, seed, startLatencyMs: { min: 5, max: 900 } });
      const ids = { workloadId, attempt: 1, epoch: 1 };
      cluster.apply({ _tag: 'Bind', subGroups: [], isEnough: true, placements: [], ...ids }, 0);
      return cluster.nextAtMs() ?? -1;
    };
    const drawn = Array.from({ length: 200 }, (_, place) => startOf(3, `w${place}`));
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(900);
    expect(new Set(drawn).size).toBeGreaterThan(150);
    expect(drawn).not.toEqual(Array.from({ length: 200 }, (_, place) => startOf(4, `w${place}`)));
  });

  it('asks 7, 30 or 60 s for a restart, by the number of cards', () => {
    expect([0, 1, 2, 8, 9, 64].map(heliosRestartLossMs)).toEqual([
      7_000, 7_000, 30_000, 30_000, 60_000, 60_000,
    ]);
  });
});
