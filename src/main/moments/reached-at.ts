import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { ReadFault } from '../../app/read.ts';
import { newestBelieved, type Until } from './believed.ts';
import { foldUntil } from './fold-until.ts';
import { viewsSuite } from './kept-views.ts';
import type { MomentSource } from './place.ts';
import { nowhere, type Reached } from './reached.ts';

/**
 * How far a ledger goes until a moment: the longest beginning of it in which no fact is later, whatever its clocks did.
 *
 * Facts behind the first later one do not count, though their own time may be earlier: a time names one revision, and a
 * later time never an earlier one.
 * @cost the facts since the nearest moment that was kept, 2.5 µs each
 */
export const reachedAt = async (
  { log, store }: MomentSource,
  until: Until,
): Promise<Either<ReadFault, Reached>> => {
  const believed = await newestBelieved(log, store, { kind: viewsSuite.kind, until });
  return foldUntil(log, { from: believed?.reached ?? nowhere, until }, () => true);
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
