import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { locked, raise, unavailable } from '../ports/log-faults.ts';
import { causeOf, sqlite, sqliteCodeOf } from './faults.ts';
import { closedDirectory } from './inspect.ts';

/**
 * Takes the right to write a ledger, at once or not at all; answers how to give it back.
 *
 * A side file is held in an exclusive transaction for as long as the log is open. The operating system lets go of it
 * when the process ends, however it ends, so that nothing is left to be cleaned up.
 */
export const takeLock = (path: string): (() => void) => {
  let holder: DatabaseSync | undefined;
  try {
    holder = new DatabaseSync(`${path}-lock`, { timeout: 0 });
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    // Of a file that may only be read SQLite takes no lock, and says nothing: only a write tells.
    holder.exec('PRAGMA user_version = 1');
    const taken = holder;
    return () => taken.close();
  } catch (error) {
    holder?.close();
    const code = sqliteCodeOf(error);
    if (code === sqlite.busy || code === sqlite.locked) return raise(locked(path));
    if (!existsSync(`${path}-lock`)) return raise(closedDirectory(path));
    const remedy = `Make ${path}-lock writable; where it is no lock of a ledger, move it away.`;
    return raise(unavailable(path, `cannot take ${path}-lock: ${causeOf(error)}`, remedy));
  }
};
