import { batchRefusalOf } from '../../domain/foundation/batch.ts';
import { chainHashes, hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Head, NewRecord, StoredRecord } from '../ports/event-log.ts';
import { raise } from '../ports/log-faults.ts';
import type { Frame } from './frame.ts';
import { piecesOf } from './payload.ts';
import type { Publisher } from './publish.ts';
import type { Tail } from './tail.ts';

/** Appends batches to the stream, one after another. */
export interface Writer {
  readonly tail: () => Tail;
  readonly append: (expected: Revision, records: readonly NewRecord[]) => Promise<Head>;
  /** Waits for the appends that have begun. */
  readonly idle: () => Promise<unknown>;
}

/** What a writer stands on. */
export interface WriterGround {
  readonly publisher: Publisher;
  /** Finds the end of the stream again, after somebody else wrote. */
  readonly follow: (known: Tail) => Promise<Tail>;
  readonly page: (after: Revision, max: number, head: Head) => Promise<readonly StoredRecord[]>;
  /** Learns of facts that are durable now. */
  readonly wrote: (tail: Tail, records: readonly NewRecord[]) => void;
  readonly base: Revision;
}

/** A batch and the revision that it stands on. */
interface Batch {
  readonly expected: Revision;
  readonly records: readonly NewRecord[];
}

/** A writer that begins at the end of the stream as it was just read. */
export const writerOf = (ground: WriterGround, from: Tail): Writer => {
  const place = { tail: from };
  let turn: Promise<unknown> = Promise.resolve();
  return {
    tail: () => place.tail,
    idle: () => turn,
    append: (expected, records) => {
      const mine = turn.then(() => appended(ground, place, { expected, records }));
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
};

/** Where a writer stands; it moves on with every message that is stored. */
interface Place {
  tail: Tail;
}

const appended = async (ground: WriterGround, place: Place, batch: Batch): Promise<Head> => {
  const { expected, records } = batch;
  const refusal = batchRefusalOf(expected, records);
  if (refusal !== undefined) raise(refusal);
  const before = place.tail.head;
  if (expected !== before.revision) return standing(ground, before, batch);
  const bodies = records.map(({ body }) => body);
  const links = chainHashes(before.hash, bodies);
  const pieces = piecesOf(bodies, ground.publisher.pieceBytesMax());
  const frame = frameOfBatch(before, links, pieces.length);
  for (const [index, payload] of pieces.entries()) {
    const { seq } = place.tail;
    const piece = { seq, frame: { ...frame, part: index + 1 }, payload };
    if ((await ground.publisher.publish(piece)) === 'Overtaken') {
      place.tail = await ground.follow(place.tail);
      return standing(ground, place.tail.head, batch);
    }
    place.tail = { ...place.tail, seq: seq + 1 };
  }
  const { seq } = place.tail;
  const head = { revision: expected + records.length, hash: links.subarray(-32) };
  place.tail = { seq, head, headSeq: seq, headParts: pieces.length };
  ground.wrote(place.tail, records);
  return head;
};

const frameOfBatch = (head: Head, links: Uint8Array, parts: number): Omit<Frame, 'part'> => ({
  base: head.revision,
  facts: links.length / 32,
  parts,
  before: hexOf(head.hash),
  after: hexOf(links.subarray(-32)),
});

/** A batch that already stands where it claims to, byte for byte, is a retry; anything else came too late. */
const standing = async (
  { base, page }: WriterGround,
  head: Head,
  { expected, records }: Batch,
): Promise<Head> => {
  const last = expected + records.length;
  if (expected >= base && last <= head.revision) {
    const stored = await page(expected, records.length, head);
    const end = stored.at(-1);
    const isSame = records.every(({ body }, at) => stored[at]?.body === body);
    if (isSame && end !== undefined) return { revision: end.revision, hash: end.hash };
  }
  const actual = head.revision;
  return raise({ _tag: 'VersionConflict', retry: 'again', expected, actual });
};
