import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { TaskEither } from '../../domain/foundation/fp.ts';
import type { EventLog, LogFault } from '../ports/event-log.ts';
import { corrupt, guarded, raise, unavailable } from './faults.ts';
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
}

/** A file that is read, perhaps while another process writes it. */
export interface Reading {
  readonly place: string;
  /** Runs work on a view of the present file. */
  readonly see: <Answer>(work: (view: View) => Answer) => Answer;
  readonly close: () => void;
}

/** How long a reader waits for a writer that is just recovering or closing. @unit ms */
const waitMsMax = 1000;

/**
 * Opens a file so that nothing beside it is made.
 *
 * Where a WAL is there, SQLite reads through it. Where none is (nobody writes), the file is opened as immutable: SQLite
 * would make a WAL otherwise, and could not in a read-only directory. As soon as a WAL or other bytes appear, the view
 * is made anew.
 */
export const readingOf = (path: string): Reading => {
  const place = resolve(path);
  let view: View | undefined;
  const close = (): void => {
    view?.db.close();
    view = undefined;
  };
  const present = (): View => {
    if (view?.seenAs !== undefined && view.seenAs !== looks(place)) close();
    return (view ??= viewOf(place));
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

const viewOf = (place: string): View => {
  if (!existsSync(place)) {
    const remedy = 'Check the path; a new ledger is made by opening it for writing.';
    return raise(unavailable(place, 'there is no such file', remedy));
  }
  if (statSync(place).size === 0) raise(corrupt(place, 'it is empty: its bytes were cut off'));
  const seenAs = looks(place);
  const damage = seenAs === undefined ? lastingWalDamage(place) : undefined;
  if (damage !== undefined) raise(corrupt(place, damage));
  const url = pathToFileURL(place);
  if (seenAs !== undefined) url.searchParams.set('immutable', '1');
  const db = new DatabaseSync(url, { readOnly: true, timeout: waitMsMax });
  try {
    prepareConnection(db, place);
    if (seenAs === undefined) requireWal(db, place);
    const rows = rowsOf(db, place, identify(db, place));
    checkMark(db, place, rows);
    let index: KeyIndex | undefined;
    return {
      db,
      rows,
      snapshots: snapshotsOf(db, rows),
      index: () => {
        const head = rows.head().revision;
        index ??= keyIndexOf(db, rows, indexedTo(db, rows, head));
        index.catchUp(head);
        return index;
      },
      seenAs,
    };
  } catch (error) {
    db.close();
    throw error;
  }
};

/** Opens a ledger for reading. */
export const openForReading = (path: string): EventLog => {
  const reading = readingOf(path);
  const { place } = reading;
  let isOpen = true;
  const whileOpen = <Answer>(work: (view: View) => Answer): TaskEither<LogFault, Answer> =>
    guarded(place, () =>
      isOpen ? reading.see(work) : raise({ _tag: 'LogClosed', retry: 'never', place }),
    );
  const refuse = () =>
    whileOpen(() => raise(unavailable(place, 'it was opened for reading', 'Open it for writing.')));
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
      guarded(place, () => {
        isOpen = false;
        reading.close();
      }),
  };
};
