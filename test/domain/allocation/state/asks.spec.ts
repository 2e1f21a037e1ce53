import { describe, expect, it } from 'vitest';
import { addPending, bind, leave, release } from '../../../../domain/allocation/index.ts';
import { isBelowMinimum } from '../../../../domain/allocation/state/roll.ts';
import type { Workload } from '../../../../domain/allocation/state/snapshot.ts';
import type { SubGroup } from '../../../../domain/foundation/shapes.ts';
import { type Pool, poolUnder } from '../pool.ts';

const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 1, memoryBytes: 1 };
const part = (name: string, pods: number, more: Partial<SubGroup> = {}): SubGroup => ({
  name,
  pods,
  request,
  ...more,
});

/** Seats by name and number, each on a card of its own: `a-0`. */
const seats = (...names: readonly string[]) =>
  names.map((name, at) => {
    const [subGroup = '', pod = ''] = name.split('-');
    return { subGroup, pod: Number(pod), nodeId: 'a', devices: [at], gpuMilli: 1000 };
  });
const podsOf = (...names: readonly string[]) =>
  seats(...names).map(({ subGroup, pod }) => ({ subGroup, pod }));

const poolWith = (wish: Parameters<Pool['job']>[1]): Pool => {
  const pool = poolUnder({ actions: ['allocate'] });
  pool.node('a', 16);
  pool.queue('q', { quota: -1 });
  pool.job('gang', wish);
  return pool;
};

const gangIn = (pool: Pool): Workload => {
  const gang = pool.snapshot.workloads.get('gang');
  if (gang === undefined) throw new Error('the gang is gone');
  return gang;
};

/** What the gang asks for: its rank, and how many pods of each sub-group. */
const asks = (pool: Pool): string => {
  const { waitingClass, shape, rank } = gangIn(pool);
  const pods = shape.parts.map((one) => `${one.name}*${one.pods}`);
  return waitingClass === undefined ? 'nothing' : [rank, ...pods].join(' ');
};

const sets = (...minima: readonly (readonly [name: string, minPods: number])[]) => ({
  podSets: minima.map(([name, minPods]) => ({ name, minPods })),
  groups: [],
});

describe('asks', () => {
  it('are for the pods of a set by their priority, then as they were named', () => {
    const of = (name: string, podPriority?: number): SubGroup =>
      part(name, 1, { podSet: 'all', ...(podPriority !== undefined && { podPriority }) });
    const subGroups = [of('a'), of('b', 5), of('c', 0), of('d', 5), of('e', -1)];
    const pool = poolWith({ subGroups, gang: sets(['all', 4]) });
    expect(asks(pool)).toBe('0 b*1 d*1 a*1 c*1');
    bind(pool.snapshot, 'gang', { attempt: 1, pods: seats('b-0', 'd-0', 'c-0') });
    expect(asks(pool)).toBe('0 a*1');
    bind(pool.snapshot, 'gang', { attempt: 1, pods: seats('x-0', 'x-0', 'x-0', 'a-0') });
    expect(asks(pool)).toBe('1 e*1');
  });

  it('are not for pods that still leave, nor for as many of another part', () => {
    const pool = poolWith({
      subGroups: [part('a', 2), part('b', 1)],
      gang: sets(['a', 2], ['b', 1]),
    });
    bind(pool.snapshot, 'gang', { attempt: 1, pods: seats('a-0', 'a-1', 'b-0') });
    expect(asks(pool)).toBe('nothing');
    leave(pool.snapshot, 'gang', { returns: true, pods: podsOf('a-1', 'b-0') });
    expect(asks(pool)).toBe('nothing');
    release(pool.snapshot, 'gang', podsOf('b-0'));
    expect(asks(pool)).toBe('0 b*1');
    release(pool.snapshot, 'gang', podsOf('a-1'));
    expect(asks(pool)).toBe('0 a*1 b*1');
  });

  it('grow by the set that has least of its minimum, be its pods leaving', () => {
    const pool = poolWith({
      subGroups: [part('a', 3), part('b', 3)],
      gang: sets(['a', 1], ['b', 1]),
    });
    bind(pool.snapshot, 'gang', { attempt: 1, pods: seats('a-0', 'b-0', 'b-1', 'b-2') });
    expect(asks(pool)).toBe('2 a*1');
    bind(pool.snapshot, 'gang', {
      attempt: 1,
      pods: seats('x-0', 'x-0', 'x-0', 'x-0', 'a-1', 'a-2'),
    });
    expect(asks(pool)).toBe('nothing');
    // Both are counted while they leave: none is missing yet.
    leave(pool.snapshot, 'gang', { returns: true, pods: podsOf('b-1') });
    expect(asks(pool)).toBe('nothing');
    release(pool.snapshot, 'gang', podsOf('b-1'));
    expect(asks(pool)).toBe('2 b*1');
  });

  it('of a gang that needs none of its pods are for one after the other', () => {
    const pool = poolWith({ subGroups: [part('a', 2)], gang: sets(['a', 0]) });
    expect(asks(pool)).toBe('1 a*1');
    bind(pool.snapshot, 'gang', { attempt: 1, pods: seats('a-1') });
    expect(asks(pool)).toBe('2 a*1');
  });

  it('are those of the beginning again when all of it has gone', () => {
    const pool = poolWith({ subGroups: [part('a', 3)], gang: sets(['a', 2]) });
    expect(asks(pool)).toBe('0 a*2');
    for (const pods of [seats('a-0', 'a-1', 'a-2'), seats('a-0', 'a-1')]) {
      bind(pool.snapshot, 'gang', { attempt: 1, pods });
      leave(pool.snapshot, 'gang', { returns: true });
      expect(asks(pool)).toBe('nothing');
      release(pool.snapshot, 'gang');
      expect(asks(pool)).toBe('0 a*2');
    }
    bind(pool.snapshot, 'gang', { attempt: 1, pods: seats('a-0', 'a-1') });
    addPending(pool.snapshot, 'gang', { queueId: 'q', attempt: 2 });
    expect(asks(pool)).toBe('0 a*2');
  });
});

describe('a gang below its minimum', () => {
  it('is one of whose sets any has less than it needs, promised places among what it has', () => {
    const pool = poolWith({
      subGroups: [part('a', 3), part('b', 1)],
      gang: sets(['a', 2], ['b', 1]),
    });
    const gang = gangIn(pool);
    expect(isBelowMinimum(gang)).toBe(true);
    bind(pool.snapshot, 'gang', { attempt: 1, pods: seats('a-0', 'a-1', 'a-2') });
    expect(isBelowMinimum(gang)).toBe(true);
    bind(pool.snapshot, 'gang', { attempt: 1, pods: seats('x-0', 'x-0', 'x-0', 'b-0') });
    expect(isBelowMinimum(gang)).toBe(false);
    leave(pool.snapshot, 'gang', { returns: true, pods: podsOf('a-0') });
    expect(isBelowMinimum(gang)).toBe(false);
    leave(pool.snapshot, 'gang', { returns: true, pods: podsOf('a-1') });
    expect(isBelowMinimum(gang)).toBe(true);
  });

  it('is one that has all its pods only as long as they do not leave', () => {
    const pool = poolWith({ subGroups: [part('a', 2)] });
    bind(pool.snapshot, 'gang', { attempt: 1, pods: seats('a-0', 'a-1') });
    expect(isBelowMinimum(gangIn(pool))).toBe(false);
    leave(pool.snapshot, 'gang', { returns: true, pods: podsOf('a-0', 'a-1') });
    expect(isBelowMinimum(gangIn(pool))).toBe(true);
  });
});
