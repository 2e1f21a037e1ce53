import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { type ReadFault, readPage } from '../../app/read.ts';
import { type MomentLog, newestBelieved, type Until } from './believed.ts';
import { foldUntil } from './fold-until.ts';
import { viewsSuite } from './kept-views.ts';
import type { MomentSource } from './place.ts';
import { nowhere, type Standing } from './reached.ts';

/**
 * How far a ledger goes until a moment: the longest beginning of it in which no fact is later, whatever its clocks did.
 *
 * Facts behind the first later one do not count, though their own time may be earlier: a time names one revision, and a
 * later time never an earlier one.
 * @cost for a time the facts since the nearest moment that was kept, 2.5 µs each
 */
export const reachedAt = async (
  { log, store }: MomentSource,
  until: Until,
  sliceMs?: number,
): Promise<Either<ReadFault, Standing>> => {
  const { revision, latestMs } = until;
  if (latestMs === Number.POSITIVE_INFINITY) return standingAt(log, revision);
  const believed = await newestBelieved(log, store, { kind: viewsSuite.kind, until });
  return foldUntil(log, { from: believed?.reached ?? nowhere, until, sliceMs }, () => true);
};

const standingAt = async (
  log: Pick<MomentLog, 'read'>,
  revision: Revision,
): Promise<Either<ReadFault, Standing>> => {
  const page = await readPage(log, Math.max(0, revision - 1), 1);
  if (isLeft(page)) return page;
  const { atMs: nowMs = 0, epoch = 0 } = (revision === 0 ? undefined : page.right[0]?.fact) ?? {};
  return right({ revision, nowMs, epoch });
};

/** The same moment by its revision alone. */
export const byRevision = async (
  source: MomentSource,
  until: Until,
): Promise<Either<ReadFault, Until>> => {
  if (until.latestMs === Number.POSITIVE_INFINITY) return right(until);
  const reached = await reachedAt(source, until);
  if (isLeft(reached)) return reached;
  return right({ revision: reached.right.revision, latestMs: Number.POSITIVE_INFINITY });
};
