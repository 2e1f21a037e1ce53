import { plan, type Plan, type Policy } from '../../domain/allocation/index.ts';
import type { Planner } from '../app/brain.ts';
import type { Books } from './books.ts';
import { planLaws } from './plan-laws.ts';

/** What a scheduler of one's own decides on: the books up to now, the rules, and what the kernel would say. */
export interface PoolNow {
  readonly nodePoolId: string;
  /** As they stand now; they go on with the next fact. */
  readonly books: Books;
  readonly policy: Policy;
  /** The kernel's plan, to be carried out as it is or changed. */
  readonly kernelPlan: () => Plan;
}

/** Decides for a node pool instead of the kernel; each of its plans is held against the laws. */
export type Scheduler = (asked: PoolNow) => Plan;

/** A scheduler made a plan that breaks a law: the message names the law and says what is wrong, with numbers. */
export class LawBroken extends Error {
  override readonly name = 'LawBroken';
}

/** Makes the engine ask a scheduler instead of the kernel. */
export const plannerOf =
  (scheduler: Scheduler, books: Books): Planner =>
  (snapshot, policy, moment) =>
    judged(
      scheduler({
        nodePoolId: snapshot.nodePoolId,
        books,
        policy,
        kernelPlan: () => plan(snapshot, policy, moment),
      }),
      books,
    );

/** A plan that breaks no law; what breaks one is told by name, before the engine stumbles over it. */
const judged = (made: Plan, books: Books): Plan => {
  for (const [name, law] of Object.entries(planLaws)) {
    const broken = law(made, books);
    if (broken !== undefined) throw new LawBroken(`${name}: ${broken}`);
  }
  return made;
};
