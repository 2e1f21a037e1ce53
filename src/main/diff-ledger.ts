import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { MomentFault } from '../../adapters/ports/moment.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import { type Diff, diffOf, type Happened, noteFact, pictureOf } from '../app/diff/index.ts';
import { readFacts, type ReadFault } from '../app/read.ts';
import { foldInto } from '../app/fold-brain.ts';
import { brainIn } from './brain-at.ts';
import { withLedger } from './ledger-file.ts';
import { revisionMeant } from './moments/revision-at.ts';
import { timeOf } from './moments/time-of.ts';

/** What keeps a difference from being told. */
export type DiffFault = ReadFault | MomentFault | MomentsTurned;

/** The moment to begin with is after the one to end with. */
export interface MomentsTurned {
  readonly _tag: 'MomentsTurned';
  readonly from: Revision;
  readonly to: Revision;
}

/** What is other in a ledger file at one moment than at an earlier one, as somebody types them, and what happened in between. */
export const diffInLedger = (
  path: string,
  from: string,
  to: string,
): Promise<Either<DiffFault, Diff>> =>
  withLedger<DiffFault, Diff>(path, 'read', async (log) => {
    const first = await revisionMeant(log, from);
    if (isLeft(first)) return first;
    const second = await revisionMeant(log, to);
    if (isLeft(second)) return second;
    return first.right > second.right
      ? left({ _tag: 'MomentsTurned', from: first.right, to: second.right })
      : diffIn(log, first.right, second.right);
  });

/**
 * Like `diffInLedger`, of a ledger that is open. What happened is read from the facts in between, so that work that
 * came and went is told as well.
 *
 * @cost the nearest checkpoint before `from`, then about 5 µs a fact up to `to`
 */
export const diffIn = async (
  log: EventLog,
  from: Revision,
  to: Revision,
): Promise<Either<DiffFault, Diff>> => {
  const brain = await brainIn(log, from);
  if (isLeft(brain)) return brain;
  const began = await timeOf(log, from);
  if (isLeft(began)) return began;
  const before = pictureOf(brain.right, began.right);
  const happened: Happened = new Map();
  let atMs = began.right;
  const read = await readFacts(log, { after: from, to }, ({ fact }) => {
    foldInto(brain.right, fact);
    noteFact(happened, fact);
    atMs = fact.atMs;
  });
  if (isLeft(read)) return read;
  return right(diffOf(before, pictureOf(brain.right, atMs), happened));
};
