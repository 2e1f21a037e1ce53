import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstInLine, lineUp } from '../../../domain/allocation/order/line.ts';
import { compareRanked, headOf, type Ranked } from '../../../domain/allocation/order/order.ts';
import type { QueueState } from '../../../domain/allocation/state/snapshot.ts';
import { poolUnder } from './pool.ts';

const wish = fc.record({
  gpus: fc.integer({ min: 1, max: 3 }),
  priority: fc.constantFrom(50, 50, 60),
});

/** What a look at every class of the queue would serve first. */
const bestOf = (leaf: QueueState): string | undefined => {
  const ranked = leaf.waiting.flatMap((one): Ranked[] => {
    const workload = one.phase === 'done' ? undefined : headOf(one);
    return workload === undefined ? [] : [{ workload, rank: one.rank }];
  });
  return ranked.toSorted(compareRanked)[0]?.workload.id;
};

describe('line', () => {
  it('∀ classes that serve or drop out, the first in line is whom a look at every class finds', () => {
    let served = 0;
    fc.assert(
      fc.property(
        fc.array(wish, { minLength: 1, maxLength: 24 }),
        fc.array(fc.record({ which: fc.nat(20), isDone: fc.boolean() }), { maxLength: 20 }),
        (wishes, steps) => {
          const pool = poolUnder();
          pool.queue('q');
          for (const [at, asked] of wishes.entries()) pool.job(`job-${at}`, { ...asked });
          const leaf = pool.snapshot.queues.get('q');
          if (leaf === undefined) throw new Error('the queue is missing');
          for (const one of leaf.waiting) [one.phase, one.cursor] = ['open', one.head];
          const line = lineUp(leaf);
          expect(firstInLine(line)?.workload.id).toBe(bestOf(leaf));
          for (const { which, isDone } of steps) {
            const one = leaf.waiting[which % leaf.waiting.length];
            if (one === undefined) continue;
            if (isDone) one.phase = 'done';
            else one.cursor = Math.min(one.entries.length, one.cursor + 1);
            const expected = bestOf(leaf);
            if (expected !== undefined) served += 1;
            expect(firstInLine(line)?.workload.id).toBe(expected);
          }
        },
      ),
      { numRuns: 200 },
    );
    expect(served).toBeGreaterThan(200);
  });
});
