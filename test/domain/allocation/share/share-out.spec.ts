import { describe, expect, it } from 'vitest';
import { defaultPolicy, setUsage } from '../../../../domain/allocation/index.ts';
import { shareOut } from '../../../../domain/allocation/share/share-out.ts';
import { poolUnder } from '../pool.ts';

const used = (gpuMilli: number) => ({ gpuMilli, cpuMilli: 0, memoryMib: 0 });
const past = (factorMilli: number) => ({
  ...defaultPolicy,
  usage: { ...defaultPolicy.usage, factorMilli },
});

/** Two queues that want all of eight cards. */
const rivals = () => {
  const pool = poolUnder();
  pool.node('a', 8);
  for (const id of ['left', 'right']) {
    pool.queue(id);
    pool.job(`of-${id}`, { queue: id, gpus: 8 });
  }
  return pool;
};

describe('fair share › of a pool', () => {
  it('counts past use against whoever has any, though others have none', () => {
    const pool = rivals();
    setUsage(pool.snapshot, 'left', used(250));
    // n = ½, k = 1: w′ is 0.75 for the one and 1 for the other, so that 24/7 and 32/7 cards fall to them.
    shareOut(pool.snapshot, past(1000));
    expect([pool.fairShare('left'), pool.fairShare('right')]).toEqual([3, 5]);
  });

  it('counts past use of a queue alone as of several', () => {
    const pool = rivals();
    setUsage(pool.snapshot, 'left', used(750));
    setUsage(pool.snapshot, 'right', used(250));
    shareOut(pool.snapshot, past(1000));
    expect([pool.fairShare('left'), pool.fairShare('right')]).toEqual([2, 6]);
  });

  it('divides anew when a policy lets past use count otherwise', () => {
    const pool = rivals();
    setUsage(pool.snapshot, 'left', used(750));
    shareOut(pool.snapshot, past(0));
    expect(pool.fairShare('left')).toBe(4);
    shareOut(pool.snapshot, past(1000));
    expect(pool.fairShare('left')).toBeLessThan(4);
    shareOut(pool.snapshot, past(0));
    expect(pool.fairShare('left')).toBe(4);
  });

  it('divides anew when there is more or less, though everybody asks for the same', () => {
    const pool = rivals();
    shareOut(pool.snapshot, defaultPolicy);
    expect([pool.fairShare('left'), pool.fairShare('right')]).toEqual([4, 4]);
    pool.node('b', 4);
    shareOut(pool.snapshot, defaultPolicy);
    expect([pool.fairShare('left'), pool.fairShare('right')]).toEqual([6, 6]);
  });

  it('gives all that is asked for where there is enough, but above its quota nothing to who has no weight', () => {
    const pool = poolUnder();
    pool.node('a', 8);
    pool.queue('weighty', { weight: 9 });
    pool.queue('capped', { limit: 1 });
    pool.queue('weightless', { quota: 1, weight: 0 });
    for (const queue of ['weighty', 'capped', 'weightless']) {
      pool.job(`of-${queue}`, { queue, gpus: 2 });
    }
    shareOut(pool.snapshot, defaultPolicy);
    expect(['weighty', 'capped', 'weightless'].map(pool.fairShare)).toEqual([2, 1, 1]);
  });

  it('lets a queue have the larger of quota and share, at most its limit', () => {
    const pool = poolUnder();
    pool.node('a', 8);
    pool.queue('promised', { quota: 6 });
    pool.queue('shares', { quota: 1, limit: 5 });
    pool.queue('capped', { quota: 4, limit: 2 });
    pool.queue('nothing', { quota: -1, limit: 0 });
    pool.queue('all', { quota: -1 });
    pool.job('wants', { queue: 'shares', gpus: 8 });
    shareOut(pool.snapshot, defaultPolicy);
    const may = (id: string): number | undefined =>
      pool.snapshot.queues.get(id)?.allocatable.gpuMilli;
    expect(may('promised')).toBe(6000);
    expect(may('shares')).toBe(5000);
    expect(may('capped')).toBe(2000);
    expect(may('nothing')).toBe(0);
    expect(may('all')).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('hears at once whose share grew because others want less, deep in the tree too', () => {
    const pool = poolUnder({ actions: ['allocate', 'reclaim'] });
    pool.node('a', 4);
    pool.queue('top');
    pool.queue('busy', { parent: 'top' });
    pool.queue('poor', { parent: 'top' });
    pool.queue('third', { parent: 'top', weight: 9 });
    for (const at of [0, 1, 2, 3]) pool.job(`runs-${at}`, { queue: 'busy' });
    pool.act();
    pool.job('waits', { queue: 'poor' });
    // The whole pool but a part of a card falls to the third, that asks for more than ever fits.
    pool.job('greedy', { queue: 'third', gpus: 8 });
    expect(pool.act().evicted).toEqual([]);
    pool.done('greedy');
    expect(pool.act().evicted).toEqual(['runs-3 for waits (reclaim)']);
  });
});
