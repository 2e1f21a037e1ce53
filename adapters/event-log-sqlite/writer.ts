import { batchRefusalOf } from '../../domain/foundation/batch.ts';
import { chainHashes } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Head, NewRecord } from '../ports/event-log.ts';
import { raise } from '../ports/log-faults.ts';
import { sqlite, sqliteCodeOf } from './faults.ts';
import type { KeyIndex } from './key-index.ts';
import { markerOf } from './mark.ts';
import type { Rows } from './rows.ts';
import { durablyOf, type Transacting } from './transaction.ts';

/** What a writer stands on. */
export interface Ground extends Transacting {
  readonly rows: Rows;
  readonly index: KeyIndex;
}

/** Appends to a ledger, one batch a transaction. */
export interface Writer {
  readonly head: () => Head;
  readonly append: (expected: Revision, records: readonly NewRecord[]) => Head;
  /** Runs other work durably, under the same rules for failures. */
  readonly durably: (work: () => void) => void;
  /** Leaves a mark at the head, by which the next opening sees whether facts were lost. */
  readonly mark: () => void;
}

/** A writer whose head was just read from the file. */
export const writerOf = (ground: Ground): Writer => {
  const { db, rows, index } = ground;
  const insert = db.prepare('INSERT INTO events VALUES (?, ?, ?)');
  const leaveMark = markerOf(db);
  let head = rows.head();

  const durably = durablyOf(ground);
  const store = (records: readonly NewRecord[]): Head => {
    const first = head.revision + 1;
    const bodies = records.map(({ body }) => body);
    const links = chainHashes(head.hash, bodies);
    durably(() => {
      for (const [at, body] of bodies.entries()) {
        insert.run(first + at, body, links.subarray(at * 32, at * 32 + 32));
      }
      // The rows of the index and the mark are those of earlier batches: they are durable already.
      if (index.save()) leaveMark(head);
    });
    index.saved();
    for (const record of records) index.note(record);
    head = { revision: head.revision + records.length, hash: links.slice(-32) };
    return head;
  };
  const append = (expected: Revision, records: readonly NewRecord[]): Head => {
    const refusal = batchRefusalOf(expected, records);
    if (refusal !== undefined) raise(refusal);
    if (expected !== head.revision) return standing(rows, head, { expected, records });
    try {
      return store(records);
    } catch (error) {
      if (sqliteCodeOf(error) !== sqlite.constraint) throw error;
      // Somebody wrote past the lock, with another program: their facts stand, and ours are decided again.
      head = followed(ground);
      return raise(conflict(expected, head.revision));
    }
  };
  const mark = (): void => {
    durably(() => {
      index.save();
      leaveMark(head);
    });
    index.saved();
  };
  return { head: () => head, append, durably, mark };
};

/** Reads what somebody else wrote; where it is off the chain, nothing may be written on top of it. */
const followed = ({ rows, index, abandon }: Ground): Head => {
  try {
    const head = rows.head();
    index.catchUp(head.revision);
    return head;
  } catch (error) {
    abandon();
    throw error;
  }
};

const conflict = (expected: Revision, actual: Revision) =>
  ({ _tag: 'VersionConflict', retry: 'again', expected, actual }) as const;

/** A batch that already stands where it claims to, byte for byte, is a retry; anything else came too late. */
const standing = (
  rows: Rows,
  head: Head,
  { expected, records }: { readonly expected: Revision; readonly records: readonly NewRecord[] },
): Head => {
  const last = expected + records.length;
  if (expected < rows.base || last > head.revision) {
    return raise(conflict(expected, head.revision));
  }
  const stored = rows.page(expected, records.length);
  const isSame = records.every(({ body }, at) => stored[at]?.body === body);
  return isSame
    ? { revision: last, hash: rows.hashAt(last) }
    : raise(conflict(expected, head.revision));
};
