import type { DatabaseSync } from 'node:sqlite';
import { inDoubt, locked, raise } from '../ports/log-faults.ts';
import { causeOf, diskFull, faultOf, sqlite, sqliteCodeOf } from './faults.ts';

/** A connection that writes, and how to end it. */
export interface Transacting {
  readonly db: DatabaseSync;
  readonly place: string;
  /** Closes the log at once: what the disk did is unknown, so nothing more may be said to be durable. */
  readonly abandon: () => void;
}

/** Runs work in one transaction, which is on the disk when it returns. */
export const durablyOf = (ground: Transacting): ((work: () => void) => void) => {
  const begin = ground.db.prepare('BEGIN IMMEDIATE');
  const commit = ground.db.prepare('COMMIT');
  return (work) => {
    begin.run();
    try {
      work();
      commit.run();
    } catch (error) {
      failed(ground, error);
    }
  };
};

/**
 * Ends a transaction that failed: refused for certain where SQLite rolled it back before a byte of the commit could
 * count, in doubt where the disk failed.
 *
 * @source reliability reference §0 (4): an event whose fsync failed was in the log after a crash
 */
const failed = (ground: Transacting, error: unknown): never => {
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
