import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { ReadFault } from '../../app/read.ts';
import type { MomentUnknown } from '../brain-at.ts';
import type { MomentFault } from '../../../adapters/ports/moment.ts';
import { type AskedMoment, momentOf } from './asked.ts';
import { momentsOf } from './beside.ts';
import type { MomentLog } from './believed.ts';
import { reachedAt } from './reached-at.ts';
import { timeOf } from './time-of.ts';

/**
 * The revision that a moment names; of a time the end of the longest beginning without a later fact, as everywhere, and 0
 * for one before the first fact.
 *
 * @cost that of `reachedAt` for a time
 */
export const revisionAt = async (
  log: MomentLog,
  moment: AskedMoment,
): Promise<Either<ReadFault | MomentUnknown, Revision>> => {
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  const { revision: last } = head.right;
  if (moment.kind === 'revision') {
    const { revision } = moment;
    if (revision <= last) return right(revision);
    return left({ _tag: 'MomentUnknown', asked: revision, head: last });
  }
  const lastMs = await timeOf(log, last);
  if (isLeft(lastMs)) return lastMs;
  const atMs = moment.kind === 'instant' ? moment.atMs : lastMs.right - moment.ms;
  const until = { revision: last, latestMs: atMs };
  const reached = await reachedAt({ log, store: momentsOf(log) }, until);
  return isLeft(reached) ? reached : right(reached.right.revision);
};

/** The revision that somebody typed a moment for; the head where nobody did. */
export const revisionMeant = async (
  log: EventLog,
  typed: string | undefined,
): Promise<Either<ReadFault | MomentFault, Revision>> => {
  if (typed !== undefined) {
    const asked = momentOf(typed);
    return isLeft(asked) ? asked : revisionAt(log, asked.right);
  }
  const head = await log.head()();
  return isLeft(head) ? left(head.left) : right(head.right.revision);
};
