import { describe, expect, it } from 'vitest';
import type { PodRequest } from '../../../../domain/foundation/shapes.ts';
import { leave, release } from '../../../../domain/allocation/index.ts';
import { type Pool, poolUnder } from '../pool.ts';

const request: PodRequest = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 100, memoryBytes: 1 };
const part = (name: string, pods: number, more: Partial<PodRequest> = {}) => ({
  name,
  pods,
  request: { ...request, ...more },
});

/** A pool of one node of so many cards that only allocates. */
const poolOf = (cards: number): Pool => {
  const pool = poolUnder({ actions: ['allocate'] });
  pool.node('n', cards);
  pool.queue('q', { quota: -1 });
  return pool;
};

/** Which pods a job gets, in the order in which it gets them. */
const podsOf = (pool: Pool, id: string): readonly string[] =>
  pool
    .look()
    .plan.placements.filter(({ workloadId }) => workloadId === id)
    .flatMap(({ pods }) => pods.map(({ subGroup, pod }) => `${subGroup}-${pod}`));

const counts = (pool: Pool): Readonly<Record<string, number>> =>
  Object.fromEntries(pool.look().plan.placements.map((one) => [one.workloadId, one.pods.length]));

describe('gangs › what they get first', () => {
  const two = {
    subGroups: [part('a', 4), part('b', 4)],
    gang: {
      podSets: [
        { name: 'a', minPods: 2 },
        { name: 'b', minPods: 1 },
      ],
      groups: [],
    },
  };

  it('is the minimum of every set together, or nothing', () => {
    for (const cards of [1, 2]) {
      const pool = poolOf(cards);
      pool.job('gang', two);
      expect(podsOf(pool, 'gang')).toEqual([]);
    }
    const pool = poolOf(3);
    pool.job('gang', two);
    expect(podsOf(pool, 'gang')).toEqual(['a-0', 'a-1', 'b-0']);
  });

  it('is then a pod of the set that has least of its minimum, the first by name among equals', () => {
    const pool = poolOf(9);
    pool.job('gang', two);
    expect(podsOf(pool, 'gang')).toEqual([
      'a-0',
      'a-1',
      'b-0',
      // 2/2 and 1/1, then 3/2 and 1/1, then 3/2 and 2/1: now the first is full.
      'a-2',
      'b-1',
      'a-3',
      'b-2',
      'b-3',
    ]);
  });

  it('is a set without a minimum only after all who need theirs, counted as if it needed one', () => {
    const pool = poolOf(6);
    pool.job('gang', {
      ...two,
      gang: {
        podSets: [
          { name: 'a', minPods: 2 },
          { name: 'b', minPods: 0 },
        ],
        groups: [],
      },
    });
    expect(podsOf(pool, 'gang')).toEqual(['a-0', 'a-1', 'b-0', 'a-2', 'b-1', 'a-3']);
  });

  it('is the pod that is lost, with the number that it had', () => {
    const pool = poolOf(8);
    pool.job('gang', two);
    pool.act();
    const lost = [
      { subGroup: 'b', pod: 1 },
      { subGroup: 'a', pod: 2 },
    ];
    leave(pool.snapshot, 'gang', { returns: true, pods: lost });
    release(pool.snapshot, 'gang', lost);
    expect(podsOf(pool, 'gang').toSorted()).toEqual(['a-2', 'b-1']);
  });
});

describe('gangs › how they grow beside others', () => {
  const elastic = { pods: 3, minPods: 1 };

  it('comes after the minimum of others of the same priority, not of a lower one', () => {
    const pool = poolOf(2);
    pool.job('grows', elastic);
    pool.job('late');
    expect(counts(pool)).toEqual({ grows: 1, late: 1 });
    const higher = poolOf(3);
    higher.job('grows', { ...elastic, priority: 51 });
    higher.job('late');
    expect(counts(higher)).toEqual({ grows: 3 });
  });

  it('goes in turn: first those who have just their minimum, then the older', () => {
    for (const [cards, old, young] of [
      [2, 1, 1],
      [3, 2, 1],
      [4, 2, 2],
      [5, 3, 2],
      [6, 3, 3],
    ] as const) {
      const pool = poolOf(cards);
      pool.job('old', elastic);
      pool.job('young', elastic);
      expect(counts(pool)).toEqual({ old, young });
    }
  });

  it('stops at limits and quotas of its queue, pod by pod', () => {
    const pool = poolOf(8);
    pool.queue('q', { quota: 8, limit: 2 });
    pool.job('grows', elastic);
    expect(counts(pool)).toEqual({ grows: 2 });
    const firm = poolOf(8);
    firm.queue('q', { quota: 2 });
    firm.job('grows', { ...elastic, isPreemptible: false });
    expect(counts(firm)).toEqual({ grows: 2 });
  });

  it('goes on in later plans where it stopped', () => {
    const pool = poolOf(2);
    pool.job('grows', elastic);
    pool.act();
    pool.node('m', 1);
    expect(podsOf(pool, 'grows')).toEqual(['workers-2']);
    pool.act();
    expect(podsOf(pool, 'grows')).toEqual([]);
  });
});

