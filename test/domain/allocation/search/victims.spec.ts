import { describe, expect, it } from 'vitest';
import {
  defaultPolicy,
  leave,
  nominate,
  type Policy,
} from '../../../../domain/allocation/index.ts';
import { type Pool, poolUnder } from '../pool.ts';
import type { JobWish } from '../../../../src/testing/try-pool.ts';

/** Rules under which only room and rank say who goes. */
const rules = { actions: ['allocate', 'preempt'], isMovedKept: false } as const;

/** Runs jobs that start at the given times, each in its own plan. */
const running = (pool: Pool, jobs: readonly (readonly [string, JobWish, number?])[]): void => {
  for (const [id, wish, atMs = 0] of jobs) {
    pool.job(id, wish);
    pool.act(atMs);
  }
};

/** A pool of one node that is filled by these jobs. */
const full = (
  gpus: number,
  jobs: readonly (readonly [string, JobWish, number?])[],
  more: Partial<Policy> = {},
): Pool => {
  const pool = poolUnder({ ...rules, ...more });
  pool.node('a', gpus);
  pool.queue('q', { quota: -1 });
  running(pool, jobs);
  return pool;
};

/** Who goes for an ask of the highest priority. */
const victimsFor = (pool: Pool, wish: JobWish, nowMs = 10_000): readonly string[] => {
  pool.job('seeker', { priority: 99, ...wish });
  return pool.look(nowMs).evicted.map((line) => line.replace(' for seeker (preempt)', ''));
};

describe('victims › of whom one would do', () => {
  it('are pods that can be spared, whatever their priority, before gangs', () => {
    const pool = full(3, [
      ['elastic', { pods: 2, minPods: 1, priority: 60 }],
      ['low', { priority: 10 }],
    ]);
    expect(victimsFor(pool, {})).toEqual(['1 of elastic']);
  });

  it('are of the lowest priority, whatever is lost by it', () => {
    const pool = full(4, [
      ['low', { gpus: 3, priority: 10 }],
      ['higher', { gpus: 1, priority: 11 }, 9_000],
    ]);
    expect(victimsFor(pool, {})).toEqual(['low']);
  });

  it('are those by whom the least of GPU time is lost, in full seconds', () => {
    const pool = full(3, [
      ['wide', { gpus: 2 }, 6_000],
      ['narrow', { gpus: 1 }, 1_000],
    ]);
    // Two cards for four seconds are less than one for nine.
    expect(victimsFor(pool, {})).toEqual(['wide']);
    // In the first second nothing is lost: then the fewest cards go.
    const fresh = full(3, [
      ['wide', { gpus: 2 }, 9_001],
      ['narrow', { gpus: 1 }, 9_001],
    ]);
    expect(victimsFor(fresh, {})).toEqual(['narrow']);
    const second = full(3, [
      ['narrow', { gpus: 1 }, 9_000],
      ['wide', { gpus: 2 }, 9_001],
    ]);
    expect(victimsFor(second, {})).toEqual(['wide']);
  });

  it('hold the fewest cards, then are the newest', () => {
    const jobs = [
      ['narrow', { gpus: 1 }],
      ['wide', { gpus: 2 }],
      ['newest', { gpus: 1 }],
    ] as const;
    expect(victimsFor(full(4, jobs), {})).toEqual(['newest']);
    expect(victimsFor(full(4, jobs), { gpus: 2 })).toEqual(['wide']);
  });

  it('of one workload are the pods of the part that is named later, and of it the last', () => {
    const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 100, memoryBytes: 1 };
    const pool = full(4, [
      [
        'gang',
        {
          subGroups: [
            { name: 'first', pods: 2, request },
            { name: 'last', pods: 2, request },
          ],
          gang: {
            podSets: [
              { name: 'first', minPods: 1 },
              { name: 'last', minPods: 1 },
            ],
            groups: [],
          },
        },
      ],
    ]);
    pool.job('seeker', { priority: 99 });
    expect(pool.look().plan.evictions.map(({ pods }) => pods)).toEqual([
      [{ subGroup: 'last', pod: 1 }],
    ]);
  });

  it('are told with how many others would have done', () => {
    const pool = full(4, [
      ['one', {}],
      ['two', { gpus: 2 }],
      ['three', {}],
    ]);
    pool.job('seeker', { priority: 99 });
    expect(pool.look().plan.evictions.map(({ alternatives }) => alternatives)).toEqual([
      [{ reason: 'CostsMore', count: 2 }],
    ]);
    const pair = full(4, [
      ['one', {}],
      ['two', { gpus: 2 }],
      ['three', {}],
    ]);
    pair.job('seeker', { priority: 99, gpus: 2 });
    expect(pair.look().plan.evictions.map(({ alternatives }) => alternatives)).toEqual([[]]);
  });

  it('need not go where room is about to be free, nor where there is some', () => {
    const pool = full(2, [['one', {}]]);
    expect(victimsFor(pool, {})).toEqual([]);
  });
});

