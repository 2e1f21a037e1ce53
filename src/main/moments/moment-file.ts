import { momentsPathOf, openMoments } from '../../../adapters/event-log-sqlite/index.ts';
import type { EventLog, LogFault } from '../../../adapters/ports/event-log.ts';
import type { MomentStore } from '../../../adapters/ports/moment-store.ts';
import type { Either } from '../../../domain/foundation/fp.ts';
import { withLedger } from '../ledger-file.ts';
import { brainVersion } from './kept-brain.ts';
import { viewsVersion } from './kept-views.ts';

/** A ledger that is open, and the moments that were kept of it. */
export interface LedgerMoments {
  readonly log: EventLog;
  readonly store: MomentStore;
}

/** What the bytes of moments mean to this program. */
const version = `${viewsVersion} ${brainVersion}`;

/** The moments beside a ledger file. */
export const momentsBeside = (ledger: string): MomentStore =>
  openMoments({ path: momentsPathOf(ledger), version });

/** Opens a ledger file for reading with what was kept of its moments, lets `use` work with both, and closes them. */
export const withMoments = <Fault, Answer>(
  path: string,
  use: (moments: LedgerMoments) => Promise<Either<Fault, Answer>>,
): Promise<Either<LogFault | Fault, Answer>> =>
  withLedger(path, 'read', async (log) => {
    const store = momentsBeside(path);
    try {
      return await use({ log, store });
    } finally {
      store.close();
    }
  });
