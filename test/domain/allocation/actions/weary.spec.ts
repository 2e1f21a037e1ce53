import { describe, expect, it } from 'vitest';
import { addPending, defaultPolicy } from '../../../../domain/allocation/index.ts';
import type { QueueWish } from '../../../../src/testing/try-pool.ts';
import { poolUnder } from '../pool.ts';

/** Somebody asks for two cards for the so-manieth time, which others of its queue hold; all may try so often. */
const asking = (attempt: number, q: QueueWish, top: QueueWish = { quota: -1 }) => {
  const bounds = { ...defaultPolicy.bounds, attemptsMax: 3 };
  const pool = poolUnder({ actions: ['allocate', 'preempt'], isMovedKept: false, bounds });
  pool.node('a', 2);
  pool.queue('top', top);
  pool.queue('q', { parent: 'top', ...q });
  pool.job('low', { gpus: 2 });
  pool.act();
  pool.job('high', { gpus: 2, priority: 90 });
  addPending(pool.snapshot, 'high', { queueId: 'q', attempt });
  return pool.look();
};

describe('whoever came back more often than the policy says', () => {
  it('makes others go only up to what its queue and all above it are promised', () => {
    expect(asking(3, { quota: 0 }).evicted).toEqual(['low for high (preempt)']);
    expect(asking(4, { quota: 0 }).evicted).toEqual([]);
    expect(asking(4, { quota: 3 }).evicted).toEqual([]);
    expect(asking(4, { quota: 4 }).evicted).toEqual(['low for high (preempt)']);
    expect(asking(4, { quota: -1 }).evicted).toEqual(['low for high (preempt)']);
    expect(asking(4, { quota: 4 }, { quota: 3 }).evicted).toEqual([]);
    expect(asking(4, { quota: 4 }, { quota: 4 }).evicted).toEqual(['low for high (preempt)']);
  });

  it('hears that nobody may go for it', () => {
    const [told] = asking(4, { quota: 0 }).plan.verdicts;
    expect(told?.verdict).toMatchObject({
      _tag: 'InsufficientCapacity',
      actions: [
        { action: 'allocate' },
        { action: 'preempt', obstacle: 'NoVictims', figure: 0, bound: 2000 },
      ],
    });
  });
});
