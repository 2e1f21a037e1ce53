import { invariant } from '../foundation/invariant.ts';
import type { LeadershipEvent } from './events.ts';

/** Who writes a ledger, and since which epoch. */
export type Leadership =
  | { readonly phase: 'Vacant' }
  | { readonly phase: 'Led'; readonly epoch: number; readonly holder: string };

/** A ledger that nobody has written yet. */
export const initial: Leadership = { phase: 'Vacant' };

/** The last epoch of a ledger; 0 before the first. */
export const epochOf = (state: Leadership): number => (state.phase === 'Led' ? state.epoch : 0);

/** Folds one fact into the leadership. @throws InvariantViolation when an epoch does not follow the last one */
export const fold = (state: Leadership, event: LeadershipEvent): Leadership => {
  switch (event.type) {
    case 'LeaderElected': {
      const { epoch, holder } = event.data;
      const last = epochOf(state);
      invariant(epoch === last + 1, () => `epoch ${epoch} does not follow ${last}`);
      return { phase: 'Led', epoch, holder };
    }
  }
};
