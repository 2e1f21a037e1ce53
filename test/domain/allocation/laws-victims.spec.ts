import { describe, expect, it } from 'vitest';
import { crowdedWorlds } from '../../arbitraries/kernel/crowds.ts';
import { podsAt } from '../../oracles/books.ts';
import { startingPods } from '../../oracles/gangs.ts';
import { dearerIn, isPlain } from '../../oracles/judge-victims.ts';
import { findSeats } from '../../oracles/seat-search.ts';
import { everyPlan, everyWorld } from './every-world.ts';
import { known } from './known.ts';
import { evictingActions, everyNeed } from './needs.ts';
import { isQuiet } from './quiet.ts';
import { begin, look, take } from './world.ts';

describe('allocation › laws › victims', () => {
  it('∀ whoever goes had to: both sides are quoted as they were, a rule let it go, the place fits then, and would not without one of them (S12: volcano#4926, YUNIKORN-2699)', () => {
    const { recomputed, searched } = everyNeed(500);
    expect([...recomputed.keys()].toSorted()).toEqual(evictingActions);
    expect(searched).toBeGreaterThan(200);
  });

  it('∀ of two that would leave the same behind the one of lower priority goes, then the one that lost less (S14: armada#5053, kueue#840, kubernetes#128307)', () => {
    everyPlan(
      250,
      (made, before, { policy, nowMs }) => {
        expect(dearerIn(before, made, { policy, nowMs })).toEqual([]);
      },
      { worlds: crowdedWorlds(known) },
    );
  });

  it('∀ who waits for room alone has none: no seating of its gang is left untried (S17, S23, S9: kueue#534, kueue#13320, kueue#13688)', () => {
    let looked = 0;
    everyWorld(200, (world) => {
      const tale = begin(world, undefined, true);
      for (const step of [...world.steps, { type: 'plan' } as const]) {
        const made = step.type === 'plan' ? look(tale) : undefined;
        if (made !== undefined && isQuiet(made))
          for (const { workloadId, verdict } of made.verdicts) {
            const job = tale.books.jobs.get(workloadId);
            if (verdict._tag !== 'InsufficientCapacity' || job === undefined) continue;
            const pods = startingPods(job.submission);
            if (pods.length === 0 || podsAt(job, 'bound', 'held').length > 0) continue;
            if (!isPlain(tale.books, job, pods.length)) continue;
            looked += 1;
            expect(typeof findSeats(tale.books, { job, pods, plane: 'future' })).toBe('string');
          }
        take(tale, step);
      }
    });
    expect(looked).toBeGreaterThan(20);
  });
});
