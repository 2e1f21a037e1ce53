import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Revision } from '../../domain/foundation/event.ts';
import { right, type TaskEither } from '../../domain/foundation/fp.ts';
import type { EventLog, LogFault } from '../ports/event-log.ts';
import { raise, unavailable } from '../ports/log-faults.ts';
import { causeOf, corrupt, guarded } from './faults.ts';
import { checkLength, checkWritable, inspect } from './inspect.ts';
import { keyIndexOf } from './key-index.ts';
import { takeLock } from './lock.ts';
import { checkMark, checkMarkedHash } from './mark.ts';
import { rowsOf } from './rows.ts';
import {
  createLedger,
  formatVersion,
  identify,
  prepareConnection,
  requireWal,
  textOf,
} from './schema.ts';
import { indexedTo } from './segments.ts';
import { snapshotsOf } from './snapshots.ts';
import { auditWal } from './wal-audit.ts';
import { writerOf } from './writer.ts';

const walPagesUsual = 16_000;

/** How a new ledger begins and how its file is kept. */
export interface WriteOptions {
  /** The revision before the first fact of a ledger that does not exist yet; tests near 2^53 begin there. */
  readonly baseRevision?: Revision;
  /**
   * Pages in the write-ahead log after which they are moved into the file. The move stalls a batch: at 1,000 pages every
   * thirtieth of 512 facts, which is what the slowest hundredth of commanders feels; at 16,000 (64 MB) hardly one.
   */
  readonly walPagesMax?: number;
}

/** Opens a ledger for writing, making it where nothing is or an empty file; verifies what was appended since the last index row. */
export const openForWriting = (path: string, options: WriteOptions): EventLog => {
  const place = placeOf(path);
  checkWritable(place, inspect(place));
  const unlock = takeLock(place);
  let db: DatabaseSync | undefined;
  try {
    // Two may have found the place free: who has the lock looks again.
    const isFree = (statSync(place, { throwIfNoEntry: false })?.size ?? 0) === 0;
    if (isFree) createLedger(place, options.baseRevision ?? 0);
    checkLength(place);
    const damage = auditWal(place);
    if (damage !== undefined) raise(corrupt(place, damage));
    db = new DatabaseSync(place, { timeout: 0 });
    const { walPagesMax = walPagesUsual } = options;
    return writableLog({ db, path, place, unlock, walPagesMax });
  } catch (error) {
    if (db?.isOpen === true) db.close();
    unlock();
    throw error;
  }
};

/** One name for one file, so that a link to it finds the same lock. */
const placeOf = (path: string): string => {
  const place = resolve(path);
  try {
    return existsSync(place)
      ? realpathSync(place)
      : join(realpathSync(dirname(place)), basename(place));
  } catch (error) {
    return raise(unavailable(place, causeOf(error), 'Make its directory first.'));
  }
};

interface Opened {
  readonly db: DatabaseSync;
  /** As it was given, for faults. */
  readonly path: string;
  readonly place: string;
  readonly unlock: () => void;
  readonly walPagesMax: number;
}

const writableLog = ({ db, path, place, unlock, walPagesMax }: Opened): EventLog => {
  prepareConnection(db, place);
  const base = identify(db, place);
  requireWal(db, place);
  makeDurable(db, place, walPagesMax);
  const rows = rowsOf(db, { place, base, isProved: true });
  const head = rows.head();
  checkMark(db, place, rows);
  checkMarkedHash(db, place, rows);
  const index = keyIndexOf(db, rows, indexedTo(db, rows, head.revision));
  index.catchUp(head.revision);
  let isOpen = true;
  const end = (): void => {
    isOpen = false;
    db.close();
    unlock();
  };
  const writer = writerOf({ db, place, rows, index, abandon: end });
  const snapshots = snapshotsOf(db, rows);
  const whileOpen = <Answer>(work: () => Answer): TaskEither<LogFault, Answer> =>
    guarded(path, () => (isOpen ? work() : raise({ _tag: 'LogClosed', retry: 'never', place })));
  return {
    head: () => whileOpen(writer.head),
    append: (expected, records) => whileOpen(() => writer.append(expected, records)),
    read: (after, max) => whileOpen(() => rows.page(after, max)),
    readSubject: (subject, after, max) => whileOpen(() => index.subject(subject, after, max)),
    findCommand: (commandId) => whileOpen(() => index.command(commandId)),
    loadSnapshot: (name, atMost) => whileOpen(() => snapshots.load(name, atMost)),
    saveSnapshot: (snapshot) => whileOpen(() => writer.durably(() => snapshots.save(snapshot))),
    close: () =>
      isOpen
        ? guarded(path, () => closeCleanly(db, writer.mark, end))
        : async () => right(undefined),
  };
};

/** Refuses to write where a commit could be lost by a power cut, or not be made at all. */
const makeDurable = (db: DatabaseSync, place: string, walPagesMax: number): void => {
  db.exec(`PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${walPagesMax}`);
  // Where the file may only be read, BEGIN IMMEDIATE begins a reading transaction: only a write tells.
  db.exec(`PRAGMA cache_size = -16000; BEGIN IMMEDIATE; PRAGMA user_version = ${formatVersion}`);
  db.exec('ROLLBACK');
  const synchronous = textOf(db, 'PRAGMA synchronous');
  if (synchronous === '2') return;
  const remedy = 'Run a Node.js whose SQLite honours PRAGMA synchronous = FULL.';
  raise(unavailable(place, `synchronous reads back as ${synchronous}`, remedy));
};

/** The facts are durable already; the mark and the moving of the WAL save time and files, so their failure is none. */
const closeCleanly = (db: DatabaseSync, mark: () => void, end: () => void): void => {
  try {
    mark();
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // Nothing is lost: the next opening reads the WAL and verifies a longer tail.
  } finally {
    if (db.isOpen) end();
  }
};
