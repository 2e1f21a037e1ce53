import { allFigures, type QueueFigures } from '../../../domain/allocation/index.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { Brain } from '../brain.ts';
import { policyFor } from '../policy.ts';
import type { Standing } from '../states.ts';

/** What some subjects were at one moment; what changes afterwards does not change it. */
export interface Picture {
  readonly revision: Revision;
  readonly atMs: InstantMs;
  /** The state of every subject that was asked for and can be told apart from nothing, by `kind/id`. */
  readonly states: ReadonlyMap<string, object>;
  /** What each queue had and was owed. */
  readonly figures: ReadonlyMap<string, QueueFigures>;
}

/** Leadership is about who writes, not about what is written. */
const unpictured: ReadonlySet<string> = new Set(['ledger']);

/** Takes a picture of those subjects, and of all queues. @cost O(subjects): states are never changed in place, so none is copied */
export const pictureOf = (
  brain: Brain,
  atMs: InstantMs,
  subjects: ReadonlyMap<string, unknown>,
): Picture => {
  const { byKind, revision } = brain.states;
  const standings = new Map<string, ReadonlyMap<string, Standing>>(Object.entries(byKind));
  const states = new Map<string, object>();
  for (const subject of subjects.keys()) {
    const slash = subject.indexOf('/');
    const kind = subject.slice(0, slash);
    const found = unpictured.has(kind)
      ? undefined
      : standings.get(kind)?.get(subject.slice(slash + 1));
    if (found !== undefined) states.set(subject, found.state);
  }
  return { revision, atMs, states, figures: figuresOf(brain) };
};

const figuresOf = (brain: Brain): Picture['figures'] => {
  const figures = new Map<string, QueueFigures>();
  for (const [nodePoolId, snapshot] of brain.capacity.pools) {
    for (const [id, one] of allFigures(snapshot, policyFor(brain, nodePoolId)))
      figures.set(id, one);
  }
  return figures;
};
