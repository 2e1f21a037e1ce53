import { describe, expect, it } from 'vitest';
import { leave, release } from '../../../domain/allocation/index.ts';
import { placedIn, poolUnder } from './pool.ts';

describe('kernel › state', () => {
  it('lets two workloads change places, whichever is told of first', () => {
    for (const order of [
      ['x', 'y'],
      ['y', 'x'],
    ] as const) {
      const pool = poolUnder({ actions: ['allocate'] });
      pool.node('a', 1);
      pool.node('b', 1);
      pool.queue('q', { quota: -1 });
      pool.job('x');
      pool.job('y');
      expect(pool.act().placed).toEqual(['x: a#0', 'y: b#0']);
      const next = { x: 'b', y: 'a' };
      for (const id of order)
        leave(pool.snapshot, id, {
          returns: true,
          movesTo: [
            { subGroup: 'workers', pod: 0, nodeId: next[id], devices: [0], gpuMilli: 1000 },
          ],
        });
      expect(placedIn(pool.act())).toEqual([]);
      release(pool.snapshot, 'x');
      expect(placedIn(pool.act())).toEqual([]);
      release(pool.snapshot, 'y');
      expect(pool.act().placed).toEqual(['x: b#0', 'y: a#0']);
    }
  });

  it('does not call it waiting what begins with a part of its pods, while the rest is held for it', () => {
    const pool = poolUnder();
    pool.node('a', 3);
    pool.queue('q', { quota: -1 });
    pool.job('goes', { priority: 60 });
    pool.act();
    leave(pool.snapshot, 'goes', { returns: false });
    pool.job('grows', { pods: 3, minPods: 1 });
    const { placed, plan, waits } = pool.act();
    expect(placed).toEqual(['grows: a#1 a#2']);
    expect(plan.nominations.map(({ workloadId }) => workloadId)).toEqual(['grows']);
    expect(waits).toEqual([]);
  });

  it('does not spare a pod for the sake of another that is only promised a place', () => {
    const pool = poolUnder();
    pool.node('a', 2);
    pool.queue('q', { quota: -1 });
    pool.job('goes', { isPreemptible: false });
    pool.job('grows', { pods: 2, minPods: 1, priority: 40 });
    expect(pool.act().placed).toEqual(['goes: a#0', 'grows: a#1']);
    leave(pool.snapshot, 'goes', { returns: false });
    expect(pool.act().plan.nominations.map(({ workloadId }) => workloadId)).toEqual(['grows']);
    pool.job('wants', { priority: 60 });
    // All of it goes, and what it was promised with it: beside the place for the other it begins anew where it was.
    expect(pool.act().evicted).toEqual(['grows for wants (preempt) → a#1']);
  });
});
