import { createMachine } from 'xstate';

/** The legal order of the facts about who writes a ledger. */
export const leadershipMachine = createMachine({
  id: 'leadership',
  initial: 'Vacant',
  states: {
    Vacant: { on: { LeaderElected: 'Led' } },
    Led: { on: { LeaderElected: 'Led' } },
  },
});
