import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { MomentStore } from '../ports/moment-store.ts';
import {
  bytesIn,
  forgetIn,
  keepIn,
  layoutVersion,
  marksIn,
  partIn,
  tables,
} from './moment-rows.ts';

/** Which file, and what for. */
export interface MomentOptions {
  /** Beside the ledger; see `momentsOf`. */
  readonly path: string;
}

/** The file in which the moments of a ledger file are kept. */
export const momentsPathOf = (ledger: string): string => `${ledger}-moments`;

/** How long a writer waits for another one. @unit ms */
const busyMs = 250;

/**
 * Opens the moments beside a ledger file; the file is made by whoever keeps the first.
 *
 * Whatever is wrong with it (it is not there, it may not be written, its bytes are damaged) costs time and nothing else.
 */
export const openMoments = (options: MomentOptions): MomentStore => {
  const files: Files = { options, reading: undefined, writing: undefined };
  return {
    marks: (kind) => seen(files, (db) => marksIn(db, kind)) ?? [],
    part: (mark, part) => seen(files, (db) => partIn(db, mark, part)),
    keep: (mark, parts) => changed(files, (db) => keepIn(db, mark, parts)),
    forget: (mark) => void changed(files, (db) => forgetIn(db, mark)),
    bytes: (kind) => seen(files, (db) => bytesIn(db, kind)) ?? 0,
    close: () => close(files),
  };
};

interface Files {
  readonly options: MomentOptions;
  reading: DatabaseSync | undefined;
  writing: DatabaseSync | undefined;
}

const close = (files: Files): void => {
  files.reading?.close();
  files.writing?.close();
  files.reading = undefined;
  files.writing = undefined;
};

/** Reads, where there is something to be read. */
const seen = <Answer>(
  files: Files,
  work: (db: DatabaseSync) => Answer | undefined,
): Answer | undefined => {
  try {
    files.reading ??= openToRead(files.options);
    return files.reading === undefined ? undefined : work(files.reading);
  } catch {
    close(files);
    return undefined;
  }
};

const openToRead = ({ path }: MomentOptions): DatabaseSync | undefined => {
  const db = new DatabaseSync(path, { readOnly: true, timeout: busyMs });
  if (versionOf(db) === layoutVersion) return db;
  db.close();
  return undefined;
};

const versionOf = (db: DatabaseSync): unknown =>
  db.prepare("SELECT value FROM meta WHERE key = 'version'").get()?.['value'];

/** Writes; a file that is damaged or of another version is begun anew. */
const changed = (files: Files, work: (db: DatabaseSync) => void): boolean => {
  for (const isLast of [false, true]) {
    try {
      files.writing ??= openToWrite(files.options);
      const db = files.writing;
      db.exec('BEGIN IMMEDIATE');
      work(db);
      db.exec('COMMIT');
      return true;
    } catch (error) {
      close(files);
      if (isLast || !isDamage(error)) return false;
      removeFile(files.options.path);
    }
  }
  return false;
};

/** Not a database, a damaged one, or one without our tables. @source sqlite.org/rescode.html */
const damage: ReadonlySet<number> = new Set([1, 11, 26]);

const isDamage = (error: unknown): boolean =>
  error instanceof Error &&
  'errcode' in error &&
  typeof error.errcode === 'number' &&
  damage.has(error.errcode & 0xff);

const removeFile = (path: string): void => {
  for (const suffix of ['', '-journal']) rmSync(path + suffix, { force: true });
};

const openToWrite = ({ path }: MomentOptions): DatabaseSync => {
  const db = new DatabaseSync(path, { timeout: busyMs });
  db.exec(`PRAGMA journal_mode = DELETE; PRAGMA synchronous = NORMAL; ${tables}`);
  if (versionOf(db) === layoutVersion) return db;
  db.exec('BEGIN IMMEDIATE; DELETE FROM marks; DELETE FROM parts');
  db.prepare("INSERT OR REPLACE INTO meta VALUES ('version', ?)").run(layoutVersion);
  db.exec('COMMIT');
  return db;
};