describe('victims › of whom several must go', () => {
  /** Nodes of two cards each, filled one after the other with pods of one card. */
  const nodes = (priorities: readonly (readonly [number, number])[], startedAtMs = [0, 0, 0]) => {
    const pool = poolUnder(rules);
    pool.queue('q', { quota: -1 });
    for (const [at, pair] of priorities.entries()) {
      pool.node(`n${at}`, 2);
      for (const [place, priority] of pair.entries()) {
        pool.job(`n${at}-${place}`, { priority });
        pool.act(startedAtMs[at]);
      }
    }
    return pool;
  };

  it('are on the node where the fewest gangs stop', () => {
    const pool = poolUnder(rules);
    pool.queue('q', { quota: -1 });
    pool.node('n0', 2);
    pool.job('a', { priority: 10 });
    pool.job('b', { priority: 10 });
    pool.act();
    pool.node('n1', 2);
    pool.job('one', { gpus: 2, priority: 60 });
    pool.act();
    expect(victimsFor(pool, { gpus: 2 })).toEqual(['one']);
  });

  it('are where the highest of them is lowest', () => {
    const pool = nodes([
      [10, 60],
      [50, 50],
      [55, 5],
    ]);
    expect(victimsFor(pool, { gpus: 2 }).toSorted()).toEqual(['n1-0', 'n1-1']);
  });

  it('are where the least of GPU time is lost', () => {
    const pool = nodes(
      [
        [50, 50],
        [50, 50],
        [50, 50],
      ],
      [2_000, 4_000, 3_000],
    );
    expect(victimsFor(pool, { gpus: 2 }).toSorted()).toEqual(['n1-0', 'n1-1']);
  });

  it('are the newest where they lose the same, whatever the node is called', () => {
    const pool = nodes([
      [50, 50],
      [50, 50],
    ]);
    expect(victimsFor(pool, { gpus: 2 }).toSorted()).toEqual(['n1-0', 'n1-1']);
  });

  it('are no more than are needed, and the dearest of those who are not stay', () => {
    const pool = full(5, [
      ['small', { gpus: 1, priority: 30 }],
      ['large', { gpus: 2, priority: 20 }],
      ['other', { gpus: 2, priority: 40 }],
    ]);
    expect(victimsFor(pool, { gpus: 3 }).toSorted()).toEqual(['large', 'small']);
  });

  it('are at most as many as the policy allows', () => {
    const bounds = { ...defaultPolicy.bounds, victimsMax: 1 };
    const jobs = [0, 1, 2, 3].map((at) => [`job-${at}`, {}] as const);
    expect(victimsFor(full(4, jobs), { pods: 3 })).toHaveLength(3);
    expect(victimsFor(full(4, jobs, { bounds }), { pods: 3 })).toEqual([]);
    const two = { ...bounds, victimsMax: 3 };
    expect(victimsFor(full(4, jobs, { bounds: two }), { pods: 3 })).toHaveLength(3);
  });

  it('make room of cores and memory as of cards', () => {
    const pool = poolUnder(rules);
    pool.queue('q', { quota: -1 });
    pool.node('n0', 4, { cpuMilli: 1000 });
    pool.node('n1', 4, { cpuMilli: 4000 });
    running(pool, [
      ['small', { gpus: 0, cpuMilli: 1000, nodeSelector: {} }],
      ['large', { gpus: 0, cpuMilli: 4000 }],
    ]);
    expect(victimsFor(pool, { gpus: 1, cpuMilli: 2000 })).toEqual(['large']);
  });

  it('are in the domain where the fewest gangs stop, then the least is lost', () => {
    const racks = (startedAtMs: readonly [number, number], isWide: boolean) => {
      const pool = poolUnder(rules);
      pool.queue('q', { quota: -1 });
      pool.topology('racks', ['rack']);
      for (const [at, rack] of ['r0', 'r1'].entries()) {
        pool.node(`n${at}`, 2, { labels: { rack } });
        const jobs = isWide && at === 1 ? [{ gpus: 2 }] : [{}, {}];
        for (const [place, wish] of jobs.entries()) pool.job(`${rack}-${place}`, wish);
        pool.act(startedAtMs[at]);
      }
      const topology = { topology: 'racks', required: 'rack' };
      const gang = { podSets: [{ name: 'workers', minPods: 2 }], groups: [], topology };
      return victimsFor(pool, { pods: 2, gang }).toSorted();
    };
    expect(racks([5_000, 1_000], false)).toEqual(['r0-0', 'r0-1']);
    expect(racks([1_000, 5_000], false)).toEqual(['r1-0', 'r1-1']);
    expect(racks([5_000, 1_000], true)).toEqual(['r1-0']);
  });
});

describe('victims › for a limit on the way up', () => {
  /** A limit of six cards is used up by jobs of these sizes; there is room on nodes. */
  const limited = (sizes: readonly number[]) => {
    const pool = poolUnder(rules);
    pool.node('a', 8);
    pool.node('b', 8);
    pool.queue('q', { quota: 6, limit: 6 });
    for (const gpus of sizes) running(pool, [[`job-of-${gpus}`, { gpus }]]);
    return pool;
  };

  it('are the smallest that relieves it alone', () => {
    expect(victimsFor(limited([1, 2, 3]), { gpus: 2 })).toEqual(['job-of-2']);
  });

  it('are the largest where nobody does so alone, then whoever does the rest', () => {
    expect(victimsFor(limited([1, 2, 3]), { gpus: 4 }).toSorted()).toEqual([
      'job-of-1',
      'job-of-3',
    ]);
  });

  it('counts a place that a victim is promised as free once that goes', () => {
    const pool = poolUnder(rules);
    pool.node('a', 4);
    pool.queue('q', { quota: -1 });
    running(pool, [
      ['grows', { pods: 2, minPods: 1 }],
      ['other', { gpus: 2, priority: 75 }],
    ]);
    // Its second pod is still leaving; it is to come back, and its place is held.
    const second = [{ subGroup: 'workers', pod: 1 }];
    leave(pool.snapshot, 'grows', { returns: true, pods: second });
    const at = { subGroup: 'workers', pod: 1, nodeId: 'a', devices: [1], gpuMilli: 1000 };
    nominate(pool.snapshot, 'grows', { attempt: 1, pods: [at] });
    pool.job('wants', { gpus: 2, priority: 125 });
    expect(pool.look().evicted).toEqual(['grows for wants (preempt)']);
  });
});
