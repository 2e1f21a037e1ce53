import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { type ReadFault, readPage } from '../../app/read.ts';
import type { MomentUnknown } from '../brain-at.ts';

/** The revision that a moment names; of an instant the last one up to it. @cost O(log facts) reads for an instant */
export const revisionAt = async (
  log: EventLog,
  moment: { readonly revision: Revision } | { readonly atMs: InstantMs },
): Promise<Either<ReadFault | MomentUnknown, Revision>> => {
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  const { revision: last } = head.right;
  if ('revision' in moment) {
    const { revision } = moment;
    if (revision <= last) return right(revision);
    return left({ _tag: 'MomentUnknown', asked: revision, head: last });
  }
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const page = await readPage(log, middle - 1, 1);
    if (isLeft(page)) return page;
    if ((page.right[0]?.fact.atMs ?? Infinity) <= moment.atMs) low = middle;
    else high = middle - 1;
  }
  return right(low);
};
