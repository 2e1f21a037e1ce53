import { describe, expect, it } from 'vitest';
import { wrongEvictions } from '../../oracles/judge-evictions.ts';
import { wrongQueues } from '../../oracles/judge-queues.ts';
import { wrongSeats } from '../../oracles/judge-seats.ts';
import { wrongLending, wrongNamed } from '../../oracles/judge-terms.ts';
import { everyPlan } from './every-world.ts';

describe('allocation › laws › books', () => {
  it('∀ nothing is given twice, on any node, now or later, and every pod stands where it may (S1, S2, S8, S10, S13: kubernetes#136269, HAMi#1491, armada#4879, volcano#6010, YUNIKORN-1900, kueue PR#13797)', () => {
    everyPlan(150, (made, before) => {
      expect(wrongSeats(before, made)).toEqual([]);
    });
  });

  it('∀ no limit and no quota of what stays is passed, at any ancestor, whatever was edited (S3, S4, S5: volcano PR#5180, kueue#13391, kueue#2678)', () => {
    everyPlan(150, (made, before) => {
      expect(wrongQueues(before, made)).toEqual([]);
    });
  });

  it('∀ who goes may go, and the figures that say so are those of the books (S3, S14, S15: kueue#14811, armada#5053, kueue#6577)', () => {
    everyPlan(150, (made, before, { policy, nowMs }) => {
      expect(wrongEvictions(before, made, { policy, nowMs })).toEqual([]);
    });
  });

  it('∀ no bound on a device model or a named resource is passed, and what is not lent is not borrowed (S4, S5: kueue#11151, kueue#12897; peers ask: KAI#145, KAI#2202)', () => {
    everyPlan(150, (made, before) => {
      expect([...wrongNamed(before, made), ...wrongLending(before, made)]).toEqual([]);
    });
  });
});
