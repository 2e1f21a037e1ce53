import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { type ReadFault, readPage } from '../../app/read.ts';
import type { MomentUnknown } from '../brain-at.ts';
import type { MomentFault } from '../../../adapters/ports/moment.ts';
import { type AskedMoment, momentOf } from './asked.ts';

/**
 * The revision that a moment names; of a time the last one up to it, and 0 for one before the first fact.
 *
 * @cost O(log facts) reads for a time
 */
export const revisionAt = async (
  log: EventLog,
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
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const page = await readPage(log, middle - 1, 1);
    if (isLeft(page)) return page;
    if ((page.right[0]?.fact.atMs ?? Infinity) <= atMs) low = middle;
    else high = middle - 1;
  }
  return right(low);
};

/** When a fact was recorded; 0 before the first one. */
export const timeOf = async (
  log: EventLog,
  revision: Revision,
): Promise<Either<ReadFault, InstantMs>> => {
  const page = await readPage(log, Math.max(0, revision - 1), 1);
  return isLeft(page) ? page : right(page.right[0]?.fact.atMs ?? 0);
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
