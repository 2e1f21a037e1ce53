import { describe, expect, it } from 'vitest';
import { poolUnder } from '../pool.ts';

/** Two nodes with two and three cards free: `small` and `big` share one of them, and one card less is free elsewhere than `big` holds. */
const cramped = () => {
  const pool = poolUnder({ actions: ['allocate', 'consolidate'] });
  pool.queue('q', { quota: -1 });
  pool.node('a', 8);
  pool.job('small', { gpus: 2 });
  pool.act(0);
  pool.job('big', { gpus: 4 });
  pool.act(9_000);
  pool.node('b', 8);
  pool.job('fixed', { gpus: 5, isPreemptible: false });
  pool.act(9_000);
  return pool;
};

describe('consolidation', () => {
  it('moves who has a place to go, although another would lose less by moving', () => {
    const pool = cramped();
    pool.job('asks', { gpus: 4 });
    const { evictions } = pool.look(10_000).plan;
    expect(evictions).toMatchObject([{ workloadId: 'small', movesTo: [{ nodeId: 'b' }] }]);
  });

  it('moves nobody where nobody has a place to go', () => {
    const pool = cramped();
    pool.job('takes', { gpus: 2 });
    pool.act(9_500);
    pool.job('asks', { gpus: 4 });
    expect(pool.look(10_000).plan.evictions).toEqual([]);
  });
});
