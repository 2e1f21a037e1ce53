import type { DatabaseSync } from 'node:sqlite';
import { chainHash, chainHashes, genesisHash } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Head, LogFault, StoredRecord } from '../ports/event-log.ts';
import { raise } from '../ports/log-faults.ts';
import { corrupt } from './faults.ts';

/** The facts of one connection, read back with proof: what does not follow from the chain is never handed out. */
export interface Rows {
  readonly base: Revision;
  /** Reads the end of the log from the file. */
  readonly head: () => Head;
  /** The stored hash of a revision that exists. */
  readonly hashAt: (revision: Revision) => Uint8Array;
  /** Like `EventLog.read`; the chain is computed anew and compared with the stored hash of the last row. */
  readonly page: (after: Revision, max: number) => readonly StoredRecord[];
  /** The stored hashes of a page, as they stand in the file. */
  readonly hashes: (after: Revision, max: number) => readonly Uint8Array[];
  /** One fact, proved against the hash before it. */
  readonly recordAt: (revision: Revision) => StoredRecord;
}

type Cell = null | number | bigint | string | Uint8Array;
/** What `all` answers for statements that return arrays. */
const cellsOf = (rows: unknown): readonly (readonly Cell[])[] =>
  rows as readonly (readonly Cell[])[];

const selectsOf = (db: DatabaseSync) => {
  const select = (sql: string) => {
    const statement = db.prepare(sql);
    statement.setReturnArrays(true);
    return (...values: readonly number[]) => cellsOf(statement.all(...values));
  };
  const page = 'FROM events WHERE revision > ? ORDER BY revision LIMIT ?';
  return {
    bodies: select(`SELECT revision, body ${page}`),
    hashes: select(`SELECT revision, hash ${page}`),
    hash: select('SELECT hash FROM events WHERE revision = ?'),
    body: select('SELECT body FROM events WHERE revision = ?'),
    head: select('SELECT revision, hash FROM events ORDER BY revision DESC LIMIT 1'),
  };
};

/** Where the facts of a connection are, and whether pages of them are held against the chain. */
export interface Rowing {
  readonly place: string;
  readonly base: Revision;
  /** Otherwise somebody else reads the same pages with proof, and these have no hashes. */
  readonly isProved: boolean;
}

/** Reads the facts of a connection. @cost a page: about 1.2 µs a fact, of which 0.7 are SHA-256 */
export const rowsOf = (db: DatabaseSync, { place, base, isProved }: Rowing): Rows => {
  const selects = selectsOf(db);
  /** Where the last page ended: reading on from there needs no look-up. */
  let cursor: Head = { revision: base, hash: genesisHash };

  const hashAt = (revision: Revision): Uint8Array =>
    revision === base ? genesisHash : asHash(selects.hash(revision)[0]?.[0], place, revision);

  const head = (): Head => {
    const row = selects.head()[0];
    if (row === undefined) return { revision: base, hash: genesisHash };
    const revision = Number(row[0]);
    if (!Number.isSafeInteger(revision) || revision <= base) {
      raise(corrupt(place, `revision ${String(row[0])} is none`));
    }
    return { revision, hash: asHash(row[1], place, revision) };
  };

  const hashes = (after: Revision, max: number): readonly Uint8Array[] =>
    selects.hashes(after, max).map(([revision, hash]) => asHash(hash, place, Number(revision)));

  const page = (after: Revision, max: number): readonly StoredRecord[] => {
    const from = Math.max(after, base);
    const limit = Math.min(Math.max(Math.trunc(max), 0), Number.MAX_SAFE_INTEGER);
    const rows = limit === 0 ? [] : selects.bodies(from, limit);
    if (rows.length === 0) return [];
    if (!isProved) return unproved(bodiesOf(rows, from, place), from);
    const anchor = from === cursor.revision ? cursor : { revision: from, hash: hashAt(from) };
    const records = chained(rows, anchor, place);
    const last = records.at(-1) ?? anchor;
    if (!sameBytes(last.hash, hashAt(last.revision))) {
      raise(firstBreak(records, place, hashes(from, rows.length)));
    }
    cursor = { revision: last.revision, hash: last.hash };
    return records;
  };

  const recordAt = (revision: Revision): StoredRecord => {
    const body = asBody(selects.body(revision)[0]?.[0], place, revision);
    const hash = chainHash(hashAt(revision - 1), body);
    if (!sameBytes(hash, hashAt(revision))) raise(corrupt(place, chainBreak, revision));
    return { revision, body, hash };
  };

  return { base, head, hashAt, hashes, page, recordAt };
};

/** The bodies of rows, which follow a revision without a gap. */
const bodiesOf = (
  rows: readonly (readonly Cell[])[],
  after: Revision,
  place: string,
): readonly string[] =>
  rows.map(([found, cell], index) => {
    const revision = after + 1 + index;
    if (found !== revision) {
      raise(corrupt(place, `after revision ${revision - 1} comes ${String(found)}`, revision));
    }
    return asBody(cell, place, revision);
  });

/** The rows as facts, each with the hash that follows from the one before it. */
const chained = (
  rows: readonly (readonly Cell[])[],
  anchor: Head,
  place: string,
): readonly StoredRecord[] => {
  const bodies = bodiesOf(rows, anchor.revision, place);
  const links = chainHashes(anchor.hash, bodies);
  return bodies.map((body, index) => ({
    revision: anchor.revision + 1 + index,
    body,
    hash: links.subarray(index * 32, index * 32 + 32),
  }));
};

const noHash = new Uint8Array(0);

const unproved = (bodies: readonly string[], after: Revision): readonly StoredRecord[] =>
  bodies.map((body, index) => ({ revision: after + 1 + index, body, hash: noHash }));

const chainBreak = 'its hash does not follow from the hash before it and its body';

/** Names the first fact whose stored hash is another than the computed one. */
export const firstBreak = (
  records: readonly StoredRecord[],
  place: string,
  stored: readonly Uint8Array[],
): LogFault => {
  const first = records.find(({ hash }, at) => !sameBytes(hash, stored[at] ?? genesisHash));
  return corrupt(place, chainBreak, first?.revision);
};

/** Tells whether two runs of bytes are the same. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

const asHash = (cell: Cell | undefined, place: string, revision: Revision): Uint8Array =>
  cell instanceof Uint8Array && cell.length === 32
    ? cell
    : raise(corrupt(place, 'its fact or its hash is missing', revision));

const asBody = (cell: Cell | undefined, place: string, revision: Revision): string =>
  typeof cell === 'string' ? cell : raise(corrupt(place, 'its body is no text', revision));
