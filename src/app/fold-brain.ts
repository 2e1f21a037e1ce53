import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { capacity } from '../../projections/capacity/index.ts';
import type { Brain } from './brain.ts';
import { foldFact } from './states.ts';

/** Folds one fact into the states and the capacity of a brain that only looks: nothing is asked for because of it. */
export const foldInto = (
  { states, capacity: view }: Pick<Brain, 'states' | 'capacity'>,
  fact: BerthRecorded,
): void => {
  foldFact(states, fact);
  if (capacity.handles.has(fact.type)) capacity.apply(view, fact);
};
