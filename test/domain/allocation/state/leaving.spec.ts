import { describe, expect, it } from 'vitest';
import {
  addPending,
  bind,
  closeQueue,
  forget,
  leave,
  linkQueues,
  markNode,
  nominate,
  noteBroken,
  release,
  removeNode,
  setUsage,
  stageOf,
  voidNominations,
} from '../../../../domain/allocation/index.ts';
import type { Workload } from '../../../../domain/allocation/state/snapshot.ts';
import { type Pool, poolUnder } from '../pool.ts';

const names = (...pods: readonly number[]) => pods.map((pod) => ({ subGroup: 'workers', pod }));
const places = (...pods: readonly number[]) =>
  names(...pods).map((name) => ({ ...name, nodeId: 'a', devices: [name.pod], gpuMilli: 1000 }));
const on = (...pods: readonly number[]) => ({ attempt: 1, pods: places(...pods), atMs: 7 });

/** A gang of four that needs two, in a pool with room for more. */
const poolWithGang = (wish: Parameters<Pool['job']>[1] = { pods: 4, minPods: 2 }): Pool => {
  const pool = poolUnder({ actions: ['allocate'] });
  pool.node('a', 8);
  pool.node('b', 8);
  pool.queue('q', { quota: -1 });
  pool.job('gang', wish);
  return pool;
};
const gangIn = ({ snapshot }: Pool): Workload => {
  const gang = snapshot.workloads.get('gang');
  if (gang === undefined) throw new Error('the gang is gone');
  return gang;
};
/** Its stage, and which pods it has, is promised and leaves. */
const state = (pool: Pool): string => {
  const gang = gangIn(pool);
  const pods = (seats: Workload['bound']): string => seats.map(({ pod }) => pod).join('');
  return `${stageOf(gang)} ${pods(gang.bound)}|${pods(gang.held)}|${pods(gang.leaving)}`;
};
const cards = (pool: Pool, queue = 'q'): readonly (number | undefined)[] => {
  const { allocated, requested } = pool.snapshot.queues.get(queue) ?? {};
  return [allocated?.gpuMilli, requested?.gpuMilli].map((milli) => (milli ?? 0) / 1000);
};

describe('workloads that go', () => {
  it('stay where they wait if they have nothing and return, and are idle if they do not', () => {
    const pool = poolWithGang();
    leave(pool.snapshot, 'gang', { returns: true });
    expect([state(pool), cards(pool)]).toEqual(['waiting ||', [0, 4]]);
    expect(gangIn(pool).attempt).toBe(1);
    nominate(pool.snapshot, 'gang', on(0, 1));
    leave(pool.snapshot, 'gang', { returns: true });
    expect(state(pool)).toBe('nominated |01|');
    leave(pool.snapshot, 'gang', { returns: false });
    expect([state(pool), cards(pool)]).toEqual(['idle ||', [0, 0]]);
    expect(gangIn(pool).waitingClass).toBeUndefined();
  });

  it('let go of what is held for them, but for what they move to', () => {
    const pool = poolWithGang();
    bind(pool.snapshot, 'gang', on(0, 1));
    nominate(pool.snapshot, 'gang', on(2));
    leave(pool.snapshot, 'gang', { returns: true, movesTo: places(5, 6) });
    expect([state(pool), cards(pool)]).toEqual(['leaving |56|01', [2, 4]]);
    release(pool.snapshot, 'gang');
    expect(state(pool)).toBe('nominated |56|');
    expect(gangIn(pool)).toMatchObject({ attempt: 2, startedAtMs: -1, exit: 'none' });
  });

  it('end for good once they are told to, and are promised nothing more', () => {
    const pool = poolWithGang();
    bind(pool.snapshot, 'gang', on(0, 1));
    leave(pool.snapshot, 'gang', { returns: false, movesTo: places(5, 6) });
    expect([state(pool), cards(pool)]).toEqual(['leaving ||01', [0, 0]]);
    leave(pool.snapshot, 'gang', { returns: true, movesTo: places(5, 6) });
    expect([state(pool), gangIn(pool).exit]).toEqual(['leaving ||01', 'ends']);
    release(pool.snapshot, 'gang', names(0));
    expect(state(pool)).toBe('leaving ||1');
    release(pool.snapshot, 'gang', names(1));
    expect([state(pool), gangIn(pool).attempt]).toEqual(['idle ||', 1]);
  });

  it('wait again with the last pod, once more and behind those who were placed since', () => {
    const pool = poolWithGang();
    bind(pool.snapshot, 'gang', on(0, 1));
    noteBroken(pool.snapshot, 'gang', 5);
    leave(pool.snapshot, 'gang', { returns: true });
    release(pool.snapshot, 'gang', names(0));
    expect([state(pool), gangIn(pool).attempt]).toEqual(['leaving ||1', 1]);
    pool.job('other');
    bind(pool.snapshot, 'other', on(7));
    release(pool.snapshot, 'gang', names(1));
    expect(state(pool)).toBe('waiting ||');
    expect(gangIn(pool)).toMatchObject({
      attempt: 2,
      startedAtMs: -1,
      brokenSinceMs: -1,
      askedAtCount: 2,
    });
    expect(pool.snapshot.broken.size).toBe(0);
  });

  it('are of one stage as long as any of their pods is somewhere', () => {
    const pool = poolWithGang();
    bind(pool.snapshot, 'gang', on(0, 1));
    leave(pool.snapshot, 'gang', { returns: true, pods: names(0, 1) });
    expect(state(pool)).toBe('bound ||01');
    leave(pool.snapshot, 'gang', { returns: true });
    expect(state(pool)).toBe('leaving ||01');
    forget(pool.snapshot, 'gang');
    expect(pool.snapshot.workloads.size).toBe(0);
    expect(pool.snapshot.nodes.podsNow[0]).toBe(110);
  });
});

