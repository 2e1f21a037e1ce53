import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EventLog, LogFault } from '../../adapters/ports/event-log.ts';
import { type Either, left } from '../../domain/foundation/fp.ts';
import type { LedgerPlace } from './config/index.ts';

/**
 * Opens a ledger wherever it is kept, for writing unless said; then a file's folder is made. Only the client that is
 * needed is loaded.
 */
export const openLedgerAt = async (
  place: LedgerPlace,
  mode: 'read' | 'write' = 'write',
): Promise<Either<LogFault, EventLog>> => {
  switch (place.kind) {
    case 'file': {
      const obstacle = mode === 'read' ? undefined : await makeFolder(place.path);
      if (obstacle !== undefined) return left(obstacle);
      const { openLedger } = await import('../../adapters/event-log-sqlite/index.ts');
      return openLedger({ path: place.path, mode })();
    }
    case 'jetstream': {
      const { servers, ledger } = place;
      const { openJetStreamLedger } = await import('../../adapters/event-log-jetstream/index.ts');
      return openJetStreamLedger({ servers, ledger, mode })();
    }
    case 'eventstoredb': {
      const { connectionString, ledger } = place;
      const { openEventStoreLedger } =
        await import('../../adapters/event-log-eventstoredb/index.ts');
      return openEventStoreLedger({ connectionString, ledger, mode })();
    }
  }
};

const makeFolder = async (path: string): Promise<LogFault | undefined> => {
  const folder = dirname(path);
  try {
    await mkdir(folder, { recursive: true });
    return undefined;
  } catch (error) {
    return {
      _tag: 'LedgerUnavailable',
      retry: 'never',
      place: path,
      cause: error instanceof Error ? error.message : String(error),
      remedy: `name a file in another place than ${folder}`,
    };
  }
};
