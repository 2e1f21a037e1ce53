import { eventId } from '../../domain/foundation/ids.ts';
import type { Connection } from './connection.ts';
import { type Bundle, bytesIn, entryTypes, type Link, type NewEntry } from './events.ts';
import { failureOf } from './failures.ts';
import { FaultRaised, raise, unavailable } from '../ports/log-faults.ts';
import { corrupt } from './faults.ts';
import type { AppendLimit } from './limit.ts';
import { bundleStreamOf } from './place.ts';

/** Keeps the bodies of batches that are larger than one append may be, beside the ledger. */
export interface Bundles {
  /**
   * Makes them durable, and answers where they are; the batch is no part of the ledger by that. `undefined` where the
   * server took less at once than we thought: then the whole has to be cut anew.
   */
  readonly keep: (bodies: readonly string[], link: Link) => Promise<Bundle | undefined>;
  readonly bodiesOf: (bundle: Bundle) => Promise<readonly string[]>;
}

interface Beside {
  readonly connection: Connection;
  readonly place: string;
  readonly ledger: string;
  readonly limit: AppendLimit;
}

/** Bundles of a ledger. */
export const bundlesOf = ({ connection, place, ledger, limit }: Beside): Bundles => {
  const keep = async (bodies: readonly string[], link: Link): Promise<Bundle | undefined> => {
    const bytes = Buffer.from(JSON.stringify(bodies));
    const partBytes = limit.partBytes();
    const stream = bundleStreamOf(ledger, link, partBytes);
    const parts = partsOf(stream, bytes, partBytes);
    for (const [at, part] of parts.entries()) {
      try {
        const isKept = await connection.append({ stream, expected: at - 1 }, [part]);
        if (!isKept) raise(taken(place, stream));
      } catch (error) {
        if (limit.learn(error)) return undefined;
        throw failureOf(error) === 'conflict' ? new FaultRaised(taken(place, stream)) : error;
      }
    }
    return { facts: bodies.length, stream, parts: parts.length };
  };
  return { keep, bodiesOf: (bundle) => readBodies(connection, place, bundle) };
};

const partsOf = (stream: string, bytes: Uint8Array, partBytes: number): readonly NewEntry[] =>
  Array.from({ length: Math.ceil(bytes.length / partBytes) }, (_, at) => ({
    id: eventId(`eventstoredb/${stream}/${at}`, 0),
    type: entryTypes.bundlePart,
    bytes: new Uint8Array(bytes.subarray(at * partBytes, (at + 1) * partBytes)),
    metadata: undefined,
  }));

const taken = (place: string, stream: string) =>
  unavailable(
    place,
    `the stream ${stream} holds something else`,
    'Find out who writes streams whose names begin like the ledger, and end it.',
  );

const readBodies = async (
  connection: Connection,
  place: string,
  { stream, parts, facts }: Bundle,
): Promise<readonly string[]> => {
  const wanted = { stream, from: 0, direction: 'forwards', max: parts } as const;
  const entries = (await connection.read(wanted)) ?? [];
  const bytes = entries.flatMap((entry, at) =>
    entry.number === at ? [bytesIn(entry) ?? new Uint8Array()] : [],
  );
  const bodies = textsIn(Buffer.concat(bytes).toString());
  return bytes.length === parts && bodies?.length === facts
    ? bodies
    : raise(corrupt(place, `the bodies of ${facts} facts in the stream ${stream} are damaged`));
};

const textsIn = (json: string): readonly string[] | undefined => {
  try {
    const parsed: unknown = JSON.parse(json);
    return Array.isArray(parsed) && parsed.every((text) => typeof text === 'string')
      ? parsed
      : undefined;
  } catch {
    return undefined;
  }
};
