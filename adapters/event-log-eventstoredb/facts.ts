import { genesisHash } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { StoredRecord } from '../ports/event-log.ts';
import type { Bundles } from './bundles.ts';
import type { Connection, Wanted } from './connection.ts';
import type { Entry } from './events.ts';
import { raise, unavailable } from '../ports/log-faults.ts';
import { corrupt } from './faults.ts';
import { type Mark, type Proof, proofOf } from './proof.ts';
import { lastAtOrBefore } from './seek.ts';

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
  const proof = proofOf(source.place, source.bundles, origin);
  const tail = tailOf(source, proof, origin);
  let passed = origin;

  const markAt = async (number: number): Promise<Mark | undefined> => {
    const [entry] = await eventsOf(source, { from: number, direction: 'forwards', max: 1 });
    return entry === undefined ? undefined : proof.markOf(entry);
  };
  const page = async (after: Revision, max: number): Promise<readonly StoredRecord[]> => {
    if (max <= 0) return [];
    const from = Math.max(after, base);
    const low = passed.revision <= from ? passed : origin;
    const begin = await lastAtOrBefore(from, { low, markAt, tail });
    const { records, whole } = await provedFrom(source, proof, { begin, after, max });
    passed = whole;
    return records.slice(0, max);
  };
  const hashAt = async (revision: Revision): Promise<Uint8Array | undefined> =>
    revision === base ? origin.hash : (await page(revision - 1, 1))[0]?.hash;
  return { base, tail, page, hashAt };
};

interface Page {
  readonly begin: Mark;
  readonly after: Revision;
  readonly max: number;
}

/** Reads on from a mark until there are enough facts; `whole` is the end of the last event that none is left of. */
const provedFrom = async (
  source: Source,
  proof: Proof,
  { begin, after, max }: Page,
): Promise<{ readonly records: readonly StoredRecord[]; readonly whole: Mark }> => {
  const records: StoredRecord[] = [];
  let [at, whole, isEnd] = [begin, begin, false];
  while (records.length < max && !isEnd) {
    const length = Math.min(pageLength, max - records.length);
    const range = { from: at.number + 1, direction: 'forwards', max: length } as const;
    const entries = await eventsOf(source, range);
    for (const entry of entries) {
      const read = await proof.provedAfter(at, entry);
      for (const record of read.records) if (record.revision > after) records.push(record);
      at = read.mark;
      if (records.length <= max) whole = at;
    }
    isEnd = entries.length < length;
  }
  return { records, whole };
};

/** Reads the last event and proves it by the one before; what was proved is not proved again. */
const tailOf = (source: Source, proof: Proof, origin: Mark): (() => Promise<Mark>) => {
  let proved = origin;
  return async () => {
    const [last, before] = await eventsOf(source, { from: 'end', direction: 'backwards', max: 2 });
    if (last === undefined || last.number === 0) return origin;
    if (before === undefined) {
      return raise(corrupt(source.place, `the events before event ${last.number} are gone`));
    }
    const { number, hash } = proof.markOf(last);
    if (number !== proved.number || Buffer.compare(hash, proved.hash) !== 0) {
      proved = (await proof.provedAfter(proof.markOf(before), last)).mark;
    }
    return proved;
  };
};

const eventsOf = async (
  { connection, place, ledger }: Source,
  range: Omit<Wanted, 'stream'>,
): Promise<readonly Entry[]> => {
  const entries = await connection.read({ stream: ledger, ...range });
  const remedy = 'Name another stream, or restore a backup of this one.';
  if (entries === undefined) return raise(unavailable(place, 'the stream was deleted', remedy));
  const [first] = entries;
  if (range.direction === 'forwards' && first !== undefined && first.number !== range.from) {
    raise(corrupt(place, `events ${range.from} to ${first.number - 1} of the stream are gone`));
  }
  return entries;
};
