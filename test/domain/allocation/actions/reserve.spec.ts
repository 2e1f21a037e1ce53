import { describe, expect, it } from 'vitest';
import { placedIn, poolUnder } from '../pool.ts';

/** Two nodes of four cards under one queue: a gang of eight waits while single cards come and go. */
const crowd = (bypassesMax: number) => {
  const pool = poolUnder({ bypassesMax, actions: ['allocate'] });
  pool.node('a', 4);
  pool.node('b', 4);
  pool.queue('q', { quota: -1 });
  pool.job('first', { gpus: 1 });
  pool.act();
  pool.job('gang', { pods: 2, gpus: 4 });
  return pool;
};

describe('reservation', () => {
  it('keeps room for a gang that younger work has passed too often', () => {
    const pool = crowd(3);
    for (const at of [0, 1, 2]) pool.job(`small-${at}`);
    expect(placedIn(pool.act(1))).toEqual(['small-0', 'small-1', 'small-2']);
    pool.job('late');
    expect(placedIn(pool.act(2))).toEqual([]);
    for (const id of ['first', 'small-0', 'small-1']) pool.done(id);
    expect(placedIn(pool.act(3))).toEqual([]);
    pool.done('small-2');
    expect(placedIn(pool.act(4))).toEqual(['gang']);
  });

  it('keeps nothing where the policy says so', () => {
    const pool = crowd(-1);
    for (const at of [0, 1, 2]) pool.job(`small-${at}`);
    pool.act(1);
    pool.job('late');
    expect(placedIn(pool.act(2))).toEqual(['late']);
  });

  it('lets those onto the room kept who end before it is needed', () => {
    const pool = poolUnder({ bypassesMax: 1, actions: ['allocate'] });
    pool.node('a', 4);
    pool.queue('q', { quota: -1 });
    pool.job('long', { gpus: 2, maxRunMs: 100_000 });
    pool.act(0);
    pool.job('gang', { gpus: 4 });
    pool.job('passes', { maxRunMs: 1_000 });
    pool.act(1);
    pool.done('passes');
    pool.job('endless');
    pool.job('short', { maxRunMs: 50_000 });
    pool.job('too-long', { maxRunMs: 100_000 });
    expect(placedIn(pool.act(10))).toEqual(['short']);
  });

  it('serves whoever starved before others once there is room', () => {
    const pool = crowd(1);
    pool.queue('other', { quota: -1, priority: 200 });
    pool.job('passes');
    pool.act(1);
    pool.done('first');
    pool.done('passes');
    pool.job('theirs', { queue: 'other' });
    expect(placedIn(pool.act(2))).toEqual(['gang']);
  });
});
