import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cluster, Effect, Observation } from '../../adapters/ports/cluster.ts';
import type { ScenarioFailure } from '../../adapters/ports/scenario.ts';
import { type Step, type Variant, playWalk, walks } from './cluster-walk.ts';

/** A world that a cluster adapter can be put into. */
export interface ClusterWorld {
  readonly seed: number;
  readonly runMsOf: (workloadId: string) => number | undefined;
  readonly exitCodeOf: (workloadId: string) => number;
  readonly failures: readonly ScenarioFailure[];
}

/** A cluster adapter under contract. */
export interface ClusterUnderContract {
  readonly name: string;
  readonly create: (world: ClusterWorld) => Cluster;
}

const world: ClusterWorld = {
  seed: 7,
  runMsOf: (id) => (id === 'w0' ? undefined : 4_000 + id.length * 1_000),
  exitCodeOf: (id) => (id === 'w1' ? 3 : 0),
  failures: [
    { nodeId: 'n0', atMs: 20_000, returnAtMs: 50_000 },
    { nodeId: 'n1', atMs: 90_000, returnAtMs: undefined },
  ],
};

const bindOf = (workloadId: string, attempt: number, nodeId: string): Effect => ({
  _tag: 'Bind',
  workloadId,
  attempt,
  subGroups: [],
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

const keyOf = (seen: Observation): string =>
  'workloadId' in seen
    ? `${seen._tag} ${seen.workloadId} ${seen.attempt}`
    : `${seen._tag} ${seen.nodeId} ${seen.atMs}`;

/** Everything up to a time, taken observation by observation. */
const until = (cluster: Cluster, endMs: number): readonly Observation[] => {
  const seen: Observation[] = [];
  for (let next = cluster.nextAtMs(); next !== undefined && next <= endMs;) {
    seen.push(...cluster.take(next));
    next = cluster.nextAtMs();
  }
  return seen;
};

/** Registers what every cluster adapter keeps to. */
export const clusterContract = ({ name, create }: ClusterUnderContract): void => {
  const play = (walk: readonly Step[], variant?: Variant): readonly Observation[] =>
    playWalk(create(world), walk, variant);

  describe(`${name} › keeps the cluster contract`, () => {
    walkLaws(play);
    effectRules(() => create(world));
  });
};

type Play = (walk: readonly Step[], variant?: Variant) => readonly Observation[];

const walkLaws = (play: Play): void => {
  it('∀ walks: times never go back and each observation is given once', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const seen = play(walk);
        const times = seen.map(({ atMs }) => atMs);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(new Set(seen.map(keyOf)).size).toBe(seen.length);
      }),
      { numRuns: 100 },
    );
  });

  it('∀ walks: an attempt starts, ends by itself, and is gone, in this order and each at most once', () => {
    const ranks: Readonly<Record<string, number>> = {
      WorkloadStarted: 1,
      WorkloadCompleted: 2,
      WorkloadFailed: 2,
      WorkloadPodsGone: 3,
    };
    fc.assert(
      fc.property(walks, (walk) => {
        const reached = new Map<string, number>();
        for (const seen of play(walk)) {
          if (!('workloadId' in seen)) continue;
          const attempt = `${seen.workloadId} ${seen.attempt}`;
          const rank = ranks[seen._tag] ?? 0;
          expect(rank).toBeGreaterThan(reached.get(attempt) ?? 0);
          reached.set(attempt, rank);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('∀ walks: every eviction is answered, whatever became of the attempt', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const evicted: string[] = [];
        const seen = play(walk, { onEvict: (attempt) => evicted.push(attempt) });
        const gone = seen.flatMap((one) =>
          one._tag === 'WorkloadPodsGone' ? [`${one.workloadId} ${one.attempt}`] : [],
        );
        expect(gone.toSorted()).toEqual(evicted.toSorted());
      }),
      { numRuns: 100 },
    );
  });

  it('∀ walks: the same world gives the same observations', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        expect(play(walk)).toEqual(play(walk));
      }),
      { numRuns: 50 },
    );
  });

  it('∀ walks: effects that come twice change nothing', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        expect(play(walk, { isRepeated: true })).toEqual(play(walk));
      }),
      { numRuns: 100 },
    );
  });

  it('∀ walks: the order of effects at one instant does not matter', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        expect(play(walk, { isReversed: true })).toEqual(play(walk));
      }),
      { numRuns: 100 },
    );
  });

  it('∀ walks: taking often or seldom gives the same observations', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        expect(play(walk, { isTakenOften: true })).toEqual(play(walk));
      }),
      { numRuns: 50 },
    );
  });
};

const effectRules = (create: () => Cluster): void => {
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

  it('a workload whose process fails says with which exit code', () => {
    const cluster = create();
    cluster.apply(bindOf('w1', 1, 'n9'), 0);
    const failed = until(cluster, 19_999).find(({ _tag }) => _tag === 'WorkloadFailed');
    expect(failed).toMatchObject({ workloadId: 'w1', attempt: 1, exitCode: 3 });
  });

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
