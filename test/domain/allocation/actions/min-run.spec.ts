import { describe, expect, it } from 'vitest';
import { poolUnder } from '../pool.ts';

const reclaimMs = 60_000;

/** One node of four cards, all lent to `rich`, and `poor` with its quota of two asks for one of them back. */
const lent = () => {
  const pool = poolUnder({ minRun: { preemptMs: 0, reclaimMs, method: 'lca' } });
  pool.node('a', 4);
  pool.queue('rich', { quota: 2 });
  pool.queue('poor', { quota: 2 });
  for (const at of [0, 1, 2, 3]) pool.job(`lent-${at}`, { queue: 'rich' });
  pool.act(1000);
  pool.job('owed', { queue: 'poor', atMs: 1000 });
  return pool;
};

describe('min run', () => {
  it('keeps a borrower until it has run long enough, and says when that is', () => {
    const pool = lent();
    expect(pool.look(2000).plan).toMatchObject({ evictions: [], wakeAtMs: 1000 + reclaimMs });
    expect(pool.look(1000 + reclaimMs).plan.evictions).toHaveLength(1);
  });

  it('says so again in a plan that remembers the search of the one before', () => {
    const pool = lent();
    pool.look(2000);
    expect(pool.look(3000).plan.wakeAtMs).toBe(1000 + reclaimMs);
  });
});
