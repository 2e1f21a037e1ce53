import type { DatabaseSync } from 'node:sqlite';
import { hexOf } from '../../domain/foundation/chain.ts';
import type { Head } from '../ports/event-log.ts';
import { raise } from '../ports/log-faults.ts';
import { corrupt } from './faults.ts';
import type { Rows } from './rows.ts';
import { textOf } from './schema.ts';

/** How to leave a mark: a revision that is durable, with its hash. To be called inside a transaction. */
export const markerOf = (db: DatabaseSync): ((head: Head) => void) => {
  const set = db.prepare("INSERT OR REPLACE INTO meta VALUES ('mark', ?)");
  return ({ revision, hash }) => {
    set.run(`${revision}:${hexOf(hash)}`);
  };
};

const markOf = (db: DatabaseSync): { readonly revision: number; readonly hex: string } => {
  const text = textOf(db, "SELECT value FROM meta WHERE key = 'mark'");
  const [revision = '', hex = ''] = text.split(':');
  return { revision: Number(revision), hex };
};

/** Refuses a log that ends before its mark: facts of it are lost. */
export const checkMark = (db: DatabaseSync, place: string, rows: Rows): void => {
  // First the mark: a writer at work moves the head away from it, never behind it.
  const { revision } = markOf(db);
  const head = rows.head().revision;
  if (!(revision <= head)) {
    raise(corrupt(place, `facts ${head + 1} to ${revision} were there and are lost`, head + 1));
  }
};

/** Refuses a log that was written anew under its mark. */
export const checkMarkedHash = (db: DatabaseSync, place: string, rows: Rows): void => {
  const { revision, hex } = markOf(db);
  if (revision <= rows.base || hexOf(rows.hashAt(revision)) === hex) return;
  raise(corrupt(place, 'its hash is not the one that was marked', revision));
};
