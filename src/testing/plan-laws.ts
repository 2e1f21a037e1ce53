import type { Plan } from '../../domain/allocation/index.ts';
import type { Books } from './books.ts';
import { evictionsServe, sharesAreRespected } from './eviction-laws.ts';
import { gangsAreWhole, verdictsAreSingle } from './gang-laws.ts';
import { nodesHold } from './node-laws.ts';
import { limitsHold, nonPreemptibleInQuota } from './queue-laws.ts';
import { seatsAreFit } from './seat-laws.ts';

/**
 * What every plan has to keep, whoever made it: judges it on the books before it, and answers `undefined` or what is
 * wrong, in a sentence with numbers.
 */
export type PlanLaw = (made: Plan, books: Books) => string | undefined;

/** The laws of a plan, by name. */
export const planLaws = {
  /** No node and no card is over-committed: now with those who leave, later with the places that are held. */
  nodesHold,
  /** Every pod is on a node and on cards that it may be on. */
  seatsAreFit,
  /** All pods of a workload are placed, once, or none is. */
  gangsAreWhole,
  /** Nobody is given more than a limit on its way up. */
  limitsHold,
  /** What cannot be preempted stays inside quotas. */
  nonPreemptibleInQuota,
  /** Every eviction names the placement that it serves. */
  evictionsServe,
  /** Nobody within its share goes for somebody above theirs, and priority rules only at home. */
  sharesAreRespected,
  /** Who is told why it waits does wait, and is told once. */
  verdictsAreSingle,
} as const satisfies Readonly<Record<string, PlanLaw>>;
