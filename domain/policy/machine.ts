import { createMachine } from 'xstate';

/** The legal order of the facts about the rules of a ledger. */
export const policyMachine = createMachine({
  id: 'policy',
  initial: 'Unchosen',
  states: {
    Unchosen: { on: { PolicyAdopted: 'Adopted' } },
    Adopted: { on: { PolicyAdopted: 'Adopted' } },
  },
});
