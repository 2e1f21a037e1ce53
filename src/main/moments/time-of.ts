import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { type ReadFault, readPage } from '../../app/read.ts';

/** When a fact was recorded; 0 before the first one. */
export const timeOf = async (
  log: Pick<EventLog, 'read'>,
  revision: Revision,
): Promise<Either<ReadFault, InstantMs>> => {
  const page = await readPage(log, Math.max(0, revision - 1), 1);
  return isLeft(page) ? page : right(page.right[0]?.fact.atMs ?? 0);
};
