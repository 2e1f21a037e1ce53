import { chainHash, genesisHash } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { StoredRecord } from '../ports/event-log.ts';
import type { Bundles } from './bundles.ts';
import type { Connection } from './connection.ts';
import { bundleIn, bytesIn, type Entry, entryTypes, type Link, linkIn } from './events.ts';
import { corrupt, raise, unavailable } from './faults.ts';

/** The end of an event: its number in the stream, the revision of its last fact, and the hash there. */
export interface Mark extends Link {
  readonly number: number;
}

/** The facts of a stream, each proved by the chain when it is read. */
export interface Facts {
  readonly base: Revision;
  /** The last event. */
  readonly tail: () => Promise<Mark>;
  /** Facts with `revision > after`, ascending, at most `max`; fewer only at the end. */
  readonly page: (after: Revision, max: number) => Promise<readonly StoredRecord[]>;
  /** The hash at a revision, `undefined` beyond the head. */
  readonly hashAt: (revision: Revision) => Promise<Uint8Array | undefined>;
}

/** Where the facts are. */
export interface Source {
  readonly connection: Connection;
  readonly place: string;
  readonly ledger: string;
  readonly bundles: Bundles;
  readonly base: Revision;
}

const pageLength = 4096;

/** The facts of a ledger whose header was read. */
export const factsOf = (source: Source): Facts => {
  const { base } = source;
  const origin: Mark = { number: 0, revision: base, hash: genesisHash };
  let proved = origin;
  let mark = origin;

  const tail = async (): Promise<Mark> => {
    const [last, before] = await eventsOf(source, { from: 'end', direction: 'backwards', max: 2 });
    if (last === undefined || last.number === 0) return origin;
    if (last.number === proved.number) return proved;
    const anchor = before === undefined ? gone(source, last) : markOf(source, before, origin);
    proved = (await provedAfter(source, anchor, last)).mark;
    return proved;
  };
  const markAt = async (number: number): Promise<Mark | undefined> => {
    const [entry] = await eventsOf(source, { from: number, direction: 'forwards', max: 1 });
    return entry === undefined ? undefined : markOf(source, entry, origin);
  };
  const seek = async (after: Revision): Promise<Mark> => {
    if (mark.revision === after) return mark;
    return lastAtOrBefore(after, { low: mark.revision < after ? mark : origin, markAt, tail });
  };
  const page = async (after: Revision, max: number): Promise<readonly StoredRecord[]> => {
    const records: StoredRecord[] = [];
    let at = max > 0 ? await seek(Math.max(after, base)) : origin;
    let kept = at;
    while (records.length < max) {
      const length = Math.min(pageLength, max - records.length);
      const wanted = { from: at.number + 1, direction: 'forwards', max: length } as const;
      const entries = await eventsOf(source, wanted);
      for (const entry of entries) {
        const read = await provedAfter(source, at, entry);
        for (const record of read.records) if (record.revision > after) records.push(record);
        // The rest of a large batch is asked for next: then the search begins before it.
        if (records.length <= max) kept = read.mark;
        at = read.mark;
      }
      if (entries.length < length) break;
    }
    mark = kept;
    return records.slice(0, Math.max(0, max));
  };
  const hashAt = async (revision: Revision): Promise<Uint8Array | undefined> =>
    revision === base ? genesisHash : (await page(revision - 1, 1))[0]?.hash;
  return { base, tail, page, hashAt };
};

/** What is asked of the ledger's own stream. */
interface Range {
  readonly from: number | 'end';
  readonly direction: 'forwards' | 'backwards';
  readonly max: number;
}

const eventsOf = async (
  { connection, place, ledger }: Source,
  range: Range,
): Promise<readonly Entry[]> => {
  const entries = await connection.read({ stream: ledger, ...range });
  const remedy = 'Name another stream, or restore a backup of this one.';
  if (entries === undefined) return raise(unavailable(place, 'the stream was deleted', remedy));
  const [first] = entries;
  const isForwards = range.direction === 'forwards';
  if (isForwards && first !== undefined && first.number !== range.from) {
    raise(corrupt(place, `events ${range.from} to ${first.number - 1} of the stream are gone`));
  }
  return entries;
};

const gone = ({ place }: Source, { number }: Entry): never =>
  raise(corrupt(place, `the events before event ${number} of the stream are gone`));

/** Where an event says that it stands. */
const markOf = (source: Source, entry: Entry, origin: Mark): Mark => {
  if (entry.number === 0) return origin;
  const link = linkIn(entry);
  return link === undefined ? foreign(source, entry) : { number: entry.number, ...link };
};

const foreign = ({ place }: Source, { number, type }: Entry): never =>
  raise(corrupt(place, `event ${number} of the stream (${type}) is no fact of this ledger`));

/** The facts of the event after a mark, if they follow from it. */
const provedAfter = async (
  source: Source,
  before: Mark,
  entry: Entry,
): Promise<{ readonly mark: Mark; readonly records: readonly StoredRecord[] }> => {
  const { number, revision, hash } = markOf(source, entry, before);
  const bodies = await bodiesIn(source, entry);
  let link = before.hash;
  const records = bodies.map((body, at) => {
    link = chainHash(link, body);
    return { revision: before.revision + 1 + at, body, hash: link };
  });
  const isNext = number === before.number + 1 && revision === before.revision + bodies.length;
  if (isNext && Buffer.compare(link, hash) === 0)
    return { mark: { number, revision, hash }, records };
  const cause = isNext ? 'its hash does not follow from the one before it' : 'it is out of order';
  return raise(corrupt(source.place, `event ${number}: ${cause}`, before.revision + 1));
};

const bodiesIn = async (source: Source, entry: Entry): Promise<readonly string[]> => {
  if (entry.type === entryTypes.bundle) {
    return source.bundles.bodiesOf(bundleIn(entry) ?? foreign(source, entry));
  }
  const bytes = bytesIn(entry) ?? foreign(source, entry);
  return [Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()];
};

interface Search {
  /** A mark at or before the wanted revision. */
  readonly low: Mark;
  readonly markAt: (number: number) => Promise<Mark | undefined>;
  readonly tail: () => Promise<Mark>;
}

/**
 * The last event whose facts all stand at or before a revision.
 *
 * Where no batch was large, each event is one fact and the first guess is right; otherwise it is the upper bound of a
 * search by halves.
 */
const lastAtOrBefore = async (after: Revision, { low, markAt, tail }: Search): Promise<Mark> => {
  if (low.revision === after) return low;
  const guess = await markAt(low.number + (after - low.revision));
  if (guess?.revision === after) return guess;
  const end = guess ?? (await tail());
  if (end.revision <= after) return end;
  const next = await markAt(low.number + 1);
  if (next !== undefined && next.revision > after) return low;
  let [below, above] = [low, end.number];
  while (above - below.number > 1) {
    const middle = Math.floor((below.number + above) / 2);
    const found = await markAt(middle);
    if (found !== undefined && found.revision <= after) below = found;
    else above = middle;
  }
  return below;
};
