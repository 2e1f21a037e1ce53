import fc from 'fast-check';
import type { Plan, Policy } from '../../../domain/allocation/index.ts';
import { hostileWorlds, type World } from '../../arbitraries/kernel/worlds.ts';
import { type Books, copied } from '../../oracles/books.ts';
import { known } from './known.ts';
import { promptly } from './promptly.ts';
import { runs } from './runs.ts';
import { begin, type Tale, take } from './world.ts';

/** Holds a law against worlds; one on which it takes for ever breaks it. */
export const everyWorld = (
  times: number,
  check: (world: World) => void,
  worlds: fc.Arbitrary<World> = hostileWorlds(known),
): void => {
  fc.assert(
    fc.property(worlds, (world) => promptly(() => check(world))),
    runs(times),
  );
};

/** What is looked at in a plan: the books before it, and the tale after it. */
export type Look = (made: Plan, before: Books, tale: Tale) => void;

/** Tells hostile worlds and looks at every plan with the books before it; each world ends in a plan. */
export const everyPlan = (
  times: number,
  check: Look,
  { policy, worlds }: { readonly policy?: Policy; readonly worlds?: fc.Arbitrary<World> } = {},
): void =>
  everyWorld(
    times,
    (world) => {
      const tale = begin(world, policy);
      for (const step of [...world.steps, { type: 'plan' } as const]) {
        const before = step.type === 'plan' ? copied(tale.books) : undefined;
        const made = take(tale, step);
        if (made !== undefined && before !== undefined) check(made, before, tale);
      }
    },
    worlds,
  );