describe('places that are held', () => {
  it('are let go of where a gang has too little even with them, and kept where it has enough', () => {
    const pool = poolWithGang();
    bind(pool.snapshot, 'gang', on(0, 1));
    nominate(pool.snapshot, 'gang', on(2));
    leave(pool.snapshot, 'gang', { returns: true, pods: names(0) });
    expect(state(pool)).toBe('bound 1|2|0');
    leave(pool.snapshot, 'gang', { returns: true, pods: names(1) });
    expect([state(pool), cards(pool)]).toEqual(['bound ||01', [0, 4]]);
    const crashed = poolWithGang();
    bind(crashed.snapshot, 'gang', on(0, 1));
    nominate(crashed.snapshot, 'gang', on(2));
    release(crashed.snapshot, 'gang', names(1));
    expect(state(crashed)).toBe('bound 0|2|');
    release(crashed.snapshot, 'gang', names(0));
    expect(state(crashed)).toBe('waiting ||');
  });

  it('are those of the pods that are still to come, when some of them begin', () => {
    const pool = poolWithGang();
    nominate(pool.snapshot, 'gang', on(0, 1, 2));
    bind(pool.snapshot, 'gang', on(1));
    expect([state(pool), cards(pool)]).toEqual(['bound 1|02|', [3, 4]]);
    bind(pool.snapshot, 'gang', on(3));
    expect(state(pool)).toBe('bound 13|02|');
    bind(pool.snapshot, 'gang', on(0, 2));
    expect([state(pool), cards(pool)]).toEqual(['bound 1302||', [4, 4]]);
    expect(pool.snapshot.nominated.size).toBe(0);
  });

  it('are the last that were said, all of them usable', () => {
    const pool = poolWithGang();
    nominate(pool.snapshot, 'gang', on(0, 1));
    nominate(pool.snapshot, 'gang', on(2, 3));
    expect([state(pool), cards(pool)]).toEqual(['nominated |23|', [2, 4]]);
    const [first, ...rest] = places(4, 5);
    const gone = first === undefined ? [] : [{ ...first, nodeId: 'nowhere' }, ...rest];
    nominate(pool.snapshot, 'gang', { attempt: 1, pods: gone });
    expect(state(pool)).toBe('nominated |23|');
    markNode(pool.snapshot, 'b', { isCordoned: true });
    const closed = places(4).map((place) => ({ ...place, nodeId: 'b' }));
    nominate(pool.snapshot, 'gang', { attempt: 1, pods: [...places(5), ...closed] });
    expect(state(pool)).toBe('nominated |23|');
  });

  it('are void on nodes that are gone, lost or cordoned, and the others stay', () => {
    for (const spoil of [
      (pool: Pool) => removeNode(pool.snapshot, 'b'),
      (pool: Pool) => markNode(pool.snapshot, 'b', { isLost: true }),
      (pool: Pool) => markNode(pool.snapshot, 'b', { isCordoned: true }),
    ]) {
      const pool = poolWithGang();
      pool.job('other');
      nominate(pool.snapshot, 'other', on(7));
      const [first, second] = places(0, 1);
      if (first === undefined || second === undefined) throw new Error('two places');
      nominate(pool.snapshot, 'gang', { attempt: 1, pods: [first, { ...second, nodeId: 'b' }] });
      spoil(pool);
      voidNominations(pool.snapshot);
      expect(state(pool)).toBe('waiting ||');
      expect([...pool.snapshot.nominated].map(({ id }) => id)).toEqual(['other']);
      expect(cards(pool)).toEqual([1, 5]);
    }
  });
});

