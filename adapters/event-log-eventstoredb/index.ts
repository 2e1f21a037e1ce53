import type { Revision } from '../../domain/foundation/event.ts';
import type { TaskEither } from '../../domain/foundation/fp.ts';
import type { EventLog, LogFault } from '../ports/event-log.ts';
import { bundlesOf } from './bundles.ts';
import { connect, type Connection } from './connection.ts';
import { factsOf } from './facts.ts';
import { raise, unavailable } from '../ports/log-faults.ts';
import { guarded } from './faults.ts';
import { type Opening, readHeader, requireHeader, writeHeader } from './header.ts';
import { keyIndexOf } from './key-index.ts';
import { appendLimit } from './limit.ts';
import { takeLock } from './lock.ts';
import { eventLogOf } from './log.ts';
import { checkStreamName, placeOf, snapshotStreamOf } from './place.ts';
import { snapshotsOf } from './snapshots.ts';
import { writerOf } from './writer.ts';

/** Which stream of which server, and what for. */
export interface EventStoreOptions {
  /** As the server's own clients take it: `esdb://user:password@host:2113?tls=true`. */
  readonly connectionString: string;
  /** The stream; snapshots and the bodies of large batches go to streams whose names begin with it. */
  readonly ledger: string;
  /** `read` changes nothing and may run beside a writer; `write` makes the ledger where there is none. */
  readonly mode: 'read' | 'write';
  /** The longest wait for an answer; an append that takes longer is in doubt. */
  readonly timeoutMs?: number;
  /** The revision before the first fact of a ledger that does not exist yet; tests near 2^53 begin there. */
  readonly baseRevision?: Revision;
}

const usualTimeoutMs = 10_000;

/** Opens a ledger in an EventStoreDB server. */
export const openEventStoreLedger = (
  options: EventStoreOptions,
): TaskEither<LogFault, EventLog> => {
  const { connectionString, ledger, mode } = options;
  const place = placeOf(connectionString, ledger);
  return guarded(place, async () => {
    checkStreamName(place, ledger);
    const unlock = mode === 'write' ? takeLock(place) : () => undefined;
    try {
      const connection = connected(place, options);
      try {
        return await logOver({ connection, place, unlock }, options);
      } catch (error) {
        await connection.release();
        throw error;
      }
    } catch (error) {
      unlock();
      throw error;
    }
  });
};

/** What the client says of a bad connection string may hold the password. */
const connected = (
  place: string,
  { connectionString, timeoutMs = usualTimeoutMs }: EventStoreOptions,
): Connection => {
  try {
    return connect(connectionString, timeoutMs);
  } catch {
    const remedy =
      'Write it like esdb://user:password@host:2113?tls=true; check that the files it names exist.';
    return raise(unavailable(place, 'the connection string cannot be used', remedy));
  }
};

interface Opened {
  readonly connection: Connection;
  readonly place: string;
  readonly unlock: () => void;
}

const logOver = async (opened: Opened, options: EventStoreOptions): Promise<EventLog> => {
  const { connection, place, unlock } = opened;
  const { ledger, mode } = options;
  const base = await baseOf({ connection, place, ledger }, options);
  const limit = appendLimit();
  const bundles = bundlesOf({ connection, place, ledger, limit });
  const facts = factsOf({ connection, place, ledger, bundles, base });
  const stream = snapshotStreamOf(ledger);
  const snapshots = snapshotsOf({ connection, place, stream, facts, limit });
  let isOpen = true;
  const end = async (): Promise<void> => {
    isOpen = false;
    await connection.release();
    unlock();
  };
  const ground = { connection, place, ledger, facts, bundles, limit, abandon: end };
  const writer = mode === 'write' ? writerOf(ground, await facts.tail()) : undefined;
  const index = keyIndexOf(facts, () => writer?.head().revision);
  return eventLogOf({ place, facts, index, snapshots, writer }, { isOpen: () => isOpen, end });
};

const baseOf = async (opening: Opening, options: EventStoreOptions): Promise<Revision> => {
  if (options.mode === 'read') return requireHeader(opening);
  return (await readHeader(opening)) ?? writeHeader(opening, options.baseRevision ?? 0);
};
