import type { Decider } from '../foundation/decider.ts';
import { evolveWith, lifecycleOf } from '../foundation/lifecycle.ts';
import { decide, type QueueCommand, type QueueRejection } from './decide.ts';
import type { QueueEvent } from './events.ts';
import { queueMachine } from './machine.ts';
import { fold, initial, type Queue } from './state.ts';

/** The legal order of a queue's facts, as a table. */
export const queueLifecycle = lifecycleOf(queueMachine);

/** A (project or department) × node pool: what it is promised there, and whether it takes workloads. */
export const queue: Decider<QueueCommand, Queue, QueueEvent, QueueRejection> = {
  initial,
  decide,
  evolve: evolveWith(queueLifecycle, fold),
};

export { queueIdOf } from './events.ts';

export {
  type CloseQueue,
  type EntitleQueue,
  type OpenQueue,
  type QueueCommand,
  type QueueRejection,
} from './decide.ts';
export {
  areSameEntitlements,
  type EntitlementAsked,
  type EntitlementRejection,
  type EntitlementsAsked,
  entitlementsOf,
  keepingTerms,
} from './entitlement.ts';
export {
  type Grant,
  type GrantAsked,
  type GrantRejection,
  judgeGrant,
  withGrant,
} from './grant.ts';
export { type BoundAsked, type TermsAsked } from './terms.ts';
export { queueMachine } from './machine.ts';
export { type OpenQueueState, type Queue, type QueuePlace } from './state.ts';
