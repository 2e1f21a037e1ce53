import { genesisHash, hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Head } from '../ports/event-log.ts';
import { assemblyOf, endOf } from './assembly.ts';
import { raise } from '../ports/log-faults.ts';
import { corrupt } from './faults.ts';
import type { Frame, FramedMessage } from './frame.ts';
import type { Messages } from './messages.ts';

/** The end of a stream: its last sequence, and the last fact that counts. */
export interface Tail {
  readonly seq: number;
  readonly head: Head;
  /** Where the head's batch ends, and how many messages it has; 0 before the first. */
  readonly headSeq: number;
  readonly headParts: number;
}

/** Whose end is looked for. */
export interface TailGround {
  readonly place: string;
  readonly base: Revision;
  readonly messages: Messages;
}

/** The end of a stream that holds no message. */
export const emptyTail = (base: Revision): Tail => ({
  seq: 0,
  head: { revision: base, hash: genesisHash },
  headSeq: 0,
  headParts: 0,
});

/** Finds the end of a stream, as its messages tell it. */
export const readTail = async ({ messages, base }: TailGround): Promise<Tail> => {
  const last = await messages.last();
  return last === undefined ? emptyTail(base) : tailAt(messages, last, base);
};

/** The end of the stream that this message ends; pieces of a batch that was never finished are passed over. */
const tailAt = async (messages: Messages, last: FramedMessage, base: Revision): Promise<Tail> => {
  let message = last;
  while (message.frame.part < message.frame.parts) {
    const before = message.seq - message.frame.part;
    if (before < 1) return { ...emptyTail(base), seq: last.seq };
    message = await messages.at(before);
  }
  const { frame, seq } = message;
  return { seq: last.seq, head: headAfter(frame), headSeq: seq, headParts: frame.parts };
};

/**
 * Proves that the last batch is what was written, and stands on the batch before it.
 *
 * @throws FaultRaised
 */
export const proveTail = async (ground: TailGround, tail: Tail): Promise<void> => {
  const { place, base, messages } = ground;
  const { headSeq, headParts, head } = tail;
  if (headSeq === 0) return;
  const start = headSeq - headParts;
  const before =
    start < 1 ? emptyTail(base) : await tailAt(messages, await messages.at(start), base);
  const { revision, hash } = before.head;
  const assembly = assemblyOf(place, { revision, hash: hexOf(hash) });
  let end = revision;
  for (let seq = before.headSeq; seq < headSeq;) {
    for (const message of await messages.from(seq + 1, headSeq - seq)) {
      seq = message.seq;
      const batch = assembly.take(message);
      if (batch !== undefined) end = endOf(batch.frame);
    }
  }
  if (end !== head.revision) {
    raise(corrupt(place, `message ${headSeq} is not the end of a batch`, end + 1));
  }
};

/**
 * Finds the end of a stream again, and proves that what we knew of it still stands.
 *
 * @throws FaultRaised when the server has lost facts that it acknowledged, or holds others in their place
 */
export const followTail = async (ground: TailGround, known: Tail): Promise<Tail> => {
  const { messages, place } = ground;
  const tail = await readTail(ground);
  if (tail.seq < known.seq || tail.head.revision < known.head.revision) {
    const cause = `the server has lost what it acknowledged: its last message was ${known.seq}, now it is ${tail.seq}`;
    return raise(corrupt(place, cause, tail.head.revision + 1));
  }
  if (known.headSeq === 0) return tail;
  const same =
    tail.headSeq === known.headSeq
      ? tail.head
      : headAfter((await messages.at(known.headSeq)).frame);
  if (same.revision === known.head.revision && hexOf(same.hash) === hexOf(known.head.hash)) {
    return tail;
  }
  const cause = 'the server holds other facts than those that it acknowledged';
  return raise(corrupt(place, cause, known.head.revision));
};

const headAfter = (frame: Frame): Head => ({
  revision: endOf(frame),
  hash: Buffer.from(frame.after, 'hex'),
});
