import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { LiveViews } from '../../adapters/ports/live-brain.ts';
import { defaultPolicy } from '../../domain/allocation/index.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { Sight } from '../app/asked.ts';
import { type Brain, createBrain } from '../app/brain.ts';
import { loadCheckpoint } from '../app/checkpoint.ts';
import { readFacts, type ReadFault, readPage } from '../app/read.ts';
import { recover } from '../app/recover.ts';
import { workloadNames } from '../app/workload-names.ts';
import { createFollowers, type Followers } from './followers.ts';
import { loadViews } from './live-views.ts';

/** Everything that a ledger makes a brain remember, at its head. */
export interface Remembered {
  readonly brain: Brain;
  readonly views: LiveViews;
  readonly followers: Followers;
  readonly sight: Sight;
  /** When the last fact was made; −∞ before the first. */
  readonly lastMs: InstantMs;
}

/** Brings states and views to the head of the ledger. */
export const remember = async (log: EventLog): Promise<Either<ReadFault, Remembered>> => {
  const loaded = await loadCheckpoint(createBrain(defaultPolicy), log);
  if (isLeft(loaded)) return left(loaded.left);
  const { revision } = loaded.right;
  const kept = await loadViews(log, revision);
  if (isLeft(kept)) return left(kept.left);
  const { views, watchers } = kept.right;
  const caught = await readFacts(log, { after: kept.right.revision, to: revision }, ({ fact }) => {
    for (const watcher of watchers) watcher.apply(fact);
  });
  if (isLeft(caught)) return caught;
  const names = workloadNames(views.workloads.rows);
  const followers = createFollowers(revision);
  const brain = { ...loaded.right.brain, watchers: [...watchers, names, followers] };
  const recovered = await recover(brain, log);
  if (isLeft(recovered)) return recovered;
  const last = await readPage(log, Math.max(0, brain.states.revision - 1), 1);
  if (isLeft(last)) return last;
  const lastMs = last.right[0]?.fact.atMs ?? Number.NEGATIVE_INFINITY;
  return right({ brain, views, followers, sight: { views, names }, lastMs });
};
