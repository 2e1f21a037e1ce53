import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { WorkloadDecision } from './decisions-of-plan.ts';

/** When a pool is decided about: it stands in the facts of the plan. */
export interface PoolMoment {
  readonly nodePoolId: string;
  readonly nowMs: InstantMs;
}

/** What is decided for a pool, and when it may come out otherwise by the time alone. */
export interface PoolDecisions {
  readonly decisions: readonly WorkloadDecision[];
  readonly wakeAtMs?: InstantMs;
}
