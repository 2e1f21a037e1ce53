import { describe, expect, it } from 'vitest';
import type { QueueTerms } from '../../../../domain/allocation/index.ts';
import type { JobWish } from '../../../../src/testing/try-pool.ts';
import { placedIn, type Pool, poolUnder } from '../pool.ts';

/** A node that a job runs on for some time, and a gang that would need all of it and was passed over once. */
const passedOver = (wish: JobWish = {}, terms: QueueTerms = {}, bypassesMax = 1): Pool => {
  const pool = poolUnder({ bypassesMax, actions: ['allocate'] });
  pool.node('a', 4);
  pool.queue('top', { quota: -1, terms });
  pool.queue('q', { parent: 'top', quota: -1 });
  pool.job('runs', { gpus: 2, maxRunMs: 100_000, ...wish });
  pool.act(0);
  pool.job('gang', { pods: 1, gpus: 4 });
  pool.job('passes', { maxRunMs: 1 });
  pool.act(1);
  pool.done('passes');
  return pool;
};

/** Who of these, by the longest that they run, is let onto the room that is kept. */
const letOn = (pool: Pool, nowMs: number, runs: readonly number[]): readonly string[] => {
  for (const maxRunMs of runs) pool.job(`for-${maxRunMs}`, { maxRunMs });
  return placedIn(pool.look(nowMs));
};

describe('room that is kept › for whom', () => {
  it('is whoever was passed by as many younger ones of its queue as the policy says, not by fewer', () => {
    const pool = poolUnder({ bypassesMax: 2, actions: ['allocate'] });
    pool.node('a', 4);
    pool.queue('q', { quota: -1 });
    pool.queue('other', { quota: -1 });
    pool.job('older', { gpus: 1 });
    pool.job('gang', { gpus: 4 });
    pool.act(0);
    // Neither an older one nor one of another queue passes it by.
    pool.job('theirs', { queue: 'other' });
    pool.job('one');
    expect(placedIn(pool.act(1)).toSorted()).toEqual(['one', 'theirs']);
    pool.job('two');
    expect(placedIn(pool.act(2))).toEqual(['two']);
    pool.done('one');
    pool.job('three');
    expect(placedIn(pool.act(3))).toEqual([]);
  });

  it('is the first in the order of its queue, and one of each queue', () => {
    const pool = passedOver();
    pool.job('urgent', { gpus: 3, priority: 90 });
    const late = pool.look(2).plan.verdicts.find(({ workloadId }) => workloadId === 'urgent');
    expect(late?.verdict).toMatchObject({ _tag: 'InsufficientCapacity' });
    pool.job('small');
    const small = pool.look(2).plan.verdicts.find(({ workloadId }) => workloadId === 'small');
    expect(small?.verdict).toMatchObject({ _tag: 'ReservedForAnother', holderId: 'gang' });
  });

  it('is of several that were passed over the first in the order of its queue, whoever was first said', () => {
    const wishes = { low: { gpus: 4 }, high: { gpus: 3, priority: 60 } } as const;
    for (const ids of [
      ['low', 'high'],
      ['high', 'low'],
    ] as const) {
      const pool = poolUnder({ bypassesMax: 1, actions: ['allocate'] });
      pool.node('a', 4);
      pool.queue('q', { quota: -1 });
      pool.job('runs', { gpus: 2 });
      pool.act(0);
      for (const id of ids) pool.job(id, wishes[id]);
      pool.job('passes', { maxRunMs: 1, priority: 70 });
      expect(placedIn(pool.act(1))).toEqual(['passes']);
      pool.done('passes');
      pool.job('late');
      const late = pool.look(2).plan.verdicts.find(({ workloadId }) => workloadId === 'late');
      expect(late?.verdict).toMatchObject({ _tag: 'ReservedForAnother', holderId: 'high' });
    }
  });

  it('is nobody whom a limit keeps from having it', () => {
    const pool = passedOver();
    pool.queue('q', { parent: 'top', quota: -1, limit: 5 });
    pool.job('late');
    expect(placedIn(pool.look(2))).toEqual(['late']);
  });
});

describe('room that is kept › who may use it until then', () => {
  it('is whoever is gone by the millisecond when those who run now are gone', () => {
    expect(letOn(passedOver(), 10_000, [90_000, 90_001])).toEqual(['for-90000']);
  });

  it('goes by the shortest time that the workload or a queue on its way up allows', () => {
    const pool = passedOver({ maxRunMs: 100_000 }, { maxRunMs: 50_000 });
    expect(letOn(pool, 10_000, [40_000, 40_001])).toEqual(['for-40000']);
    const own = passedOver({ maxRunMs: 20_000 }, { maxRunMs: 50_000 });
    expect(letOn(own, 10_000, [10_000, 10_001])).toEqual(['for-10000']);
  });

  it('is anybody where those who run now run without end', () => {
    const pool = passedOver({ maxRunMs: 0 });
    pool.job('endless');
    expect(placedIn(pool.look(10_000))).toEqual([]);
    expect(letOn(pool, 10_000, [5])).toEqual(['for-5']);
  });

  it('is as many as there is room for beside each other', () => {
    expect(letOn(passedOver(), 10_000, [1, 2, 3])).toEqual(['for-1', 'for-2']);
  });
});

