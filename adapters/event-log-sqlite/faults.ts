import type { Revision } from '../../domain/foundation/event.ts';
import { left, right, type TaskEither } from '../../domain/foundation/fp.ts';
import { InvariantViolation } from '../../domain/foundation/invariant.ts';
import type { LogFault } from '../ports/event-log.ts';

/** A fault on its way to the edge of this adapter, where `faultOf` takes it out again. */
export class FaultRaised extends Error {
  override readonly name = 'FaultRaised';
  readonly fault: LogFault;
  constructor(fault: LogFault) {
    super(fault._tag);
    this.fault = fault;
  }
}

/** Ends the work at hand with a fault. */
export const raise = (fault: LogFault): never => {
  throw new FaultRaised(fault);
};

const restore =
  'Keep the file as evidence. Restore a backup, or export the facts before the damage with `berth ledger export`.';

/** Bytes that are not what was written; `revision` is the first wrong one where it is known. */
export const corrupt = (
  place: string,
  cause: string,
  revision?: Revision,
): Extract<LogFault, { readonly _tag: 'LedgerCorrupt' }> => ({
  _tag: 'LedgerCorrupt',
  retry: 'never',
  place,
  revision,
  cause,
  remedy: restore,
});

/** A ledger of which nothing can be read, because what says how to read it is damaged. */
export const damagedHeader = (place: string, cause: string): LogFault => ({
  ...corrupt(place, cause),
  remedy: 'Keep the file as evidence, and restore a backup.',
});

/** A file that cannot be used as a ledger as it stands. */
export const unavailable = (place: string, cause: string, remedy: string): LogFault => ({
  _tag: 'LedgerUnavailable',
  retry: 'never',
  place,
  cause,
  remedy,
});

/** Somebody else holds the ledger for writing. */
export const locked = (place: string): LogFault => ({
  _tag: 'LedgerLocked',
  retry: 'never',
  place,
  remedy: 'End the other process that writes this ledger, or open it for reading.',
});

/** The batch may or may not be durable. */
export const inDoubt = (place: string, cause: string): LogFault => ({
  _tag: 'InDoubt',
  retry: 'never',
  place,
  cause,
  remedy: 'Open the ledger again and look for the facts of this batch at the end of it.',
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
export const faultOf =
  (place: string) =>
  (error: unknown): LogFault => {
    if (error instanceof FaultRaised) return placed(error.fault, place);
    if (error instanceof InvariantViolation) throw error;
    const cause = causeOf(error);
    const code = sqliteCodeOf(error);
    if (code === sqlite.busy || code === sqlite.locked) return locked(place);
    if (code === sqlite.full) return diskFull(place);
    if (code === sqlite.notADatabase) return damagedHeader(place, 'its header is damaged');
    if (isDamage(code, error)) return corrupt(place, cause);
    return unavailable(place, cause, remedyOf(code));
  };

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

/** Runs synchronous work as a port's call: an answer, or a fault in the port's words. */
export const guarded =
  <Answer>(place: string, work: () => Answer): TaskEither<LogFault, Answer> =>
  async () => {
    try {
      return right(work());
    } catch (error) {
      return left(faultOf(place)(error));
    }
  };
