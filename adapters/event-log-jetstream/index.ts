import type { Revision } from '../../domain/foundation/event.ts';
import type { TaskEither } from '../../domain/foundation/fp.ts';
import type { EventLog, LogFault } from '../ports/event-log.ts';
import { linkTo, shownServersOf } from './connect.ts';
import { raise, unavailable } from '../ports/log-faults.ts';
import { guarded } from './faults.ts';
import type { Link } from './link.ts';
import { logOf } from './log.ts';
import { isLedgerName, namesOf, type Names } from './names.ts';
import { forReading, forWriting } from './powers.ts';

/** Which ledger on which server, and what for. */
export interface JetStreamOptions {
  /** `nats://host:port`, several with commas between them. */
  readonly servers: string;
  /** Letters, digits, `-` and `_`: the stream is `berth-ledger-<ledger>`. */
  readonly ledger: string;
  /** `read` makes and changes nothing; `write` makes the ledger where there is none. */
  readonly mode: 'read' | 'write';
  /** Copies of the stream: a new one is made with so many, one with fewer is refused. One where it is not said. */
  readonly replicas?: number;
  /** The bound of every call. */
  readonly timeoutMs?: number;
  /** What `nsc generate creds` wrote. */
  readonly credentialsFile?: string;
  /** The revision before the first fact of a ledger that is made. */
  readonly baseRevision?: Revision;
}

const defaultTimeoutMs = 5000;

/**
 * Opens a ledger that a NATS server keeps in a JetStream stream.
 *
 * The server has to run with `jetstream { sync_interval: always }`: a client cannot see whether it does, and without it
 * what was acknowledged in the last two minutes is lost with the power (ADR 0010).
 */
export const openJetStreamLedger = (options: JetStreamOptions): TaskEither<LogFault, EventLog> => {
  const shown = shownServersOf(options.servers);
  const names = namesOf(options.ledger, shown ?? options.servers);
  return guarded(names.place, () => opened(options, names, shown !== undefined));
};

const opened = async (
  options: JetStreamOptions,
  names: Names,
  isAddress: boolean,
): Promise<EventLog> => {
  const { servers, ledger, credentialsFile, timeoutMs = defaultTimeoutMs } = options;
  if (!isAddress) {
    const remedy = 'Give addresses like nats://host:4222, with commas between them.';
    raise(unavailable(ledger, 'the servers are no addresses', remedy));
  }
  if (!isLedgerName(ledger)) {
    const remedy = 'Use at most 64 letters, digits, - and _.';
    raise(unavailable(names.place, 'a stream cannot have the name of the ledger', remedy));
  }
  const link = await linkTo({ servers, credentialsFile, timeoutMs }, ledger);
  try {
    return await openedOver(link, names, options);
  } catch (error) {
    await link.close('abrupt');
    throw error;
  }
};

const openedOver = async (
  link: Link,
  names: Names,
  { mode, baseRevision = 0, replicas }: JetStreamOptions,
): Promise<EventLog> =>
  logOf(
    names,
    mode === 'read'
      ? await forReading(link, names)
      : await forWriting(link, names, { baseRevision, replicas }),
  );
