import type { TaskEither } from '../../domain/foundation/fp.ts';
import type { EventLog, LogFault } from '../ports/event-log.ts';
import { guarded } from './faults.ts';
import { openForReading } from './reading.ts';
import { openForWriting, type WriteOptions } from './open.ts';

/** Which file, and what for. */
export interface OpenOptions extends WriteOptions {
  readonly path: string;
  /**
   * `read` makes and changes no file and may run beside a writer; `write` makes the ledger where there is none. `glance`
   * is `read` without a look at the chain, and its facts have no hashes: for who folds what somebody else proves.
   */
  readonly mode: 'write' | 'read' | 'glance';
}

/** Opens a ledger file. */
export const openLedger = (options: OpenOptions): TaskEither<LogFault, EventLog> =>
  guarded(options.path, () =>
    options.mode === 'write'
      ? openForWriting(options.path, options)
      : openForReading(options.path, options.mode === 'read'),
  );

export { type VerifiedLedger, verifyLedgerFile, type VerifyProgress } from './verify.ts';
export { type OnPage, salvageLedgerFile } from './salvage.ts';
export { type MomentOptions, momentsPathOf, openMoments } from './moments.ts';
