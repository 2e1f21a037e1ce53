import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Mark } from '../ports/moment-store.ts';

/** How marks and parts lie in their file: one of another version is begun anew. */
export const layoutVersion = '2';

/** A mark tells where something was kept; a part is what. */
export const tables = `
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS marks (kind TEXT NOT NULL, revision INTEGER NOT NULL, hash BLOB NOT NULL,
  from_revision INTEGER, from_hash BLOB, latest_ms REAL NOT NULL, fact_bytes INTEGER NOT NULL,
  PRIMARY KEY (kind, revision)) STRICT;
CREATE TABLE IF NOT EXISTS parts (kind TEXT NOT NULL, revision INTEGER NOT NULL, part TEXT NOT NULL,
  seal BLOB NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (kind, revision, part)) STRICT;`;

/** The marks of a kind, ascending; a row that is none is not there. */
export const marksIn = (db: DatabaseSync, kind: string): readonly Mark[] =>
  db
    .prepare('SELECT * FROM marks WHERE kind = ? ORDER BY revision')
    .all(kind)
    .flatMap((row) => markOf(kind, row) ?? []);

const markOf = (kind: string, row: Readonly<Record<string, unknown>>): Mark | undefined => {
  const { revision, hash, latest_ms: latestMs, fact_bytes: factBytes } = row;
  const { from_revision: fromRevision, from_hash: fromHash } = row;
  if (typeof revision !== 'number' || !(hash instanceof Uint8Array)) return undefined;
  if (typeof latestMs !== 'number' || typeof factBytes !== 'number') return undefined;
  const from =
    typeof fromRevision === 'number' && fromHash instanceof Uint8Array
      ? { revision: fromRevision, hash: fromHash }
      : undefined;
  return { kind, revision, hash, from, latestMs, factBytes };
};

/** A part whose seal is whole. */
export const partIn = (db: DatabaseSync, mark: Mark, part: string): Uint8Array | undefined => {
  const row = db
    .prepare('SELECT seal, bytes FROM parts WHERE kind = ? AND revision = ? AND part = ?')
    .get(mark.kind, mark.revision, part);
  const [seal, bytes] = [row?.['seal'], row?.['bytes']];
  if (!(seal instanceof Uint8Array) || !(bytes instanceof Uint8Array)) return undefined;
  return Buffer.compare(seal, sealOf(mark, part, bytes)) === 0 ? bytes : undefined;
};

/** Keeps a moment; one that stands already stays. To be called inside a transaction. */
export const keepIn = (
  db: DatabaseSync,
  mark: Mark,
  parts: ReadonlyMap<string, Uint8Array>,
): void => {
  const { kind, revision, hash, from, latestMs, factBytes } = mark;
  const { changes } = db
    .prepare('INSERT OR IGNORE INTO marks VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(kind, revision, hash, from?.revision ?? null, from?.hash ?? null, latestMs, factBytes);
  if (changes === 0) return;
  forgetOlder(db, kind);
  const insert = db.prepare('INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?)');
  for (const [part, bytes] of parts) {
    insert.run(kind, revision, part, sealOf(mark, part, bytes), bytes);
  }
};

/** What another version of this program kept of the same is of no use to anybody. */
const forgetOlder = (db: DatabaseSync, kind: string): void => {
  const [name = ''] = kind.split(' ', 1);
  for (const table of ['marks', 'parts']) {
    db.prepare(`DELETE FROM ${table} WHERE kind >= ? AND kind < ? AND kind <> ?`).run(
      `${name} `,
      `${name}!`,
      kind,
    );
  }
};

/** Lets go of a mark and its parts. To be called inside a transaction. */
export const forgetIn = (db: DatabaseSync, { kind, revision }: Mark): void => {
  for (const table of ['marks', 'parts']) {
    db.prepare(`DELETE FROM ${table} WHERE kind = ? AND revision = ?`).run(kind, revision);
  }
};

/** The length of all parts of a kind. @unit bytes */
export const bytesIn = (db: DatabaseSync, kind: string): number => {
  const sum = db.prepare('SELECT sum(length(bytes)) AS sum FROM parts WHERE kind = ?').get(kind);
  return Number(sum?.['sum'] ?? 0);
};

/** Ties bytes to their mark, and the mark to what it goes on from. */
const sealOf = (mark: Mark, part: string, bytes: Uint8Array): Uint8Array => {
  const { kind, revision, hash, from, latestMs, factBytes } = mark;
  const head = [kind, part, revision, latestMs, factBytes, from?.revision ?? ''].join(' ');
  return createHash('sha256')
    .update(head)
    .update(hash)
    .update(from?.hash ?? '')
    .update(bytes)
    .digest();
};
