import type { EventLog, LogFault } from '../../../adapters/ports/event-log.ts';
import type { MomentStore } from '../../../adapters/ports/moment-store.ts';
import type { Either } from '../../../domain/foundation/fp.ts';
import { withLedger } from '../ledger-file.ts';
import { momentsOf } from './beside.ts';

/** A ledger that is open, and the moments that were kept of it. */
export interface LedgerMoments {
  readonly log: EventLog;
  readonly store: MomentStore;
}

/** Opens a ledger file for reading with what was kept of its moments, lets `use` work with both, and closes them. */
export const withMoments = <Fault, Answer>(
  path: string,
  use: (moments: LedgerMoments) => Promise<Either<Fault, Answer>>,
): Promise<Either<LogFault | Fault, Answer>> =>
  withLedger(path, 'read', (log) => use({ log, store: momentsOf(log) }));
