import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { capacity } from '../../projections/capacity/index.ts';
import type { Brain } from './brain.ts';
import { effectOf, reactionsOf } from './react.ts';
import { wakeAt } from './wakes.ts';

/**
 * Folds committed facts into everything that sees only committed facts, in log order, and collects the work that they
 * ask for: reactions of processes and effects on the cluster.
 */
export const projectFacts = (brain: Brain, facts: readonly BerthRecorded[]): void => {
  for (const fact of facts) {
    if (capacity.handles.has(fact.type)) capacity.apply(brain.capacity, fact);
    // Whoever comes from another pool is looked at in this instant, whether that pool has been planned or not.
    if (fact.type === 'WorkloadReassigned') {
      wakeAt(brain.wakes, fact.data.nodePoolId, fact.atMs);
    }
    for (const watcher of brain.watchers) watcher.apply(fact);
    for (const reaction of reactionsOf(brain, fact)) brain.reactions.push(reaction);
    const effect = effectOf(brain, fact);
    if (effect !== undefined) brain.effects.push(effect);
  }
};
