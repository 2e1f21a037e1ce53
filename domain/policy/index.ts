import type { Decider } from '../foundation/decider.ts';
import { evolveWith, lifecycleOf } from '../foundation/lifecycle.ts';
import { decide, type PolicyCommand, type PolicyRejection } from './decide.ts';
import type { PolicyEvent } from './events.ts';
import { policyMachine } from './machine.ts';
import { type Adoption, fold, initial } from './state.ts';

/** The legal order of the facts about the rules of a ledger, as a table. */
export const policyLifecycle = lifecycleOf(policyMachine);

/** By which rules the kernel decides in a ledger; its subject is `policy/main`. */
export const adoption: Decider<PolicyCommand, Adoption, PolicyEvent, PolicyRejection> = {
  initial,
  decide,
  evolve: evolveWith(policyLifecycle, fold),
};

export { type AdoptPolicy, type PolicyCommand, type PolicyRejection } from './decide.ts';
export { type Senseless, senselessIn } from './sense.ts';
export { policyMachine } from './machine.ts';
export { type Adoption, policyIn } from './state.ts';
