import { describe, expect, it } from 'vitest';
import { leave, nominate, release } from '../../../../domain/allocation/index.ts';
import { runs } from '../search/hunt-of.ts';
import { type Pool, poolUnder } from '../pool.ts';

/** A pool that only allocates, with a queue that may have all. */
const poolWith = (nodes: Readonly<Record<string, number>>): Pool => {
  const pool = poolUnder({ actions: ['allocate'] });
  for (const [id, gpus] of Object.entries(nodes)) pool.node(id, gpus, { cpuMilli: 10_000 });
  pool.queue('q', { quota: -1 });
  return pool;
};

const pod = (at: number, nodeId: string, device = 0) => ({
  subGroup: 'workers',
  pod: at,
  nodeId,
  devices: [device],
  gpuMilli: 1000,
});

describe('held places', () => {
  it('are taken all at once, and until then take nothing from those who start', () => {
    const pool = poolWith({ a: 3, b: 1 });
    for (const where of ['near: a#1', 'far: b#0']) {
      runs(pool, where, { cpuMilli: 4000 });
      leave(pool.snapshot, where.slice(0, where.indexOf(':')), { returns: false });
    }
    pool.job('gang', { pods: 2, cpuMilli: 4000 });
    nominate(pool.snapshot, 'gang', { attempt: 1, pods: [pod(0, 'a'), pod(1, 'b')] });
    pool.job('starts', { cpuMilli: 4000 });
    // Of the cores of `a` six are free now, and none is taken for the pod whose other half has to wait.
    expect(pool.look().placed).toEqual(['starts: a#2']);
    for (const id of ['near', 'far']) release(pool.snapshot, id);
    expect(pool.look().placed).toEqual(['gang: a#0 b#0', 'starts: a#1']);
  });

  /** Two sub-groups of two pods each, and which of their second pods have left: one moves to `c`, the other just goes. */
  const parting = (moves: string, ...left: readonly string[]) => {
    const pool = poolWith({ a: 4, c: 1 });
    const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 100, memoryBytes: 1 };
    const names = ['one', 'two'];
    runs(pool, 'elastic: a#0 a#1 a#2 a#3', {
      subGroups: names.map((name) => ({ name, pods: 2, request })),
      gang: { podSets: names.map((name) => ({ name, minPods: 1 })), groups: [] },
    });
    for (const subGroup of names) {
      const movesTo = subGroup === moves ? { movesTo: [{ ...pod(1, 'c'), subGroup }] } : {};
      leave(pool.snapshot, 'elastic', { returns: true, pods: [{ subGroup, pod: 1 }], ...movesTo });
    }
    for (const subGroup of left) release(pool.snapshot, 'elastic', [{ subGroup, pod: 1 }]);
    return pool.look().placed.some((placed) => placed.includes('c#0'));
  };

  it('of a pod that moves are taken when that pod has gone, whoever else still goes', () => {
    expect([parting('one'), parting('two')]).toEqual([false, false]);
    expect([parting('one', 'two'), parting('two', 'one')]).toEqual([false, false]);
    expect([parting('one', 'one'), parting('two', 'two')]).toEqual([true, true]);
    expect(parting('one', 'one', 'two')).toBe(true);
  });

  it('of a pod that moves are taken when it has gone, though another one of its sub-group still goes', () => {
    const pool = poolWith({ a: 2, b: 1, c: 1 });
    runs(pool, 'elastic: a#0 a#1 b#0', { minPods: 1 });
    const of = (at: number) => [{ subGroup: 'workers', pod: at }];
    leave(pool.snapshot, 'elastic', { returns: true, pods: of(1), movesTo: [pod(1, 'c')] });
    leave(pool.snapshot, 'elastic', { returns: true, pods: of(2) });
    release(pool.snapshot, 'elastic', of(1));
    expect(pool.look().placed).toContain('elastic: c#0');
  });

  it('let a gang that starts on them grow on at once', () => {
    const pool = poolWith({ a: 3 });
    pool.job('elastic', { pods: 3, minPods: 1 });
    nominate(pool.snapshot, 'elastic', { attempt: 1, pods: [pod(0, 'a', 2)] });
    expect(pool.look().placed).toEqual(['elastic: a#2 a#0 a#1']);
  });
});
