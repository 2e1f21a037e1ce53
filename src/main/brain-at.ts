import type { EventLog } from '../../adapters/ports/event-log.ts';
import { defaultPolicy } from '../../domain/allocation/index.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import { type Brain, createBrain } from '../app/brain.ts';
import { loadCheckpoint } from '../app/checkpoint.ts';
import type { ReadFault } from '../app/read.ts';
import { recover } from '../app/recover.ts';
import { withLedger } from './ledger-file.ts';

/** Somebody asked for a moment that has not come yet. */
export interface MomentUnknown {
  readonly _tag: 'MomentUnknown';
  readonly asked: Revision;
  /** The last fact that there is. */
  readonly head: Revision;
}

/**
 * The brain as it stood right after a revision of a ledger file (0: before the first fact): what `why`, a replay from
 * somewhere, and a what-if build on.
 *
 * It belongs to the caller, who may fold and plan on. States, capacity and processes are the fold of the facts up to the
 * revision; `reactions` and `effects` hold what those facts ask for and no fact up to there has answered; every pool is
 * marked as changed, for when it was to be planned stands in no fact.
 * @cost the nearest checkpoint at or before the revision, then about 3 µs a fact
 */
export const brainAt = (
  path: string,
  revision: Revision,
): Promise<Either<ReadFault | MomentUnknown, Brain>> =>
  withLedger<ReadFault | MomentUnknown, Brain>(path, 'read', (log) => brainIn(log, revision));

/** Like `brainAt`, of a ledger that is open. */
export const brainIn = async (
  log: Pick<EventLog, 'head' | 'read' | 'loadSnapshot'>,
  revision: Revision,
): Promise<Either<ReadFault | MomentUnknown, Brain>> => {
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  const { revision: last } = head.right;
  if (!isMoment(revision, last))
    return left({ _tag: 'MomentUnknown', asked: revision, head: last });
  const loaded = await loadCheckpoint(createBrain(defaultPolicy), log, revision);
  if (isLeft(loaded)) return left(loaded.left);
  const { brain } = loaded.right;
  const recovered = await recover(brain, log, revision);
  return isLeft(recovered) ? recovered : right(brain);
};

const isMoment = (revision: Revision, head: Revision): boolean =>
  Number.isSafeInteger(revision) && revision >= 0 && revision <= head;
