import type { Decider } from '../foundation/decider.ts';
import { evolveWith, lifecycleOf } from '../foundation/lifecycle.ts';
import { decide, type LeadershipCommand, type LeadershipRejection } from './decide.ts';
import type { LeadershipEvent } from './events.ts';
import { leadershipMachine } from './machine.ts';
import { fold, initial, type Leadership } from './state.ts';

/** The legal order of the facts about who leads, as a table. */
export const leadershipLifecycle = lifecycleOf(leadershipMachine);

/** Who writes the ledger, and since which epoch; its subject is `ledger/main`. */
export const leadership: Decider<
  LeadershipCommand,
  Leadership,
  LeadershipEvent,
  LeadershipRejection
> = { initial, decide, evolve: evolveWith(leadershipLifecycle, fold) };

export { type Elect, type LeadershipCommand, type LeadershipRejection } from './decide.ts';
export { leadershipMachine } from './machine.ts';
export { epochOf, type Leadership } from './state.ts';
