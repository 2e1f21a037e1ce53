import { DatabaseSync } from 'node:sqlite';
import { chainHash, genesisHash, hexOf } from '../../../domain/foundation/chain.ts';

/** A stored fact, as far as a forger looks at it. */
export interface Stored {
  readonly revision: number;
  readonly body: string;
}

/**
 * Changes stored facts behind Berth's back and makes the chain whole again, as a careful forger would.
 *
 * @shape `change` answers the new body; the revisions that it changed are answered.
 */
export const rewriteLedger = (
  path: string,
  change: (stored: Stored) => string,
): readonly number[] => {
  const db = new DatabaseSync(path);
  const changed: number[] = [];
  let hash: Uint8Array = genesisHash;
  let last = 0;
  const update = db.prepare('UPDATE events SET body = ?, hash = ? WHERE revision = ?');
  db.exec('BEGIN IMMEDIATE');
  for (const row of db.prepare('SELECT revision, body FROM events ORDER BY revision').all()) {
    const stored = { revision: Number(row['revision']), body: String(row['body']) };
    const body = change(stored);
    if (body !== stored.body) changed.push(stored.revision);
    hash = chainHash(hash, body);
    update.run(body, hash, stored.revision);
    last = stored.revision;
  }
  db.prepare("UPDATE meta SET value = ? WHERE key = 'mark'").run(`${last}:${hexOf(hash)}`);
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  return changed;
};
