import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cluster, Observation } from '../../adapters/ports/cluster.ts';
import type { ScenarioFailure } from '../../adapters/ports/scenario.ts';
import { effectRules } from './cluster-effects.ts';
import { podRules } from './cluster-pods.ts';
import { keyOf, playWalk, type Step, type Variant, walks } from './cluster-walk.ts';

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

/** Registers what every cluster adapter keeps to. */
export const clusterContract = ({ name, create }: ClusterUnderContract): void => {
  const play = (walk: readonly Step[], variant?: Variant): readonly Observation[] =>
    playWalk(create(world), walk, variant);

  describe(`${name} › keeps the cluster contract`, () => {
    orderLaws(play);
    samenessLaws(play);
    effectRules(() => create(world));
    podRules(() => create(world));
  });
};

type Play = (walk: readonly Step[], variant?: Variant) => readonly Observation[];

const orderLaws = (play: Play): void => {
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
};

const samenessLaws = (play: Play): void => {
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
