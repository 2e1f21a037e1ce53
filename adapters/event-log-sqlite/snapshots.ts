import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Snapshot } from '../ports/event-log.ts';
import { type Rows, sameBytes } from './rows.ts';

/** Newest snapshots of a name that are kept; the file reuses the room of the others. */
const keptPerName = 4;

/** Snapshots of a connection: caches, believed only when their seal fits and their hash stands in the chain. */
export interface Snapshots {
  readonly load: (name: string, atMost: Revision) => Snapshot | undefined;
  /** To be called inside a transaction. */
  readonly save: (snapshot: Snapshot) => void;
}

/** The snapshots of a connection. */
export const snapshotsOf = (db: DatabaseSync, rows: Rows): Snapshots => {
  const select = db.prepare(
    'SELECT revision, hash, seal, bytes FROM snapshots WHERE name = ? AND revision <= ? ORDER BY revision DESC',
  );
  const insert = db.prepare('INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?, ?)');
  const prune = db.prepare(
    `DELETE FROM snapshots WHERE name = ?1 AND revision NOT IN
      (SELECT revision FROM snapshots WHERE name = ?1 ORDER BY revision DESC LIMIT ${keptPerName})`,
  );
  return {
    load: (name, atMost) => {
      const limit = Math.min(atMost, Number.MAX_SAFE_INTEGER);
      for (const row of select.iterate(name, limit)) {
        const { revision, hash, seal, bytes } = row;
        if (typeof revision !== 'number' || !(hash instanceof Uint8Array)) continue;
        if (!(seal instanceof Uint8Array) || !(bytes instanceof Uint8Array)) continue;
        const snapshot = { name, revision, hash, bytes };
        if (sameBytes(seal, sealOf(snapshot)) && stands(rows, snapshot)) return snapshot;
      }
      return undefined;
    },
    save: (snapshot) => {
      const { name, revision, hash, bytes } = snapshot;
      insert.run(name, revision, hash, sealOf(snapshot), bytes);
      prune.run(name);
    },
  };
};

const stands = (rows: Rows, { revision, hash }: Snapshot): boolean =>
  revision >= rows.base &&
  revision <= rows.head().revision &&
  sameBytes(hash, rows.hashAt(revision));

const sealOf = ({ name, revision, hash, bytes }: Snapshot): Uint8Array =>
  createHash('sha256').update(`${revision} ${name} `).update(hash).update(bytes).digest();
