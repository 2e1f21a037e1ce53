import { deciders } from '../../../domain/catalogue/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { capacity } from '../../../projections/capacity/index.ts';
import type { Brain } from '../brain.ts';
import { standingOf } from '../states.ts';
import { shareWatch } from './shares.ts';
import { type Beginning, tallyAt, tell } from './tally.ts';
import { type Telling, tellingOf } from './telling.ts';

/** Tells what was recorded. */
export interface Recorder {
  /** Told each fact behind the fork up to the horizon, in log order. */
  readonly see: (fact: BerthRecorded) => void;
  readonly telling: (untilMs: InstantMs) => Telling;
}

/**
 * Begins to tell what was recorded, with the brain at the fork, which it leaves as it is.
 *
 * Of states only the rules are folded: fair shares follow from them and from the capacity.
 * @cost a copy of the capacity, then about 3 µs a fact
 */
export const recorder = (brain: Brain, beginning: Beginning): Recorder => {
  const ground = groundOf(brain);
  const tally = tallyAt(brain, beginning);
  const watch = shareWatch(beginning.fromMs);
  let atMs = beginning.fromMs;
  return {
    see: (fact) => {
      if (fact.atMs > atMs) watch.passTo(ground, fact.atMs);
      atMs = fact.atMs;
      tell(tally, fact);
      foldRules(ground, fact);
      if (capacity.handles.has(fact.type)) capacity.apply(ground.capacity, fact);
    },
    telling: (untilMs) => {
      watch.passTo(ground, untilMs);
      return tellingOf(tally, watch.shares(), untilMs);
    },
  };
};

/** A brain whose capacity and rules are its own; everything else is that of the brain it is made of. */
const groundOf = (brain: Brain): Brain => {
  const { byKind, revision } = brain.states;
  const own = { policy: new Map(byKind.policy), 'node-pool': new Map(byKind['node-pool']) };
  return {
    ...brain,
    capacity: structuredClone(brain.capacity),
    states: { revision, byKind: { ...byKind, ...own } },
  };
};

const foldRules = ({ states }: Brain, fact: BerthRecorded): void => {
  const { kind, id } = fact.subject;
  if (kind !== 'policy' && kind !== 'node-pool') return;
  const { state } = standingOf(states, fact.subject);
  states.byKind[kind].set(id, {
    state: deciders[kind].evolve(state, fact),
    subjectRevision: fact.subjectRevision,
  });
};
