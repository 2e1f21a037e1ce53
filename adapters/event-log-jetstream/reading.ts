import { hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Head, StoredRecord } from '../ports/event-log.ts';
import { type Batch, assemblyOf, endOf } from './assembly.ts';
import { raise } from '../ports/log-faults.ts';
import { corrupt } from './faults.ts';
import { type Messages, messagesMax } from './messages.ts';
import type { Places } from './places.ts';

/** Reads facts out of the stream, each with its chain proved. */
export interface Reading {
  /** Facts after a revision, at most `max`, none after the head. */
  readonly page: (after: Revision, max: number, head: Head) => Promise<readonly StoredRecord[]>;
}

/** What reading stands on. */
export interface ReadingGround {
  readonly place: string;
  readonly base: Revision;
  readonly messages: Messages;
  readonly places: Places;
}

/** Reads over what is known of the stream; keeps the batch that was read last. */
export const readingOf = (ground: ReadingGround): Reading => {
  let kept: Batch | undefined;
  const page: Reading['page'] = async (after, max, head) => {
    const first = Math.max(after, ground.base);
    const last = Math.min(head.revision, first + Math.max(0, max));
    const records: StoredRecord[] = [];
    let reached = first;
    if (kept !== undefined && holds(kept, first)) {
      reached = pushed(records, kept, { after: first, last });
    }
    if (reached >= last) return records;
    for await (const batch of batchesOf(ground, { after: reached, last }, kept)) {
      prove(ground, batch, head);
      kept = batch;
      reached = pushed(records, batch, { after: reached, last });
    }
    return records;
  };
  return { page };
};

/** Bounds of facts. */
interface Bounds {
  readonly after: Revision;
  readonly last: Revision;
}

/** The batches that hold these facts; a few before them may come first. */
async function* batchesOf(
  { place, messages, places }: ReadingGround,
  { after, last }: Bounds,
  before: Batch | undefined,
): AsyncGenerator<Batch, void, undefined> {
  let { seq, revision } = await places.before(after);
  const hash = before?.seq === seq ? before.frame.after : undefined;
  const assembly = assemblyOf(place, { revision, hash });
  let factsEach = 1;
  for (let wanted = 2; revision < last; wanted = Math.ceil((last - revision) / factsEach)) {
    for (const message of await messages.from(seq + 1, Math.min(wanted, messagesMax))) {
      seq = message.seq;
      factsEach = Math.max(1, Math.floor(message.frame.facts / message.frame.parts));
      const batch = assembly.take(message);
      if (batch === undefined) continue;
      revision = endOf(batch.frame);
      places.note({ seq, revision });
      yield batch;
      if (revision >= last) return;
    }
  }
}

const prove = ({ place }: ReadingGround, { frame }: Batch, { revision, hash }: Head): void => {
  const end = endOf(frame);
  if (end > revision || (end === revision && frame.after !== hexOf(hash))) {
    raise(corrupt(place, 'the facts do not lead to the head', frame.base + 1));
  }
};

const holds = ({ frame }: Batch, after: Revision): boolean =>
  frame.base <= after && after < endOf(frame);

/** Copies the facts of a batch within the bounds; answers the revision that is reached. */
const pushed = (
  records: StoredRecord[],
  { frame, bodies, links }: Batch,
  { after, last }: Bounds,
): Revision => {
  const from = Math.max(0, after - frame.base);
  const to = Math.min(frame.facts, last - frame.base);
  for (let index = from; index < to; index += 1) {
    records.push({
      revision: frame.base + index + 1,
      body: bodies[index] ?? '',
      hash: links.subarray(index * 32, index * 32 + 32),
    });
  }
  return Math.max(after, frame.base + to);
};
