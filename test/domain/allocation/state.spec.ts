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
});
