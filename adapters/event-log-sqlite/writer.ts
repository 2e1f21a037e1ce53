import type { DatabaseSync } from 'node:sqlite';
import { batchRefusalOf } from '../../domain/foundation/batch.ts';
import { chainHash } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Head, NewRecord } from '../ports/event-log.ts';
import {
  causeOf,
  diskFull,
  faultOf,
  inDoubt,
  locked,
  raise,
  sqlite,
  sqliteCodeOf,
} from './faults.ts';
import type { KeyIndex } from './key-index.ts';
import { markerOf } from './mark.ts';
import type { Rows } from './rows.ts';

/** What a writer stands on. */
export interface Ground {
  readonly db: DatabaseSync;
  readonly place: string;
  readonly rows: Rows;
  readonly index: KeyIndex;
  /** Closes the log at once: what the disk did is unknown, so nothing more may be said to be durable. */
  readonly abandon: () => void;
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
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const insert = db.prepare('INSERT INTO events VALUES (?, ?, ?)');
  const leaveMark = markerOf(db);
  let head = rows.head();

  const durably = (work: () => void): void => {
    begin.run();
    try {
      work();
      commit.run();
    } catch (error) {
      failed(ground, error);
    }
  };
  const store = (records: readonly NewRecord[]): Head => {
    let { revision, hash } = head;
    durably(() => {
      for (const { body } of records) {
        revision += 1;
        hash = chainHash(hash, body);
        insert.run(revision, body, hash);
      }
      // The rows of the index and the mark are those of earlier batches: they are durable already.
      if (index.save()) leaveMark(head);
    });
    index.saved();
    for (const record of records) index.note(record);
    head = { revision, hash };
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

/**
 * Ends a transaction that failed: refused for certain where SQLite rolled it back before a byte of the commit could
 * count, in doubt where the disk failed.
 *
 * @source reliability reference §0 (4): an event whose fsync failed was in the log after a crash
 */
const failed = (ground: Ground, error: unknown): never => {
  const code = sqliteCodeOf(error);
  if (code === undefined || code === sqlite.ioError || code === sqlite.corrupt) {
    ground.abandon();
    const fault = faultOf(ground.place)(error);
    return raise(fault._tag === 'LedgerCorrupt' ? fault : inDoubt(ground.place, causeOf(error)));
  }
  try {
    if (ground.db.isTransaction) ground.db.exec('ROLLBACK');
  } catch (rollbackError) {
    ground.abandon();
    return raise(inDoubt(ground.place, causeOf(rollbackError)));
  }
  if (code === sqlite.full) return raise(diskFull(ground.place));
  if (code === sqlite.busy) return raise(locked(ground.place));
  throw error;
};
