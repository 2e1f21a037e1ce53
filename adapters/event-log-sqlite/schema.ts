import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Revision } from '../../domain/foundation/event.ts';
import { raise, unavailable } from '../ports/log-faults.ts';
import { corrupt } from './faults.ts';

/** What `file(1)` and SQLite read at byte 68 of a Berth ledger: "Brth". */
export const applicationId = 0x42727468;
/** The format that this program writes, kept in `user_version`. */
export const formatVersion = 1;

/**
 * `events` holds the facts and nothing more. The rest is derived: without it the ledger answers the same, later.
 * @shape an index row has the 32-bit fingerprints of 4,096 facts side by side, and a seal over them and the chain
 */
const tables = `
CREATE TABLE events (revision INTEGER PRIMARY KEY, body TEXT NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TABLE subject_index (first INTEGER PRIMARY KEY, fingerprints BLOB NOT NULL, seal BLOB NOT NULL) STRICT;
CREATE TABLE command_index (first INTEGER PRIMARY KEY, fingerprints BLOB NOT NULL, seal BLOB NOT NULL) STRICT;
CREATE TABLE snapshots (name TEXT NOT NULL, revision INTEGER NOT NULL, hash BLOB NOT NULL, seal BLOB NOT NULL,
  bytes BLOB NOT NULL, PRIMARY KEY (name, revision)) STRICT;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;`;

/** The oldest SQLite without the WAL-reset corruption (3.7.0 – 3.51.2). @source sqlite.org/releaselog/3_51_3.html */
const sqliteOldest = [3, 51, 3] as const;

/** Makes the settings of a connection and refuses a SQLite that can corrupt a WAL. */
export const prepareConnection = (db: DatabaseSync, place: string): void => {
  db.exec('PRAGMA mmap_size = 0; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON');
  const version = textOf(db, 'SELECT sqlite_version()');
  const parts = version.split('.').map(Number);
  const differing = sqliteOldest.findIndex((known, index) => parts[index] !== known);
  if (differing >= 0 && (parts[differing] ?? 0) < (sqliteOldest[differing] ?? 0)) {
    const remedy = 'Run a Node.js that bundles SQLite 3.51.3 or newer.';
    raise(unavailable(place, `SQLite ${version} can corrupt a write-ahead log`, remedy));
  }
};

/** The one value of the first row, as text. */
export const textOf = (db: DatabaseSync, sql: string): string =>
  String(Object.values(db.prepare(sql).get() ?? {})[0] ?? '');

/**
 * Makes an empty ledger and puts it in its place by one rename, so that no crash leaves half of one.
 *
 * The caller holds the writer's lock.
 */
export const createLedger = (path: string, baseRevision: Revision): void => {
  if (existsSync(`${path}-wal`)) {
    const remedy = 'Put the ledger file back beside it, or move both away.';
    raise(unavailable(path, `it is missing, but ${path}-wal holds facts of it`, remedy));
  }
  const draft = `${path}-new`;
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(draft + suffix, { force: true });
  const db = new DatabaseSync(draft);
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE');
    db.exec(tables);
    const add = db.prepare('INSERT INTO meta VALUES (?, ?)');
    add.run('ledger_id', randomUUID());
    add.run('base_revision', String(baseRevision));
    db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${formatVersion}`);
    db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
  // Closing tells of no failure: a WAL that is still there holds what the draft lacks.
  if (existsSync(`${draft}-wal`)) {
    raise(
      unavailable(path, 'a new ledger could not be written', 'Check the disk, then try again.'),
    );
  }
  renameSync(draft, path);
  syncDirectory(dirname(path));
};

const syncDirectory = (directory: string): void => {
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** Refuses a file of another program, and a ledger of a newer one. */
export const checkKind = (
  place: string,
  { application, version }: { readonly application: number; readonly version: number },
): void => {
  if (application !== applicationId) {
    const remedy = 'Name another file; this one is left as it is.';
    raise(unavailable(place, 'it is a SQLite file, but no Berth ledger', remedy));
  }
  if (version > formatVersion) {
    const remedy = 'Open it with a Berth at least as new as the one that wrote it.';
    const known = formatVersion;
    raise({ _tag: 'LedgerNewer', retry: 'never', place, found: version, known, remedy });
  }
  if (version !== formatVersion) raise(corrupt(place, `format ${version} does not exist`));
};

/** Refuses files that are no ledger, or one of a newer program; answers the revision before the first fact. */
export const identify = (db: DatabaseSync, place: string): Revision => {
  const application = Number(textOf(db, 'PRAGMA application_id'));
  checkKind(place, { application, version: Number(textOf(db, 'PRAGMA user_version')) });
  const base = Number(
    textOf(db, "SELECT value FROM meta WHERE key = 'base_revision'") || Number.NaN,
  );
  if (!Number.isSafeInteger(base) || base < 0) raise(corrupt(place, 'its first revision is lost'));
  return base;
};

/** A header that lost its WAL flag would make SQLite pass over the WAL and the facts in it. */
export const requireWal = (db: DatabaseSync, place: string): void => {
  if (textOf(db, 'PRAGMA journal_mode') !== 'wal') {
    raise(corrupt(place, 'its header does not say that it has a write-ahead log'));
  }
};
