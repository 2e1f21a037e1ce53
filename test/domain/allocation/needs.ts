import { expect } from 'vitest';
import type { EvictionAction, Plan } from '../../../domain/allocation/index.ts';
import { crowdedWorlds } from '../../arbitraries/kernel/crowds.ts';
import type { Books } from '../../oracles/books.ts';
import { wrongEvictions } from '../../oracles/judge-evictions.ts';
import { wrongQueues } from '../../oracles/judge-queues.ts';
import { wrongSeats } from '../../oracles/judge-seats.ts';
import { needlessIn } from '../../oracles/judge-victims.ts';
import { everyPlan } from './every-world.ts';
import { known } from './known.ts';
import type { Tale } from './world.ts';

/** Every action that makes somebody go. */
export const evictingActions: readonly EvictionAction[] = [
  'consolidate',
  'preempt',
  'reclaim',
  'stale-gang',
];

/** How many decisions that make somebody go were recomputed, by their actions. */
export interface Needs {
  readonly recomputed: Map<EvictionAction, number>;
  /** Of how many every seating without one of the victims was tried. */
  searched: number;
}

/** Where rooms are kept for those who were passed over, what is free is not free for all. */
const keepsRoom = 64;

const holdPlan = (made: Plan, before: Books, { policy, nowMs }: Tale): number => {
  expect(wrongEvictions(before, made, { policy, nowMs })).toEqual([]);
  expect([...wrongSeats(before, made), ...wrongQueues(before, made)]).toEqual([]);
  if (policy.bypassesMax >= 0 && policy.bypassesMax < keepsRoom) return 0;
  const { wrong, seen } = needlessIn(before, made);
  expect(wrong).toEqual([]);
  return seen;
};

/**
 * Recomputes every decision that makes somebody go in so many worlds from what was recorded: who may go by which rule,
 * both sides' figures, that the place fits once they have gone, and that it would not without one of them.
 */
export const everyNeed = (times: number): Needs => {
  const needs: Needs = { recomputed: new Map(), searched: 0 };
  everyPlan(
    times,
    (made, before, tale) => {
      if (made.evictions.length === 0) return;
      needs.searched += holdPlan(made, before, tale);
      const served = new Map(made.evictions.map((one) => [one.preemptorId, one.action]));
      for (const action of served.values())
        needs.recomputed.set(action, (needs.recomputed.get(action) ?? 0) + 1);
    },
    { worlds: crowdedWorlds(known) },
  );
  return needs;
};
