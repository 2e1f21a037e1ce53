import { allFigures, type QueueFigures } from '../../../domain/allocation/index.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { Brain } from '../brain.ts';
import { policyFor } from '../policy.ts';

/** What everything was at one moment; what changes afterwards does not change it. */
export interface Picture {
  readonly revision: Revision;
  readonly atMs: InstantMs;
  /** The state of every subject that can be told apart from nothing, by `kind/id`. */
  readonly states: ReadonlyMap<string, object>;
  /** What each queue had and was owed. */
  readonly figures: ReadonlyMap<string, QueueFigures>;
}

/** Leadership is about who writes, not about what is written. */
const unpictured: ReadonlySet<string> = new Set(['ledger']);

/** Takes a picture of a brain as it stands. @cost O(subjects): states are never changed in place, so none is copied */
export const pictureOf = (brain: Brain, atMs: InstantMs): Picture => {
  const states = new Map<string, object>();
  for (const [kind, standings] of Object.entries(brain.states.byKind)) {
    if (unpictured.has(kind)) continue;
    for (const [id, { state }] of standings) states.set(`${kind}/${id}`, state);
  }
  const figures = new Map<string, QueueFigures>();
  for (const [nodePoolId, snapshot] of brain.capacity.pools) {
    for (const [id, one] of allFigures(snapshot, policyFor(brain, nodePoolId)))
      figures.set(id, one);
  }
  return { revision: brain.states.revision, atMs, states, figures };
};
