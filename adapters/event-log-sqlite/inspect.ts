import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { raise, unavailable } from '../ports/log-faults.ts';
import { causeOf, corrupt, damagedHeader } from './faults.ts';
import { applicationId, checkKind } from './schema.ts';

/** What stands at the path of a ledger: nothing, a file that holds nothing yet, or what its first bytes call a ledger. */
export type Standing = 'missing' | 'empty' | 'ledger';

const headerLength = 100;
const magic = 'SQLite format 3\0';

/**
 * Judges a path by what the file system and its first bytes say, before SQLite or a lock touches it: what is no ledger
 * is refused and stays alone.
 */
export const inspect = (place: string): Standing => {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) return 'missing';
  if (!found.isFile()) return refuseOther(place, found);
  if (found.size === 0)
    return existsSync(`${place}-lock`) || hasWal(place) ? cutOff(place) : 'empty';
  const header = headerOf(place);
  const isSqlite = header.toString('latin1', 0, magic.length) === magic;
  const isOurs = header.length >= 72 && header.readUInt32BE(68) === applicationId;
  if (!isSqlite && !isOurs) {
    return raise(
      unavailable(place, 'it is no ledger', 'Name another file; this one is left as it is.'),
    );
  }
  if (!isSqlite) raise(damagedHeader(place, 'its header is damaged'));
  if (header.length < headerLength) {
    raise(damagedHeader(place, `only ${header.length} bytes of it are there`));
  }
  checkKind(place, { application: header.readUInt32BE(68), version: header.readUInt32BE(60) });
  return 'ledger';
};

const refuseOther = (place: string, found: Stats): never =>
  found.isDirectory()
    ? raise(unavailable(place, 'it is a directory', 'Name a file in it, such as ledger.db.'))
    : raise(unavailable(place, 'it is no plain file', 'Name another file.'));

/** A lock or a log stands beside every ledger that was ever written: then the file was not always empty. */
const cutOff = (place: string): never =>
  raise({
    ...corrupt(place, 'it is empty: its bytes were cut off'),
    remedy: 'Restore a backup; to begin a new ledger here, remove the empty file first.',
  });

const hasWal = (place: string): boolean =>
  (statSync(`${place}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;

const headerOf = (place: string): Buffer => {
  const header = Buffer.alloc(headerLength);
  try {
    const handle = openSync(place, 'r');
    try {
      return header.subarray(0, readSync(handle, header, 0, headerLength, 0));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    const remedy = 'Give yourself permission to read it, or check the disk.';
    return raise(unavailable(place, `it cannot be read: ${causeOf(error)}`, remedy));
  }
};

/**
 * Refuses a file that is shorter than its header says.
 *
 * Where a write-ahead log stands beside it, pages may be there alone, and SQLite judges.
 * @source sqlite.org/fileformat2.html §1.3.7: the size counts where the change counter is the version-valid-for number
 */
export const checkLength = (place: string): void => {
  if (hasWal(place)) return;
  const header = headerOf(place);
  if (header.length < headerLength || header.readUInt32BE(24) !== header.readUInt32BE(92)) return;
  const stored = header.readUInt16BE(16);
  const pageSize = stored === 1 ? 65_536 : stored;
  const pages = header.readUInt32BE(28);
  const present = Math.floor(statSync(place).size / Math.max(pageSize, 512));
  if (present >= pages || hasWal(place)) return;
  raise(
    corrupt(place, `it is shorter than its header says: ${present} of ${pages} pages are there`),
  );
};

/** Refuses to write where no file can be made or changed, before anything is tried. */
export const checkWritable = (place: string, standing: Standing): void => {
  const directory = dirname(place);
  if (!isAllowed(directory, constants.W_OK | constants.X_OK)) raise(closedDirectory(place));
  if (standing === 'missing' || isAllowed(place, constants.W_OK)) return;
  const remedy = 'Give yourself permission to write it, or name another file.';
  raise(unavailable(place, 'it may not be written', remedy));
};

/** No file can be made beside the ledger, as SQLite needs to. */
export const closedDirectory = (place: string) => {
  const directory = dirname(place);
  const remedy = `Give yourself permission to write in ${directory}, or name a file elsewhere.`;
  return unavailable(place, `no file can be made in its directory ${directory}`, remedy);
};

const isAllowed = (path: string, mode: number): boolean => {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
};
