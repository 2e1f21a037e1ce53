import type { LogFault } from '../ports/event-log.ts';
import {
  corruptWith,
  faultBy,
  type FaultOf,
  FaultRaised,
  guardedBy,
  locked,
  unavailable,
} from '../ports/log-faults.ts';

/** Bytes that are not what was written; `revision` is the first wrong one where it is known. */
export const corrupt = corruptWith(
  'Keep the file as evidence. Restore a backup, or export the facts before the damage with `berth ledger export`.',
);

/** A ledger of which nothing can be read, because what says how to read it is damaged. */
export const damagedHeader = (place: string, cause: string): LogFault => ({
  ...corrupt(place, cause),
  remedy: 'Keep the file as evidence, and restore a backup.',
});

/** The primary result code of SQLite behind an error, `undefined` for errors of another origin. */
export const sqliteCodeOf = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined;

/** SQLite's primary result codes that this adapter tells apart. @source sqlite.org/rescode.html */
export const sqlite = {
  error: 1,
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  schema: 17,
  constraint: 19,
  mismatch: 20,
  notADatabase: 26,
} as const;

/** The words of an error, for the field `cause`. */
export const causeOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Puts whatever went wrong into the port's words, about the path as it was given; a defect of ours goes on as it is. */
export const faultOf: FaultOf = (place) => (error) =>
  error instanceof FaultRaised ? placed(error.fault, place) : faultOfFile(place)(error);

const faultOfFile = faultBy((place) => (error) => {
  const cause = causeOf(error);
  const code = sqliteCodeOf(error);
  if (code === sqlite.busy || code === sqlite.locked) return locked(place);
  if (code === sqlite.full) return diskFull(place);
  if (code === sqlite.notADatabase) return damagedHeader(place, 'its header is damaged');
  if (isDamage(code, error)) return corrupt(place, cause);
  return unavailable(place, cause, remedyOf(code));
});

const placed = (fault: LogFault, place: string): LogFault =>
  'place' in fault ? { ...fault, place } : fault;

/** Missing tables and columns, and integers that no revision has, come from changed bytes as surely as a bad page. */
const isDamage = (code: number | undefined, error: unknown): boolean =>
  code === sqlite.corrupt ||
  code === sqlite.error ||
  code === sqlite.schema ||
  code === sqlite.mismatch ||
  (error instanceof Error && 'code' in error && error.code === 'ERR_OUT_OF_RANGE');

/** Nothing of what was to be written was kept. */
export const diskFull = (place: string): LogFault => ({
  _tag: 'DiskFull',
  retry: 'never',
  place,
  remedy: 'Free space on the disk of the ledger; what was written before is safe and can be read.',
});

const remedyOf = (code: number | undefined): string => {
  if (code === sqlite.readOnly) return 'Give write permission to the file and its directory.';
  if (code === sqlite.cannotOpen)
    return 'Check that the file may be opened, and that its directory may be written.';
  if (code === sqlite.ioError) return 'Check the disk and the kernel log, then open it again.';
  return 'Check the path, its permissions and the disk.';
};

/** Runs work as a port's call: an answer, or a fault in the port's words. */
export const guarded = guardedBy(faultOf);
