import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import { hostileWorlds } from '../../arbitraries/kernel/worlds.ts';
import { condensed, inOrder } from '../../oracles/condensed.ts';
import { begin, look, lookAnew, take } from './world.ts';
import { known } from './known.ts';
import { promptly } from './promptly.ts';
import { runs } from './runs.ts';

const dice = fc.array(fc.nat(99), { minLength: 5, maxLength: 9 });

describe('allocation › laws › increments', () => {
  it('∀ a kernel that followed the facts says what one that is told them at once says (S3, S22, S24: volcano PR#5180, kueue#14811, armada#3845)', () => {
    fc.assert(
      fc.property(hostileWorlds(known), (world) =>
        promptly(() => {
          const tale = begin(world);
          for (const step of world.steps) {
            take(tale, step);
            expect(look(tale)).toEqual(lookAnew(tale));
          }
        }),
      ),
      runs(120),
    );
  });

  it('∀ only the present counts, not how it came about, nor in which order subjects are told (S5, S6, S20, S31: kueue#2678, kueue#14609, kueue#13546, kubernetes#141210)', () => {
    fc.assert(
      fc.property(hostileWorlds(known), dice, (world, numbers) =>
        promptly(() => {
          const tale = begin(world, defaultPolicy, true);
          for (const step of world.steps) {
            take(tale, step);
            const present = condensed(tale.books);
            const now = look(tale);
            expect(now).toEqual(lookAnew(tale, inOrder(present)));
            expect(now).toEqual(lookAnew(tale, inOrder(present, numbers)));
          }
        }),
      ),
      runs(120),
    );
  });

  it('∀ a plan leaves no trace: the same again, and after plans of another kind (S27: armada#4584, KAI PR#1841, kubernetes#140871)', () => {
    const other = { ...defaultPolicy, version: 'other', gpuPlacement: 'spread' as const };
    fc.assert(
      fc.property(hostileWorlds(known), (world) =>
        promptly(() => {
          const tale = begin(world);
          for (const step of world.steps) {
            take(tale, step);
            const first = look(tale);
            expect(look(tale)).toEqual(first);
            const { policy } = tale;
            tale.policy = other;
            look(tale, { nowMs: tale.nowMs + 1_000_000 });
            look(tale, { actions: ['allocate'] });
            tale.policy = policy;
            expect(look(tale)).toEqual(first);
          }
        }),
      ),
      runs(60),
    );
  });

  it('∀ the time that was does not count, only the time that is (S29: kueue#14740, kueue#7122, kueue#12671)', () => {
    fc.assert(
      fc.property(
        hostileWorlds(known),
        fc.array(fc.integer({ min: -(2 ** 40), max: 2 ** 45 }), { minLength: 1, maxLength: 3 }),
        (world, jumps) =>
          promptly(() => {
            const tale = begin(world);
            for (const step of world.steps) {
              take(tale, step);
              const first = look(tale);
              for (const nowMs of jumps) look(tale, { nowMs });
              expect(look(tale)).toEqual(first);
            }
          }),
      ),
      runs(40),
    );
  });
});
