import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Revision } from '../../domain/foundation/event.ts';
import type { StoredRecord } from '../ports/event-log.ts';
import { fingerprint } from './fingerprints.ts';
import { keysOf } from '../ports/fact-keys.ts';
import { type Rows, sameBytes } from './rows.ts';

/** How many facts one row of a derived index covers. */
export const segmentLength = 4096;

type Kind = 'subject' | 'command';

/** The fingerprints of `segmentLength` facts. */
export type Segment = Readonly<Record<Kind, Uint32Array>>;

/** Both derived tables of a connection, segment by segment. */
export interface Segments {
  /** Both rows of a segment; `undefined` where one is missing or its seal does not fit. */
  readonly stored: (first: Revision) => Segment | undefined;
  /** To be called inside a transaction. */
  readonly store: (first: Revision, segment: Segment) => void;
}

/** The derived tables of a connection. */
export const segmentsOf = (db: DatabaseSync, rows: Rows): Segments => {
  const subjects = tableOf(db, rows, 'subject');
  const commands = tableOf(db, rows, 'command');
  return {
    stored: (first) => {
      const subject = subjects.read(first);
      const command = commands.read(first);
      return subject === undefined || command === undefined ? undefined : { subject, command };
    },
    store: (first, { subject, command }) => {
      subjects.write(first, subject);
      commands.write(first, command);
    },
  };
};

/** A segment made from its facts. */
export const derived = (records: readonly StoredRecord[]): Segment => {
  const keys = records.map(({ body }) => keysOf(body));
  return {
    subject: Uint32Array.from(keys, (known) => fingerprint(known.subject)),
    command: Uint32Array.from(keys, (known) => fingerprint(known.commandId)),
  };
};

/**
 * The revision up to which the stored index is complete, and up to which the chain was once verified.
 *
 * The last seal proves it; where it does not fit, nothing is taken as known and everything is verified again.
 */
export const indexedTo = (db: DatabaseSync, rows: Rows, head: Revision): Revision => {
  const endOf = (kind: Kind): Revision => {
    const row = db.prepare(`SELECT max(first) AS first FROM ${kind}_index`).get();
    const first = row?.['first'];
    return typeof first === 'number' ? first - 1 + segmentLength : rows.base;
  };
  const end = Math.min(endOf('subject'), endOf('command'));
  if (end <= rows.base || end > head || (end - rows.base) % segmentLength !== 0) return rows.base;
  const last = segmentsOf(db, rows).stored(end + 1 - segmentLength);
  return last === undefined ? rows.base : end;
};

/** Rows of one derived index. The seal binds them to the chain: a row that was damaged, or is another ledger's, does not fit. */
const tableOf = (db: DatabaseSync, rows: Rows, kind: Kind) => {
  const select = db.prepare(`SELECT fingerprints, seal FROM ${kind}_index WHERE first = ?`);
  const insert = db.prepare(`INSERT OR REPLACE INTO ${kind}_index VALUES (?, ?, ?)`);
  const sealOf = (first: Revision, bytes: Uint8Array): Uint8Array =>
    createHash('sha256')
      .update(`${kind} ${first} `)
      .update(rows.hashAt(first - 1 + segmentLength))
      .update(bytes)
      .digest();
  return {
    write: (first: Revision, prints: Uint32Array): void => {
      const bytes = new Uint8Array(prints.buffer, prints.byteOffset, prints.byteLength);
      insert.run(first, bytes, sealOf(first, bytes));
    },
    read: (first: Revision): Uint32Array | undefined => {
      const row = select.get(first);
      const bytes = row?.['fingerprints'];
      const seal = row?.['seal'];
      if (!(bytes instanceof Uint8Array) || !(seal instanceof Uint8Array)) return undefined;
      const isWhole = bytes.length === segmentLength * 4 && sameBytes(seal, sealOf(first, bytes));
      return isWhole ? new Uint32Array(bytes.slice().buffer) : undefined;
    },
  };
};
