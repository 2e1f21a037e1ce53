import type { Policy } from '../foundation/policy-shape.ts';
import type { PolicyEvent } from './events.ts';

/**
 * The rules of a ledger.
 *
 * @shape `adopted` holds all rules that were ever adopted, by version; without any the kernel has its own.
 */
export type Adoption =
  | { readonly phase: 'Unchosen' }
  | {
      readonly phase: 'Adopted';
      readonly policy: Policy;
      readonly adopted: Readonly<Record<string, Policy>>;
    };

/** A ledger for which nobody has chosen rules. */
export const initial: Adoption = { phase: 'Unchosen' };

/** Folds one fact into what is adopted. */
export const fold = (state: Adoption, event: PolicyEvent): Adoption => {
  switch (event.type) {
    case 'PolicyAdopted': {
      const { policy } = event.data;
      const before = state.phase === 'Adopted' ? state.adopted : {};
      return { phase: 'Adopted', policy, adopted: { ...before, [policy.version]: policy } };
    }
  }
};

/** The rules in force; `undefined` where nobody has chosen any. */
export const policyIn = (state: Adoption): Policy | undefined =>
  state.phase === 'Adopted' ? state.policy : undefined;
