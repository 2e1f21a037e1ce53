import { batchRefusalOf } from '../../domain/foundation/batch.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Head, NewRecord } from '../ports/event-log.ts';
import type { Connection } from './connection.ts';
import { batchEntries, type BatchGround } from './batch-entries.ts';
import type { Facts } from './facts.ts';
import { causeOf, failureOf } from './failures.ts';
import { inDoubt, raise } from '../ports/log-faults.ts';
import { batchRefused, conflict, failed } from './faults.ts';
import type { Mark } from './proof.ts';

/** What a writer stands on. */
export interface WriterGround extends BatchGround {
  readonly connection: Connection;
  readonly place: string;
  readonly facts: Facts;
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
  const { connection, ledger, limit } = ground;
  for (;;) {
    const batch = await batchEntries(ground, tail, records);
    if (batch === undefined) continue;
    const { entries, last } = batch;
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
    case 'refused':
      return raise(batchRefused(error));
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