describe('workloads that begin', () => {
  it('have begun when the first of them got its devices, and count as placed once', () => {
    const pool = poolWithGang();
    bind(pool.snapshot, 'gang', on(0, 1));
    bind(pool.snapshot, 'gang', { ...on(2), atMs: 9 });
    expect(gangIn(pool).startedAtMs).toBe(7);
    expect(pool.snapshot.queues.get('q')?.placedCount).toBe(1);
    const timeless = poolWithGang();
    bind(timeless.snapshot, 'gang', { attempt: 3, pods: places(0, 1) });
    expect(gangIn(timeless)).toMatchObject({ startedAtMs: -1, attempt: 3 });
  });

  it('wait from when they are said to, or from before', () => {
    const pool = poolWithGang();
    addPending(pool.snapshot, 'gang', { queueId: 'q', attempt: 2, atMs: 5 });
    expect(gangIn(pool).askedAtMs).toBe(5);
    addPending(pool.snapshot, 'gang', { queueId: 'q', attempt: 3 });
    expect(gangIn(pool)).toMatchObject({ askedAtMs: 5, attempt: 3 });
    addPending(pool.snapshot, 'stranger', { queueId: 'q', attempt: 3 });
    expect(cards(pool)).toEqual([0, 4]);
  });

  it('are broken from when they are said to be until they are said not to be', () => {
    const pool = poolWithGang();
    noteBroken(pool.snapshot, 'gang', 0);
    noteBroken(pool.snapshot, 'stranger', 0);
    expect([gangIn(pool).brokenSinceMs, pool.snapshot.broken.size]).toEqual([0, 1]);
    noteBroken(pool.snapshot, 'gang', -1);
    expect([gangIn(pool).brokenSinceMs, pool.snapshot.broken.size]).toEqual([-1, 0]);
  });
});

