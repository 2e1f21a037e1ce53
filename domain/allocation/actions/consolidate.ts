import { evictBy } from './evict.ts';
import type { Draft } from '../plan/draft.ts';
import { type Law, leavesNoPromise } from '../search/laws.ts';
import { packUp } from '../search/pack-up.ts';
import type { QueueState } from '../state/snapshot.ts';

/**
 * Whoever may be evicted may be asked to move, whatever its queue and priority; only those who may be evicted themselves
 * may ask for it, and every pod that moves must have another place.
 *
 * @source peer-scheduler reference §1.5 (consolidation)
 */
export const consolidateLaw = (grounds: readonly QueueState[]): Law => ({
  action: 'consolidate',
  refuses: (_draft, { isPreemptible }) =>
    isPreemptible ? undefined : { obstacle: 'NotPreemptible', figure: 0, bound: 0 },
  grounds: () => grounds,
  isForAll: true,
  isCandidate: (_draft, _seeker, victim) => victim.isPreemptible,
  mayTake: (_draft, _seeker, unit) => unit.workload.isPreemptible && leavesNoPromise(unit),
});

/** Moves pods together so that those who wait find room between them; nobody stops for it. Off where pods are spread. */
export const consolidate = (draft: Draft): void => {
  const { gpuPlacement, cpuPlacement, bounds } = draft.policy;
  if (gpuPlacement === 'spread' || cpuPlacement === 'spread') return;
  if (bounds.consolidationVictimsMax === 0) return;
  const grounds = draft.snapshot.leaves.filter(({ evictable }) => evictable.length > 0);
  evictBy(draft, { law: consolidateLaw(grounds), search: packUp });
};
