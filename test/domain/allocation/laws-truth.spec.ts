import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Plan } from '../../../domain/allocation/index.ts';
import type { Job } from '../../arbitraries/kernel/jobs.ts';
import { hostileWorlds, type World } from '../../arbitraries/kernel/worlds.ts';
import { everyWorld } from './every-world.ts';
import { known } from './known.ts';
import { promptly } from './promptly.ts';
import { isQuiet } from './quiet.ts';
import { runs } from './runs.ts';
import { allTags, everyVerdict } from './truth.ts';
import { begin, look, type Tale, take } from './world.ts';

/** Tells a world of which nobody hears why it waits, and looks at every plan that changes nothing. */
const everyQuietPlan = (times: number, check: (made: Plan, tale: Tale) => void): void => {
  const tell = (world: World): void => {
    const tale = begin(world, undefined, true);
    for (const step of [...world.steps, { type: 'plan' } as const]) {
      if (step.type === 'plan') {
        const made = look(tale);
        if (isQuiet(made)) check(made, tale);
      }
      take(tale, step);
    }
  };
  everyWorld(times, tell);
};

/** Gives every job a toleration of its own, which tolerates nothing that there is: no two of them are equal any more. */
const apart = (world: World): World => {
  let count = 0;
  const own = (job: Job): Job => {
    count += 1;
    const mark = {
      key: `own-${count}`,
      operator: 'Exists' as const,
      value: '',
      effect: '' as const,
    };
    return { ...job, tolerations: [...job.tolerations, mark] };
  };
  return {
    ...world,
    running: world.running.map((placed) => ({ ...placed, job: own(placed.job) })),
    waiting: world.waiting.map(own),
    steps: world.steps.map((step) =>
      step.type === 'submit' ? { ...step, job: own(step.job) } : step,
    ),
  };
};

describe('allocation › laws › truth', () => {
  it('∀ whoever waits is told what stands in its way: by the figures of the books, and without that it gets its devices, or is told something else (S32: volcano#4971, kueue#13400)', () => {
    const { told, counterfactuals, parted } = everyVerdict(90);
    expect([...told.keys()].toSorted()).toEqual(allTags.toSorted());
    expect(parted).toBeGreaterThan(0);
    expect(counterfactuals).toBeGreaterThan(500);
  });

  it('∀ who waits in a class of equals is decided about as if it were the only one of its kind (S24: armada#3845, kueue KEP-9694)', () => {
    fc.assert(
      fc.property(hostileWorlds(known), (world) =>
        promptly(() => {
          const together = begin(world);
          const alone = begin(apart(world));
          const steps = apart(world).steps;
          for (const [at, step] of [...world.steps, { type: 'plan' } as const].entries())
            expect(take(alone, steps[at] ?? step)).toEqual(take(together, step));
        }),
      ),
      runs(150),
    );
  });

  it('∀ a plan that changes nothing is the same at any time before it says that another may differ (S23, S29: kueue#13688, kubernetes#139162)', () => {
    everyQuietPlan(150, (made, tale) => {
      const until = made.wakeAtMs ?? tale.nowMs + 10 ** 9;
      expect(until).toBeGreaterThan(tale.nowMs);
      for (const part of [0.01, 0.5, 0.99]) {
        const nowMs = tale.nowMs + Math.floor(part * (until - 1 - tale.nowMs));
        expect(look(tale, { nowMs })).toEqual(made);
      }
    });
  });
});
