import { describe, expect, it } from 'vitest';
import { setTopology } from '../../../../domain/allocation/index.ts';
import { placedIn, poolUnder } from '../pool.ts';

const verdictOf = ({ plan }: ReturnType<ReturnType<typeof poolUnder>['look']>, id: string) =>
  plan.verdicts.find(({ workloadId }) => workloadId === id)?.verdict;

describe('lending limit', () => {
  it('keeps what a queue does not lend, and says how much that is', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.node('a', 4);
    pool.queue('owner', { quota: 4, terms: { lendingMax: { gpuMilli: 1000 } } });
    pool.queue('q', { quota: 0 });
    pool.job('first');
    pool.job('second');
    const made = pool.act();
    expect(placedIn(made)).toEqual(['first']);
    expect(verdictOf(made, 'second')).toEqual({
      _tag: 'WithheldFromLending',
      queueId: 'q',
      resource: 'gpuMilli',
      free: 3000,
      withheld: 3000,
      asked: 1000,
    });
    pool.job('own', { queue: 'owner', gpus: 3 });
    expect(placedIn(pool.act())).toEqual(['own']);
  });
});

describe('bounds by name', () => {
  const limited = (limit: number) => ({ quota: -1, limit, weight: 1 });

  it('keeps a queue off a device model that it has enough of', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.node('a', 4, { gpuModel: 'H100' });
    pool.node('b', 4, { gpuModel: 'L4' });
    pool.queue('q', { quota: -1, terms: { others: { 'gpu:H100': limited(2000) } } });
    pool.job('one', { gpus: 2 });
    pool.job('two', { gpus: 2 });
    pool.job('three', { gpus: 4 });
    const made = pool.act();
    expect(made.plan.placements.map(({ pods }) => pods[0]?.nodeId)).toEqual(['a', 'b']);
    expect(verdictOf(made, 'three')).toMatchObject({ _tag: 'InsufficientCapacity' });
    pool.done('two');
    pool.job('four', { gpus: 4 });
    expect(placedIn(pool.act())).toEqual(['three']);
    expect(pool.snapshot.queues.get('q')?.named.get('gpu:H100')?.allocated).toBe(2000);
  });

  it('counts a named resource over all below a queue', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.node('a', 0, { resources: { 'rdma/hca': 8 } });
    pool.queue('top', { quota: -1, terms: { others: { 'rdma/hca': limited(3) } } });
    pool.queue('q', { parent: 'top', quota: -1 });
    const request = { gpuDevices: 0, gpuMilli: 0, cpuMilli: 1, memoryBytes: 0 };
    const subGroups = [
      { name: 'w', pods: 1, request: { ...request, resources: { 'rdma/hca': 2 } } },
    ];
    pool.job('one', { subGroups });
    pool.job('two', { subGroups });
    const made = pool.act();
    expect(placedIn(made)).toEqual(['one']);
    expect(verdictOf(made, 'two')).toEqual({
      _tag: 'OverNamedLimit',
      queueId: 'top',
      name: 'rdma/hca',
      limit: 3,
      allocated: 2,
      asked: 2,
    });
    pool.done('one');
    expect(placedIn(pool.act())).toEqual(['two']);
  });
});

describe('a topology that must hold', () => {
  it('says that no domain has room for all pods together', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    for (const [id, rack] of [
      ['a', 'r1'],
      ['b', 'r2'],
    ] as const)
      pool.node(id, 2, { labels: { rack } });
    setTopology(pool.snapshot, 'racks', ['rack']);
    pool.queue('q', { quota: -1 });
    pool.job('gang', {
      pods: 3,
      gang: {
        podSets: [{ name: 'workers', minPods: 3 }],
        groups: [],
        topology: { topology: 'racks', required: 'rack' },
      },
    });
    expect(verdictOf(pool.act(), 'gang')).toEqual({
      _tag: 'NoDomainFits',
      topology: 'racks',
      level: 'rack',
      domains: 2,
      podsAsked: 3,
    });
  });
});

describe('room that is kept', () => {
  it('says for whom', () => {
    const pool = poolUnder({ actions: ['allocate'], bypassesMax: 1 });
    pool.node('a', 4);
    pool.queue('q', { quota: -1 });
    pool.job('long', { gpus: 2 });
    pool.act();
    pool.job('gang', { gpus: 4 });
    pool.job('passes');
    pool.act(1);
    pool.job('late');
    expect(verdictOf(pool.act(2), 'late')).toEqual({
      _tag: 'ReservedForAnother',
      holderId: 'gang',
      podsAsked: 1,
    });
  });
});