describe('workloads that may be evicted', () => {
  const evictable = (pool: Pool): readonly unknown[] => {
    const queue = pool.snapshot.queues.get('q');
    return [
      queue?.evictable.map(({ id }) => id),
      queue?.evictableGpuMilli,
      [...(queue?.evictableAt ?? [])],
    ];
  };

  it('are those that have pods and do not go, of semi-preemptible ones those above their minimum', () => {
    const semi = { isPreemptible: false, isSemiPreemptible: true };
    const pool = poolWithGang({ pods: 4, minPods: 2, ...semi });
    bind(pool.snapshot, 'gang', on(0, 1));
    expect(evictable(pool)).toEqual([[], 0, []]);
    bind(pool.snapshot, 'gang', on(2));
    expect(evictable(pool)).toEqual([['gang'], 3000, [[50, 1]]]);
    pool.job('other', { priority: 60 });
    expect(evictable(pool)).toEqual([['gang'], 3000, [[50, 1]]]);
    bind(pool.snapshot, 'other', on(7));
    pool.job('third', { priority: 60 });
    bind(pool.snapshot, 'third', on(6));
    expect(evictable(pool)).toEqual([
      ['gang', 'other', 'third'],
      5000,
      [
        [50, 1],
        [60, 2],
      ],
    ]);
    leave(pool.snapshot, 'gang', { returns: true });
    expect(evictable(pool)).toEqual([['third', 'other'], 2000, [[60, 2]]]);
    pool.job('firm', { isPreemptible: false });
    bind(pool.snapshot, 'firm', on(5));
    expect(evictable(pool)).toEqual([['third', 'other'], 2000, [[60, 2]]]);
  });

  it('of semi-preemptible ones keep the minimum of each set: by priority, part and number', () => {
    const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 0, memoryBytes: 0 };
    const part = (name: string, cpuMilli: number, podPriority?: number) => ({
      name,
      pods: 2,
      podSet: name === 'c' ? 'c' : 'ab',
      request: { ...request, cpuMilli },
      ...(podPriority !== undefined && { podPriority }),
    });
    const pool = poolWithGang({
      isPreemptible: false,
      isSemiPreemptible: true,
      subGroups: [part('a', 1), part('b', 10, 5), part('c', 100)],
      gang: {
        podSets: [
          { name: 'ab', minPods: 3 },
          { name: 'c', minPods: 1 },
        ],
        groups: [],
      },
    });
    const seat = (subGroup: string, pod: number, device: number) => ({
      subGroup,
      pod,
      nodeId: 'a',
      devices: [device],
      gpuMilli: 1000,
    });
    const guarded = (): number | undefined =>
      pool.snapshot.queues.get('q')?.nonPreemptible.cpuMilli;
    const give = (...pods: readonly ReturnType<typeof seat>[]): void =>
      bind(pool.snapshot, 'gang', { attempt: 1, pods });
    give(seat('a', 1, 0), seat('c', 1, 1));
    expect(guarded()).toBe(101);
    give(seat('a', 0, 2), seat('b', 1, 3), seat('c', 0, 4));
    expect(guarded()).toBe(112);
    give(seat('b', 0, 5));
    expect(guarded()).toBe(121);
    leave(pool.snapshot, 'gang', { returns: false });
    expect(guarded()).toBe(0);
  });
});

describe('queues', () => {
  it('are divided anew when somebody gets or leaves something in one that is closed', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.node('a', 8);
    pool.queue('top', { quota: -1 });
    pool.queue('q', { parent: 'top', quota: -1 });
    pool.job('gang', { pods: 4, minPods: 2 });
    pool.look();
    closeQueue(pool.snapshot, 'q');
    linkQueues(pool.snapshot);
    pool.snapshot.isShared = true;
    bind(pool.snapshot, 'gang', on(0, 1));
    expect(pool.snapshot.isShared).toBe(false);
    expect([cards(pool), cards(pool, 'top')]).toEqual([
      [2, 4],
      [2, 2],
    ]);
    leave(pool.snapshot, 'gang', { returns: true, pods: names(0) });
    expect([cards(pool), cards(pool, 'top')]).toEqual([
      [1, 4],
      [1, 1],
    ]);
  });

  it('that nobody opened serve nobody, and say so', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.node('a', 8);
    pool.job('lost', { queue: 'nowhere' });
    expect(pool.look().placed).toEqual([]);
    expect(pool.look().plan.verdicts[0]?.verdict).toMatchObject({ _tag: 'QueueNotFound' });
    expect(pool.snapshot.queues.get('nowhere')).toMatchObject({ isOpen: false, isServed: false });
  });

  it('get less of what is left over when they are said to have used more of it', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.node('a', 8);
    for (const id of ['one', 'two']) {
      pool.queue(id, { weight: 1 });
      pool.job(`job-${id}`, { queue: id, gpus: 8 });
    }
    pool.look();
    const before = [pool.fairShare('one'), pool.fairShare('two')];
    expect(before).toEqual([4, 4]);
    setUsage(pool.snapshot, 'one', { gpuMilli: 500, cpuMilli: 0, memoryMib: 0 });
    expect(pool.snapshot.isShared).toBe(false);
    expect(pool.snapshot.queues.get('one')?.claims.gpuMilli.usageMilli).toBe(500);
  });
});
