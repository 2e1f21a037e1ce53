import { describe, expect, it } from 'vitest';
import { closeQueue, openQueue } from '../../../../domain/allocation/index.ts';
import { linkQueues } from '../../../../domain/allocation/state/tree.ts';
import { type Pool, poolUnder } from '../pool.ts';

const free = { quota: -1, limit: -1, weight: 1 };
const entitlements = { gpuMilli: free, cpuMilli: free, memoryMib: free, priority: 100 };

/** Two departments; a queue of the first runs one card and asks for two more. */
const poolWithTree = (): Pool => {
  const pool = poolUnder({ actions: ['allocate'] });
  pool.node('a', 1);
  for (const id of ['one', 'two']) pool.queue(id, { quota: -1 });
  pool.queue('q', { parent: 'one', quota: -1 });
  pool.job('runs', { isPreemptible: false });
  pool.act();
  pool.job('waits', { gpus: 2 });
  return pool;
};

/** What a queue has, what of it may not be taken, and what it wants, in cards. */
const figures = (pool: Pool, id: string): readonly number[] => {
  linkQueues(pool.snapshot);
  const queue = pool.snapshot.queues.get(id);
  return [queue?.allocated, queue?.nonPreemptible, queue?.requested].map(
    (amounts) => (amounts?.gpuMilli ?? 0) / 1000,
  );
};

describe('tree of queues', () => {
  it('counts in each queue what all below it have and want', () => {
    const pool = poolWithTree();
    for (const id of ['q', 'one']) expect(figures(pool, id)).toEqual([1, 1, 3]);
    expect(figures(pool, 'two')).toEqual([0, 0, 0]);
  });

  it('takes along what a queue has and wants when it opens anew under another', () => {
    const pool = poolWithTree();
    openQueue(pool.snapshot, { id: 'q', parentId: 'two', openedAt: 9, entitlements });
    expect(figures(pool, 'one')).toEqual([0, 0, 0]);
    for (const id of ['q', 'two']) expect(figures(pool, id)).toEqual([1, 1, 3]);
    openQueue(pool.snapshot, { id: 'q', parentId: '', openedAt: 9, entitlements });
    for (const id of ['one', 'two']) expect(figures(pool, id)).toEqual([0, 0, 0]);
    expect(figures(pool, 'q')).toEqual([1, 1, 3]);
  });

  it('leaves with those above what a closed queue has until it is gone, and nothing that it wants', () => {
    const pool = poolWithTree();
    linkQueues(pool.snapshot);
    closeQueue(pool.snapshot, 'q');
    expect(figures(pool, 'one')).toEqual([1, 1, 1]);
    pool.done('runs');
    expect(figures(pool, 'one')).toEqual([0, 0, 0]);
    openQueue(pool.snapshot, { id: 'q', parentId: 'one', openedAt: 9, entitlements });
    expect(figures(pool, 'one')).toEqual([0, 0, 2]);
  });

  it('serves nobody in a circle of queues, nor below one that is closed', () => {
    const pool = poolWithTree();
    pool.node('b', 8);
    openQueue(pool.snapshot, { id: 'one', parentId: 'q', openedAt: 9, entitlements });
    expect(pool.look().placed).toEqual([]);
    openQueue(pool.snapshot, { id: 'one', parentId: '', openedAt: 9, entitlements });
    expect(pool.look().placed).toEqual(['waits: b#0,1']);
    closeQueue(pool.snapshot, 'one');
    expect(pool.look().placed).toEqual([]);
  });

  it('counts what is semi-preemptible as what may not be taken up to its minimum', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.node('a', 8);
    pool.queue('q', { quota: 3 });
    pool.job('semi', { pods: 3, minPods: 2, isPreemptible: false, isSemiPreemptible: true });
    pool.act();
    expect(figures(pool, 'q')).toEqual([3, 2, 3]);
    pool.job('one', { isPreemptible: false });
    pool.job('two', { isPreemptible: false });
    expect(pool.act().placed).toEqual(['one: a#3']);
    pool.done('semi');
    expect(figures(pool, 'q')).toEqual([1, 1, 2]);
  });
});
