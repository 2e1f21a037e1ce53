import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { Revision } from '../../domain/foundation/event.ts';
import type { LogFault } from '../ports/event-log.ts';
import { FaultRaised, raise, unavailable } from '../ports/log-faults.ts';
import { corrupt, faultOf } from './faults.ts';
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

/** Whether a damaged file is opened as far as it goes, so that what stands before the damage can be saved. */
export interface Leniency {
  readonly isLenient: boolean;
  /** Whether pages of facts are held against the chain. */
  readonly isProved: boolean;
}

/** How everybody reads who does not save a damaged ledger. */
export const strict: Leniency = { isLenient: false, isProved: true };

/** How long a reader waits for a writer that is just recovering or closing. @unit ms */
const waitMsMax = 1000;

/** Size, time and WAL of a file; changes whenever somebody writes it. */
export const looks = (place: string): string | undefined => {
  if (existsSync(`${place}-wal`)) return undefined;
  const found = statSync(place, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? 'missing' : `${found.ino} ${found.size} ${found.mtimeNs}`;
};

/** Opens what stands at a path now; refuses what is damaged, or notes it where that is wanted. */
export const viewOf = (place: string, { isLenient, isProved }: Leniency): View => {
  checkThere(place);
  const doubts: LogFault[] = [];
  const demand: Demand = isLenient ? notingIn(doubts, place) : (check) => check();
  demand(() => checkLength(place));
  const seenAs = looks(place);
  if (seenAs === undefined) demand(() => checkWal(place));
  const db = connectionTo(place, { isLenient, isAlone: seenAs !== undefined });
  try {
    prepareConnection(db, place);
    if (seenAs === undefined) demand(() => requireWal(db, place));
    const rows = rowsOf(db, { place, base: baseOf(db, place, demand), isProved });
    demand(() => checkMark(db, place, rows));
    const [snapshots, index] = [snapshotsOf(db, rows), indexOver(db, rows)];
    return { db, rows, snapshots, index, seenAs, doubts };
  } catch (error) {
    db.close();
    throw doubts[0] === undefined ? error : new FaultRaised(doubts[0]);
  }
};

/** Runs a check that refuses a file. */
type Demand = (check: () => void) => void;

/** The revision before the first fact; 0, as almost always, where it is lost and that does not matter. */
const baseOf = (db: DatabaseSync, place: string, demand: Demand): Revision => {
  let base = 0;
  demand(() => {
    base = identify(db, place);
  });
  return base;
};

/** Nobody writes a file that is alone: then SQLite needs no log beside it. */
const connectionTo = (
  place: string,
  { isLenient, isAlone }: Pick<Leniency, 'isLenient'> & { readonly isAlone: boolean },
): DatabaseSync => {
  const url = pathToFileURL(place);
  if (isAlone) url.searchParams.set('immutable', '1');
  const db = new DatabaseSync(url, { readOnly: true, timeout: waitMsMax, defensive: !isLenient });
  // Of a file that lacks pages SQLite reads nothing, unless it is told that somebody is mending it.
  if (isLenient) db.exec('PRAGMA writable_schema = ON');
  return db;
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
