import type { Revision } from '../../domain/foundation/event.ts';
import type { LogFault } from '../ports/event-log.ts';
import type { Connection } from './connection.ts';
import { formatKnown, headerEntry, headerIn, linkIn } from './events.ts';
import { failureOf } from './failures.ts';
import { raise, unavailable } from '../ports/log-faults.ts';
import { corrupt, failed } from './faults.ts';
import { wasDeleted } from './retention.ts';

/** The stream of a ledger, and how to speak of it. */
export interface Opening {
  readonly connection: Connection;
  readonly place: string;
  readonly ledger: string;
}

/** Reads how a ledger begins; answers the revision before its first fact, `undefined` where no stream is there. */
export const readHeader = async (opening: Opening): Promise<Revision | undefined> => {
  const { connection, place, ledger } = opening;
  const wanted = { stream: ledger, from: 0, direction: 'forwards', max: 1 } as const;
  const entries = await connection.read(wanted);
  if (entries === undefined) return undefined;
  const [first] = entries;
  if (first !== undefined && first.number > 0 && linkIn(first) !== undefined) {
    raise(corrupt(place, `events 0 to ${first.number - 1} of the stream are gone`));
  }
  const header = first?.number === 0 ? headerIn(first) : undefined;
  if (header === undefined) {
    const cause = 'the stream does not begin like a ledger';
    return raise(unavailable(place, cause, 'Name another stream; this one is left as it is.'));
  }
  return header.format === formatKnown ? header.base : raise(newer(place, header.format));
};

const newer = (place: string, found: number): LogFault => ({
  _tag: 'LedgerNewer',
  retry: 'never',
  place,
  found,
  known: formatKnown,
  remedy: 'Open it with the release of Berth that wrote it, or a later one.',
});

/** Begins a ledger where no stream is; whoever else does so at the same moment begins the same one. */
export const writeHeader = async (opening: Opening, base: Revision): Promise<Revision> => {
  const { connection, place, ledger } = opening;
  if (await wasDeleted(connection, ledger)) {
    const cause = 'a stream of this name was deleted';
    raise(unavailable(place, cause, 'Name another stream: the revisions of this one would go on.'));
  }
  try {
    const entry = headerEntry(ledger, { format: formatKnown, base });
    if (await connection.append({ stream: ledger, expected: -1 }, [entry])) return base;
  } catch (error) {
    if (failureOf(error) !== 'conflict') raise(failed(place, error));
  }
  return (await readHeader(opening)) ?? raise(failed(place, new Error('the stream is not there')));
};

/** A ledger that is only read has to be there. */
export const requireHeader = async (opening: Opening): Promise<Revision> => {
  const remedy = 'Check the name of the ledger; a new one is made by opening it for writing.';
  const absent = unavailable(opening.place, 'there is no such stream', remedy);
  return (await readHeader(opening)) ?? raise(absent);
};
