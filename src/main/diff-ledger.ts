import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { MomentFault, MomentsTurned } from '../../adapters/ports/moment.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import {
  type Diff,
  diffOf,
  noteRecord,
  type Picture,
  pictureOf,
  type Touched,
} from '../app/diff/index.ts';
import { pageMax, type ReadFault } from '../app/read.ts';
import { type BrainsAt, brainsOf } from './brain-shelf.ts';
import { withLedger } from './ledger-file.ts';
import { revisionMeant } from './moments/revision-at.ts';
import { timeOf } from './moments/time-of.ts';

/** What keeps a difference from being told. */
export type DiffFault = ReadFault | MomentFault | MomentsTurned;

/** Two moments, as somebody types them. */
export interface DiffQuestion {
  readonly from: string;
  readonly to: string;
}

/** What is other in a ledger file at one moment than at an earlier one, and what happened in between. */
export const diffInLedger = (
  path: string,
  question: DiffQuestion,
): Promise<Either<DiffFault, Diff>> =>
  withLedger<DiffFault, Diff>(path, 'read', (log) => diffIn(log, question));

/** Like `diffInLedger`, of a ledger that is open. */
export const diffIn = async (
  log: EventLog,
  { from, to }: DiffQuestion,
  brains: BrainsAt = brainsOf(log),
): Promise<Either<DiffFault, Diff>> => {
  const first = await revisionMeant(log, from);
  if (isLeft(first)) return first;
  const second = await revisionMeant(log, to);
  if (isLeft(second)) return second;
  return first.right > second.right
    ? left({ _tag: 'MomentsTurned', from: first.right, to: second.right })
    : diffBetween({ log, brains }, first.right, second.right);
};

interface DiffSource {
  readonly log: EventLog;
  readonly brains: BrainsAt;
}

/**
 * What happened is read from the facts in between, so that work that came and went is told as well; states are looked
 * up of those alone that a fact is about.
 *
 * @cost both moments, then about 3 µs a fact between them
 */
const diffBetween = async (
  { log, brains }: DiffSource,
  from: Revision,
  to: Revision,
): Promise<Either<DiffFault, Diff>> => {
  const touched = await touchedBetween(log, from, to);
  if (isLeft(touched)) return touched;
  const pictured = async (revision: Revision): Promise<Either<DiffFault, Picture>> => {
    const atMs = await timeOf(log, revision);
    if (isLeft(atMs)) return atMs;
    const brain = await brains(revision);
    return isLeft(brain) ? brain : right(pictureOf(brain.right, atMs.right, touched.right));
  };
  const before = await pictured(from);
  if (isLeft(before)) return before;
  const after = await pictured(to);
  return isLeft(after) ? after : right(diffOf(before.right, after.right, touched.right));
};

const touchedBetween = async (
  log: EventLog,
  after: Revision,
  to: Revision,
): Promise<Either<ReadFault, Touched>> => {
  const touched: Touched = new Map();
  for (let at = after; at < to;) {
    const page = await log.read(at, Math.min(pageMax, to - at))();
    if (isLeft(page)) return left(page.left);
    if (page.right.length === 0) break;
    for (const record of page.right) {
      const noted = noteRecord(touched, record);
      if (isLeft(noted)) return noted;
      at = record.revision;
    }
  }
  return right(touched);
};