describe('gangs › in a tree of groups', () => {
  /** Four racks of two cards in two zones. */
  const racks = (): Pool => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.topology('site', ['zone', 'rack']);
    pool.queue('q', { quota: -1 });
    for (const [id, zone] of [
      ['r0', 'z0'],
      ['r1', 'z0'],
      ['r2', 'z1'],
      ['r3', 'z1'],
    ] as const)
      pool.node(id, 2, { labels: { zone, rack: id } });
    return pool;
  };
  const within = (required: string) => ({ topology: 'site', required });
  const nodesOf = (pool: Pool, id: string) =>
    Object.groupBy(
      pool
        .look()
        .plan.placements.filter(({ workloadId }) => workloadId === id)
        .flatMap(({ pods }) => pods),
      ({ subGroup }) => subGroup,
    );
  const where = (pool: Pool, id: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Object.entries(nodesOf(pool, id)).map(([name, pods = []]) => [
        name,
        pods.map(({ nodeId }) => nodeId).join(' '),
      ]),
    );

  it('each set has a domain of its own inside that of its group', () => {
    const pool = racks();
    pool.job('other', { gpus: 1, nodeSelector: { rack: ['r0'] } });
    pool.act();
    pool.job('gang', {
      subGroups: [part('a', 2), part('b', 2)],
      gang: {
        podSets: [
          { name: 'a', minPods: 2, topology: within('rack') },
          { name: 'b', minPods: 2, topology: within('rack') },
        ],
        groups: [],
        topology: within('zone'),
      },
    });
    // The first zone has three cards free, but of only one rack both.
    expect(where(pool, 'gang')).toEqual({ a: 'r2 r2', b: 'r3 r3' });
  });

  it('fails as a whole where one of its sets finds no domain', () => {
    const pool = racks();
    pool.job('gang', {
      subGroups: [part('a', 2), part('b', 3)],
      gang: {
        podSets: [
          { name: 'a', minPods: 2, topology: within('rack') },
          { name: 'b', minPods: 3, topology: within('rack') },
        ],
        groups: [],
      },
    });
    expect(where(pool, 'gang')).toEqual({});
    expect(pool.look().plan.verdicts[0]?.verdict).toMatchObject({ _tag: 'NoDomainFits' });
  });

  it('groups come before sets, both by their names', () => {
    const pool = racks();
    const small = { gpuDevices: 2 };
    pool.job('gang', {
      subGroups: [part('a', 1, small), part('z', 1, small), part('y', 1, small)],
      gang: {
        podSets: [
          { name: 'a', minPods: 1 },
          { name: 'z', minPods: 1, group: 'later' },
          { name: 'y', minPods: 1, group: 'first' },
        ],
        groups: [{ name: 'later', topology: within('rack') }, { name: 'first' }],
        topology: within('zone'),
      },
    });
    // Three racks in a zone of two do not do.
    expect(where(pool, 'gang')).toEqual({});
    pool.node('r4', 2, { labels: { zone: 'z1', rack: 'r4' } });
    expect(where(pool, 'gang')).toEqual({ y: 'r2', z: 'r3', a: 'r4' });
  });
});

describe('gangs › whose pods keep away from each other', () => {
  it('have each a node of its own', () => {
    const pool = poolOf(4);
    pool.node('m', 4);
    const affinity = {
      podAntiAffinity: [{ labels: { app: 'db' }, topologyKey: 'kubernetes.io/hostname' }],
    };
    const far = { ...part('db', 2), podLabels: { app: 'db' }, affinity };
    pool.job('gang', { subGroups: [far] });
    const [gang] = pool.look().plan.placements;
    expect(gang?.pods.map(({ nodeId }) => nodeId).toSorted()).toEqual(['m', 'n']);
    pool.job('three', { subGroups: [{ ...far, pods: 3 }] });
    expect(podsOf(pool, 'three')).toEqual([]);
  });
});
