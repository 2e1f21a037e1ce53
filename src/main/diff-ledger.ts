import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import { capacity } from '../../projections/capacity/index.ts';
import { type Diff, diffOf, type Happened, noteFact, pictureOf } from '../app/diff/index.ts';
import { readFacts, type ReadFault, readPage } from '../app/read.ts';
import { foldFact } from '../app/states.ts';
import { brainIn, type MomentUnknown } from './brain-at.ts';
import { withLedger } from './ledger-file.ts';

/** What keeps a difference from being told. */
export type DiffFault = ReadFault | MomentUnknown;

/** What is other in a ledger file after one revision than after an earlier one, and what happened in between. */
export const diffInLedger = (
  path: string,
  from: Revision,
  to: Revision,
): Promise<Either<DiffFault, Diff>> =>
  withLedger<DiffFault, Diff>(path, 'read', (log) => diffIn(log, from, to));

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
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  const { revision: last } = head.right;
  if (to > last) return left({ _tag: 'MomentUnknown', asked: to, head: last });
  const brain = await brainIn(log, from);
  if (isLeft(brain)) return brain;
  const began = await momentOf(log, from);
  if (isLeft(began)) return began;
  const before = pictureOf(brain.right, began.right);
  const happened: Happened = new Map();
  let atMs = began.right;
  const read = await readFacts(log, { after: from, to }, ({ fact }) => {
    foldFact(brain.right.states, fact);
    if (capacity.handles.has(fact.type)) capacity.apply(brain.right.capacity, fact);
    noteFact(happened, fact);
    atMs = fact.atMs;
  });
  if (isLeft(read)) return read;
  return right(diffOf(before, pictureOf(brain.right, atMs), happened));
};

const momentOf = async (
  log: EventLog,
  revision: Revision,
): Promise<Either<ReadFault, InstantMs>> => {
  if (revision === 0) return right(0);
  const page = await readPage(log, revision - 1, 1);
  return isLeft(page) ? page : right(page.right[0]?.fact.atMs ?? 0);
};
