import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { MomentFault } from '../../adapters/ports/moment.ts';
import type { MomentStore } from '../../adapters/ports/moment-store.ts';
import { defaultPolicy } from '../../domain/allocation/index.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import { type Brain, createBrain } from '../app/brain.ts';
import { loadCheckpoint } from '../app/checkpoint.ts';
import { foldInto } from '../app/fold-brain.ts';
import { readFacts, type ReadFault } from '../app/read.ts';
import { recover } from '../app/recover.ts';
import { loadedFrom, newestBelieved } from './moments/believed.ts';
import { brainFor, brainSuite } from './moments/kept-brain.ts';
import { momentsOf } from './moments/beside.ts';

/** Somebody asked for a moment that has not come yet. */
export type MomentUnknown = Extract<MomentFault, { readonly _tag: 'MomentUnknown' }>;

/**
 * The brain as it stood right after a revision of a ledger (0: before the first fact): what `why`, a replay from
 * somewhere, and a what-if build on.
 *
 * It belongs to the caller, who may fold and plan on. States, capacity and processes are the fold of the facts up to the
 * revision; `reactions` and `effects` hold what those facts ask for and no fact up to there has answered; every pool is
 * marked as changed, for when it was to be planned stands in no fact.
 * @cost the nearest moment that was kept at or before the revision, then about 5 µs a fact: at most 30,000 of them where
 * all moments were kept
 */
export const brainIn = async (
  log: Pick<EventLog, 'head' | 'read' | 'loadSnapshot'>,
  revision: Revision,
  store: MomentStore = momentsOf(log),
): Promise<Either<ReadFault | MomentUnknown, Brain>> => {
  const brain = await brainBefore(log, revision, store);
  if (isLeft(brain)) return brain;
  const recovered = await recover(brain.right, log, revision);
  return isLeft(recovered) ? recovered : brain;
};

/**
 * States and capacity as they stood right after a revision, for whoever only looks at them: what processes had asked
 * for, and what the cluster was to do, is not told.
 *
 * @cost as `brainIn`, less a look at every workload that there ever was
 */
export const standingIn = async (
  log: Pick<EventLog, 'head' | 'read' | 'loadSnapshot'>,
  revision: Revision,
  store: MomentStore = momentsOf(log),
): Promise<Either<ReadFault | MomentUnknown, Brain>> => {
  const brain = await brainBefore(log, revision, store);
  if (isLeft(brain)) return brain;
  const folded = await foldUpTo(brain.right, log, revision);
  return isLeft(folded) ? folded : brain;
};

/** Folds facts up to a revision into a brain that is only looked at. @cost about 10 µs a fact */
export const foldUpTo = (
  brain: Brain,
  log: Pick<EventLog, 'read'>,
  to: Revision,
): Promise<Either<ReadFault, Revision>> =>
  readFacts(log, { after: brain.states.revision, to }, ({ fact }) => foldInto(brain, fact));

/** The nearest brain that was kept at or before a revision. */
const brainBefore = async (
  log: Pick<EventLog, 'head' | 'read' | 'loadSnapshot'>,
  revision: Revision,
  store: MomentStore,
): Promise<Either<ReadFault | MomentUnknown, Brain>> => {
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  const { revision: last } = head.right;
  if (!isMoment(revision, last))
    return left({ _tag: 'MomentUnknown', asked: revision, head: last });
  const until = { revision, latestMs: Number.POSITIVE_INFINITY };
  const believed = await newestBelieved(log, store, { kind: brainSuite.kind, until });
  const { state, reached } = await loadedFrom(believed, brainSuite);
  const nearest = await nearer(log, { revision, reached: reached.revision });
  return isLeft(nearest) ? nearest : right(nearest.right ?? brainFor(state, revision));
};

/** What the last writer kept, where it may be nearer than any moment that was kept. */
const nearer = async (
  log: Pick<EventLog, 'loadSnapshot'>,
  { revision, reached }: { readonly revision: Revision; readonly reached: Revision },
): Promise<Either<ReadFault, Brain | undefined>> => {
  if (revision - reached <= brainSuite.factsMax) return right(undefined);
  const kept = await loadCheckpoint(createBrain(defaultPolicy), log, revision);
  if (isLeft(kept)) return left(kept.left);
  return right(kept.right.revision > reached ? kept.right.brain : undefined);
};

const isMoment = (revision: Revision, head: Revision): boolean =>
  Number.isSafeInteger(revision) && revision >= 0 && revision <= head;
