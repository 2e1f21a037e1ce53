import { describe, expect, it } from 'vitest';
import { leave, markNode, noteBroken, release } from '../../../../domain/allocation/index.ts';
import { poolUnder } from '../pool.ts';

/** A gang that needs two pods and lost so many of its three, on a node that takes nobody any more. */
const broken = (staleGraceMs: number, lost: number, ids: readonly string[] = ['gang']) => {
  const pool = poolUnder({ staleGraceMs });
  pool.node('a', 3 * ids.length);
  pool.queue('q', { quota: -1 });
  for (const id of ids) pool.job(id, { pods: 3, minPods: 2, isPreemptible: false });
  pool.act();
  markNode(pool.snapshot, 'a', { isCordoned: true });
  for (const id of ids) {
    const pods = [0, 1, 2].slice(0, lost).map((pod) => ({ subGroup: 'workers', pod }));
    leave(pool.snapshot, id, { returns: true, pods });
    release(pool.snapshot, id, pods);
    noteBroken(pool.snapshot, id, 5000);
  }
  return pool;
};

describe('stale gangs', () => {
  it('go when they have been below their minimum for as long as the grace, preemptible or not', () => {
    const pool = broken(1000, 2);
    const before = pool.look(5999);
    expect(before.evicted).toEqual([]);
    expect(before.plan.wakeAtMs).toBe(6000);
    const then = pool.look(6000);
    expect(then.evicted).toEqual(['gang for gang (stale-gang)']);
    expect(then.plan.wakeAtMs).toBeUndefined();
  });

  it('stay while they have what they need, or nothing at all, and once they are whole again', () => {
    expect(broken(1000, 1).look(9000).evicted).toEqual([]);
    expect(broken(1000, 3).look(9000).evicted).toEqual([]);
    const whole = broken(1000, 2);
    noteBroken(whole.snapshot, 'gang', -1);
    expect(whole.look(9000).evicted).toEqual([]);
  });

  it('go at once without any grace, and never where there is no end to it', () => {
    expect(broken(0, 2).look(5000).evicted).toHaveLength(1);
    expect(broken(-1, 2).look(9_000_000).evicted).toEqual([]);
  });

  it('go the older first, each once', () => {
    const pool = broken(0, 2, ['old', 'new']);
    expect(pool.act(5000).evicted).toEqual([
      'old for old (stale-gang)',
      'new for new (stale-gang)',
    ]);
    expect(pool.act(6000).evicted).toEqual([]);
  });

  it('are no more on record once they are whole, gone, or over', () => {
    const whole = broken(0, 2);
    expect(whole.snapshot.broken.size).toBe(1);
    noteBroken(whole.snapshot, 'gang', -1);
    expect(whole.snapshot.broken.size).toBe(0);
    const gone = broken(0, 2);
    gone.act(5000);
    gone.gone('gang');
    expect(gone.snapshot.broken.size).toBe(0);
    expect(gone.snapshot.workloads.get('gang')?.brokenSinceMs).toBe(-1);
    const over = broken(0, 2);
    over.done('gang');
    expect(over.snapshot.broken.size).toBe(0);
  });
});
