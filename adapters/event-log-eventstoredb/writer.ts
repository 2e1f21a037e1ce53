import { batchRefusalOf } from '../../domain/foundation/batch.ts';
import { chainHashes } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Head, LogFault, NewRecord } from '../ports/event-log.ts';
import type { Bundles } from './bundles.ts';
import type { Connection } from './connection.ts';
import { bundleEntry, factEntry, type Link, type NewEntry, sizeOf } from './events.ts';
import type { Facts } from './facts.ts';
import { causeOf, conflict, failed, failureOf, inDoubt, raise } from './faults.ts';
import type { AppendLimit } from './limit.ts';
import type { Mark } from './proof.ts';

/** What a writer stands on. */
export interface WriterGround {
  readonly connection: Connection;
  readonly place: string;
  readonly ledger: string;
  readonly facts: Facts;
  readonly bundles: Bundles;
  readonly limit: AppendLimit;
  /** Closes the log: what it knows of the ledger may be wrong. */
  readonly abandon: () => Promise<void>;
}

/** Appends to a ledger, one batch at a time. */
export interface Writer {
  readonly head: () => Head;
  readonly append: (expected: Revision, records: readonly NewRecord[]) => Promise<Head>;
}

interface Batch {
  readonly expected: Revision;
  readonly records: readonly NewRecord[];
}

/** A writer whose tail was just read. */
export const writerOf = (ground: WriterGround, opened: Mark): Writer => {
  const { facts } = ground;
  let tail = opened;
  const head = (): Head => ({ revision: tail.revision, hash: tail.hash });
  const append = async (expected: Revision, records: readonly NewRecord[]): Promise<Head> => {
    const refusal = batchRefusalOf(expected, records);
    if (refusal !== undefined) raise(refusal);
    // Another process may have written past us: only the server knows where the ledger ends.
    if (expected !== tail.revision) tail = await facts.tail();
    if (expected !== tail.revision) return standing(facts, tail, { expected, records });
    const written = await writtenBehind(ground, tail, records);
    if (written !== undefined) {
      tail = written;
      return head();
    }
    tail = await facts.tail();
    if (tail.revision === expected) await doubted(ground, 'the server contradicts itself');
    return standing(facts, tail, { expected, records });
  };
  return { head, append };
};

const doubted = async ({ place, abandon }: WriterGround, cause: string): Promise<never> => {
  await abandon();
  return raise(inDoubt(place, cause));
};

/** The tail behind the batch; `undefined` where the stream was not where we thought. */
const writtenBehind = async (
  ground: WriterGround,
  tail: Mark,
  records: readonly NewRecord[],
): Promise<Mark | undefined> => {
  const links = linksOf(tail, records);
  const last = links.at(-1) ?? tail;
  const { connection, ledger, limit } = ground;
  for (;;) {
    const entries = await entriesFor(ground, records, links);
    try {
      const isWritten = await connection.append({ stream: ledger, expected: tail.number }, entries);
      return isWritten ? { ...last, number: tail.number + entries.length } : undefined;
    } catch (error) {
      if (limit.learn(error)) continue;
      return judged(ground, error);
    }
  }
};

/** The three outcomes of an append that was not acknowledged: somebody else wrote, nothing was written, nobody knows. */
const judged = async (ground: WriterGround, error: unknown): Promise<undefined> => {
  const failure = failureOf(error);
  switch (failure) {
    case 'conflict':
      return undefined;
    case 'too-large':
      return raise(tooLarge(causeOf(error)));
    case 'absent':
    case 'deleted':
    case 'denied':
      return raise(failed(ground.place, error));
    case 'passing':
    case 'timeout':
    case 'unknown':
      return doubted(ground, causeOf(error));
  }
};

const tooLarge = (cause: string): LogFault => ({
  _tag: 'BatchRefused',
  retry: 'never',
  cause,
  remedy: 'Raise MaxAppendSize in the configuration of the server.',
});

const linksOf = (tail: Mark, records: readonly NewRecord[]): readonly Link[] => {
  const hashes = chainHashes(
    tail.hash,
    records.map(({ body }) => body),
  );
  return records.map((_, at) => ({
    revision: tail.revision + 1 + at,
    hash: hashes.subarray(at * 32, at * 32 + 32),
  }));
};

/** One event a fact; where that is more than one append may hold, one event for all, whose bodies are kept beside. */
const entriesFor = async (
  { bundles, ledger, limit }: WriterGround,
  records: readonly NewRecord[],
  links: readonly Link[],
): Promise<readonly NewEntry[]> => {
  const last = links.at(-1);
  const bytes = records.reduce((sum, { body }) => sum + body.length, 0);
  if (bytes <= limit.bytes()) {
    const entries = links.map((link, at) => factEntry(ledger, records[at]?.body ?? '', link));
    const size = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    if (size <= limit.bytes()) return entries;
  }
  if (last === undefined) return [];
  const bodies = records.map(({ body }) => body);
  return [bundleEntry(ledger, await bundles.keep(bodies, last), last)];
};

/** A batch that already stands where it claims to, byte for byte, is a retry; anything else came too late. */
const standing = async (facts: Facts, tail: Mark, { expected, records }: Batch): Promise<Head> => {
  const last = expected + records.length;
  if (expected < facts.base || last > tail.revision) {
    return raise(conflict(expected, tail.revision));
  }
  const stored = await facts.page(expected, records.length);
  const isSame = records.every(({ body }, at) => stored[at]?.body === body);
  const hash = stored[records.length - 1]?.hash;
  return isSame && hash !== undefined
    ? { revision: last, hash }
    : raise(conflict(expected, tail.revision));
};