describe('room that is kept › from whom', () => {
  const every = ['allocate', 'consolidate', 'reclaim', 'preempt'] as const;

  it('is kept by every action, not by the first alone', () => {
    const pool = poolUnder({ bypassesMax: 1, actions: every });
    pool.node('a', 4);
    pool.queue('q', { quota: -1 });
    pool.job('runs', { gpus: 2, isPreemptible: false });
    pool.act(0);
    pool.job('gang', { gpus: 4 });
    pool.job('passes', { maxRunMs: 1 });
    pool.act(1);
    pool.done('passes');
    pool.job('late', { priority: 50 });
    const made = pool.look(2);
    expect([made.placed, made.evicted, made.plan.nominations]).toEqual([[], [], []]);
  });

  it('is kept by every action where queues do not lend', () => {
    const pool = poolUnder({ actions: every });
    pool.node('a', 4);
    pool.queue('owner', { quota: 3, terms: { lendingMax: { gpuMilli: 0 } } });
    pool.queue('q');
    pool.job('first');
    pool.job('second');
    const made = pool.look();
    expect([placedIn(made), made.evicted, made.plan.nominations]).toEqual([['first'], [], []]);
  });

  it('is not said to be withheld where nobody withholds any', () => {
    const pool = poolUnder({ actions: every });
    pool.node('a', 4);
    pool.queue('lends', { quota: 1, terms: { lendingMax: { gpuMilli: 1000 } } });
    pool.queue('top', { quota: 1, limit: -1 });
    pool.queue('q', { parent: 'top' });
    // A rival leaves to the department less than its jobs may have while nobody else can use it.
    pool.queue('rival', { weight: 9 });
    pool.job('too-large', { queue: 'rival', gpus: 8 });
    for (const id of ['one', 'two', 'three', 'four']) pool.job(id);
    expect(placedIn(pool.look())).toHaveLength(4);
  });

  it('goes to those who keep off models that their queue may have no more of', () => {
    const pool = poolUnder({ bypassesMax: 1, actions: ['allocate'] });
    const none = { others: { 'gpu:closed': { quota: -1, limit: 0 } } };
    pool.queue('q', { quota: -1, terms: none });
    pool.node('a', 4, { gpuModel: 'open' });
    pool.node('b', 4, { gpuModel: 'closed' });
    pool.job('runs', { gpus: 2, maxRunMs: 100_000 });
    pool.act(0);
    pool.job('gang', { gpus: 4 });
    pool.job('passes', { maxRunMs: 1 });
    pool.act(1);
    pool.done('passes');
    pool.job('late');
    expect(placedIn(pool.look(2))).toEqual([]);
    pool.job('short', { maxRunMs: 5 });
    expect(pool.look(2).placed).toEqual(['short: a#2']);
  });
});

describe('room that is kept › where', () => {
  it('is the node that is free first, though another has more free now', () => {
    const pool = poolUnder({ bypassesMax: 1, actions: ['allocate'] });
    pool.queue('q', { quota: -1 });
    pool.node('a', 4);
    pool.job('longer', { gpus: 2, maxRunMs: 90_000 });
    pool.act(0);
    pool.node('b', 4);
    pool.job('shorter', { gpus: 3, maxRunMs: 50_000 });
    pool.act(0);
    pool.job('gang', { gpus: 4 });
    pool.job('passes', { maxRunMs: 1 });
    pool.act(1);
    pool.done('passes');
    pool.job('late', { gpus: 1 });
    // The room on the node that is not kept goes to anybody.
    expect(pool.act(2).placed).toEqual(['late: a#2']);
    pool.done('shorter');
    expect(pool.look(3).placed).toEqual(['gang: b#0,1,2,3']);
  });

  it('is the place of whoever has run longest where none of them ends', () => {
    const pool = poolUnder({ bypassesMax: 1, actions: ['allocate'] });
    pool.queue('q', { quota: -1 });
    for (const [at, id] of ['a', 'b'].entries()) {
      pool.node(id, 2);
      pool.job(`on-${id}`, { gpus: 1 });
      pool.act(1000 - at);
      if (at === 0) pool.job('fill', { gpus: 1 });
      pool.act(1000);
    }
    pool.done('fill');
    pool.job('gang', { gpus: 2 });
    pool.job('passes', { maxRunMs: 1 });
    pool.act(2000);
    pool.done('passes');
    pool.job('late');
    // Whoever is on b began a millisecond earlier.
    expect(pool.look(3000).placed).toEqual(['late: a#1']);
  });
});
