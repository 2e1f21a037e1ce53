import { chainHash } from '../../domain/foundation/chain.ts';
import type { StoredRecord } from '../ports/event-log.ts';
import type { Bundles } from './bundles.ts';
import { bundleIn, bytesIn, type Entry, entryTypes, type Link, linkIn } from './events.ts';
import { raise } from '../ports/log-faults.ts';
import { corrupt } from './faults.ts';

/** The end of an event: its number in the stream, the revision of its last fact, and the hash there. */
export interface Mark extends Link {
  readonly number: number;
}

/** Facts of one event, with the mark behind them. */
export interface Proved {
  readonly mark: Mark;
  readonly records: readonly StoredRecord[];
}

/** Judges events by the chain. */
export interface Proof {
  /** Where an event says that it stands. */
  readonly markOf: (entry: Entry) => Mark;
  /** The facts of the event after a mark, if they follow from it. */
  readonly provedAfter: (before: Mark, entry: Entry) => Promise<Proved>;
}

/** The proof of a ledger's events; `origin` is the mark before the first fact. */
export const proofOf = (place: string, bundles: Bundles, origin: Mark): Proof => {
  const markOf = (entry: Entry): Mark =>
    entry.number === 0
      ? origin
      : { number: entry.number, ...(linkIn(entry) ?? foreign(place, entry)) };
  const provedLarge = rememberingLast(async (before, entry) => {
    const bodies = await bundles.bodiesOf(bundleIn(entry) ?? foreign(place, entry));
    return follow(place, before, { mark: markOf(entry), bodies });
  });
  const provedAfter = async (before: Mark, entry: Entry): Promise<Proved> => {
    if (entry.type === entryTypes.bundle) return provedLarge(before, entry);
    const bytes = bytesIn(entry) ?? foreign(place, entry);
    const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
    return follow(place, before, { mark: markOf(entry), bodies: [body] });
  };
  return { markOf, provedAfter };
};

const foreign = (place: string, { number, type }: Entry): never =>
  raise(corrupt(place, `event ${number} of the stream (${type}) is no fact of this ledger`));

/** Pages are smaller than large batches: what was proved last is often asked for next. */
const rememberingLast = (prove: Proof['provedAfter']): Proof['provedAfter'] => {
  let last: { readonly before: Mark; readonly proved: Proved } | undefined;
  return async (before, entry) => {
    if (last?.proved.mark.number === entry.number && isSame(last.before.hash, before.hash)) {
      return last.proved;
    }
    const proved = await prove(before, entry);
    last = { before, proved };
    return proved;
  };
};

const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

interface Claim {
  readonly mark: Mark;
  readonly bodies: readonly string[];
}

const follow = (place: string, before: Mark, { mark, bodies }: Claim): Proved => {
  let { hash } = before;
  const records = bodies.map((body, at) => {
    hash = chainHash(hash, body);
    return { revision: before.revision + 1 + at, body, hash };
  });
  const { number, revision } = mark;
  const isNext = number === before.number + 1 && revision === before.revision + bodies.length;
  if (isNext && isSame(hash, mark.hash)) return { mark, records };
  const cause = isNext ? 'its hash does not follow from the one before it' : 'it is out of order';
  return raise(corrupt(place, `event ${number} of the stream: ${cause}`, before.revision + 1));
};
