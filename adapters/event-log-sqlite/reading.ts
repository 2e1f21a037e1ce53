import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { TaskEither } from '../../domain/foundation/fp.ts';
import type { EventLog, LogFault } from '../ports/event-log.ts';
import { corrupt, FaultRaised, faultOf, guarded, raise, unavailable } from './faults.ts';
import { checkLength, inspect } from './inspect.ts';
import { type KeyIndex, keyIndexOf } from './key-index.ts';
import { checkMark } from './mark.ts';
import { type Rows, rowsOf } from './rows.ts';
import { identify, prepareConnection, requireWal } from './schema.ts';
import { indexedTo } from './segments.ts';
import { type Snapshots, snapshotsOf } from './snapshots.ts';
import { lastingWalDamage } from './wal-audit.ts';

/** What a reader sees through, as long as the file stays as it is. */
export interface View {
  readonly db: DatabaseSync;
  readonly rows: Rows;
  readonly snapshots: Snapshots;
  readonly index: () => KeyIndex;
  /** How the file looked, where the view stands on the file alone; `undefined` where it goes through the WAL. */
  readonly seenAs: string | undefined;
  /** What would have refused the file, had it not been opened to save what can be saved. */
  readonly doubts: readonly LogFault[];
}

/** A file that is read, perhaps while another process writes it. */
export interface Reading {
  readonly place: string;
  /** Runs work on a view of the present file. */
  readonly see: <Answer>(work: (view: View) => Answer) => Answer;
  readonly close: () => void;
}

/** Whether a damaged file is opened as far as it goes, so that what stands before the damage can be saved. */
export interface Leniency {
  readonly isLenient: boolean;
}

const strict: Leniency = { isLenient: false };

/** How long a reader waits for a writer that is just recovering or closing. @unit ms */
const waitMsMax = 1000;

/**
 * Opens a file so that nothing beside it is made.
 *
 * Where a WAL is there, SQLite reads through it. Where none is (nobody writes), the file is opened as immutable: SQLite
 * would make a WAL otherwise, and could not in a read-only directory. As soon as a WAL or other bytes appear, the view
 * is made anew.
 */
export const readingOf = (path: string, leniency: Leniency = strict): Reading => {
  const place = resolve(path);
  let view: View | undefined;
  const close = (): void => {
    view?.db.close();
    view = undefined;
  };
  const present = (): View => {
    if (view?.seenAs !== undefined && view.seenAs !== looks(place)) close();
    return (view ??= viewOf(place, leniency));
  };
  const see = <Answer>(work: (view: View) => Answer): Answer => {
    const before = looks(place);
    try {
      return work(present());
    } catch (error) {
      // A writer may have begun between our look at the file and our reading of it.
      if (looks(place) === before) throw error;
      close();
      return work(present());
    }
  };
  see(() => undefined);
  return { place, see, close };
};

/** Size, time and WAL of a file; changes whenever somebody writes it. */
const looks = (place: string): string | undefined => {
  if (existsSync(`${place}-wal`)) return undefined;
  const found = statSync(place, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? 'missing' : `${found.ino} ${found.size} ${found.mtimeNs}`;
};

const viewOf = (place: string, { isLenient }: Leniency): View => {
  checkThere(place);
  const doubts: LogFault[] = [];
  const demand = isLenient ? notingIn(doubts, place) : (check: () => void) => check();
  demand(() => checkLength(place));
  const seenAs = looks(place);
  if (seenAs === undefined) demand(() => checkWal(place));
  const url = pathToFileURL(place);
  if (seenAs !== undefined) url.searchParams.set('immutable', '1');
  const db = new DatabaseSync(url, { readOnly: true, timeout: waitMsMax, defensive: !isLenient });
  try {
    // Of a file that lacks pages SQLite reads nothing, unless it is told that somebody is mending it.
    if (isLenient) db.exec('PRAGMA writable_schema = ON');
    prepareConnection(db, place);
    if (seenAs === undefined) demand(() => requireWal(db, place));
    let base = 0;
    demand(() => {
      base = identify(db, place);
    });
    const rows = rowsOf(db, place, base);
    demand(() => checkMark(db, place, rows));
    return {
      db,
      rows,
      snapshots: snapshotsOf(db, rows),
      index: indexOver(db, rows),
      seenAs,
      doubts,
    };
  } catch (error) {
    db.close();
    const [doubt] = doubts;
    throw doubt === undefined ? error : new FaultRaised(doubt);
  }
};

const notingIn =
  (doubts: LogFault[], place: string) =>
  (check: () => void): void => {
    try {
      check();
    } catch (error) {
      doubts.push(faultOf(place)(error));
    }
  };

const checkThere = (place: string): void => {
  const standing = inspect(place);
  if (standing === 'ledger') return;
  const isEmpty = standing === 'empty';
  const cause = isEmpty ? 'it is empty and holds no ledger yet' : 'there is no such file';
  const remedy = isEmpty
    ? 'Play something into it with `berth sim run`, or name another file.'
    : 'Check the path; a new ledger is made by opening it for writing.';
  raise(unavailable(place, cause, remedy));
};

const checkWal = (place: string): void => {
  const damage = lastingWalDamage(place);
  if (damage !== undefined) raise(corrupt(place, damage));
};

/** An index that is made when it is first asked for, and kept up with the head. */
const indexOver = (db: DatabaseSync, rows: Rows): (() => KeyIndex) => {
  let index: KeyIndex | undefined;
  return () => {
    const head = rows.head().revision;
    index ??= keyIndexOf(db, rows, indexedTo(db, rows, head));
    index.catchUp(head);
    return index;
  };
};

/** Opens a ledger for reading. */
export const openForReading = (path: string): EventLog => {
  const reading = readingOf(path);
  let isOpen = true;
  const whileOpen = <Answer>(work: (view: View) => Answer): TaskEither<LogFault, Answer> =>
    guarded(path, () =>
      isOpen ? reading.see(work) : raise({ _tag: 'LogClosed', retry: 'never', place: path }),
    );
  const refuse = () =>
    whileOpen(() => raise(unavailable(path, 'it was opened for reading', 'Open it for writing.')));
  return {
    head: () => whileOpen(({ rows }) => rows.head()),
    append: refuse,
    read: (after, max) => whileOpen(({ rows }) => rows.page(after, max)),
    readSubject: (subject, after, max) =>
      whileOpen(({ index }) => index().subject(subject, after, max)),
    findCommand: (commandId) => whileOpen(({ index }) => index().command(commandId)),
    loadSnapshot: (name, atMost) => whileOpen(({ snapshots }) => snapshots.load(name, atMost)),
    saveSnapshot: refuse,
    close: () =>
      guarded(path, () => {
        isOpen = false;
        reading.close();
      }),
  };
};
