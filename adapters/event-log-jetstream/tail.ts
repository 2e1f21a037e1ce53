import { genesisHash, hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Head } from '../ports/event-log.ts';
import { corrupt, raise } from './faults.ts';
import type { Frame, FramedMessage } from './frame.ts';
import type { Messages } from './messages.ts';

/** The end of a stream: its last sequence, and the last fact that counts. */
export interface Tail {
  readonly seq: number;
  readonly head: Head;
  /** The sequence of the message that holds the end of the head's batch; 0 before the first. */
  readonly headSeq: number;
}

/** The end of a stream that holds no message. */
export const emptyTail = (base: Revision): Tail => ({
  seq: 0,
  head: { revision: base, hash: genesisHash },
  headSeq: 0,
});

/** Finds the end of a stream; pieces of a batch that was never finished are passed over. */
export const readTail = async (messages: Messages, base: Revision): Promise<Tail> => {
  const last = await messages.last();
  if (last === undefined) return emptyTail(base);
  let message: FramedMessage = last;
  while (message.frame.part < message.frame.parts) {
    const before = message.seq - message.frame.part;
    if (before < 1) return { ...emptyTail(base), seq: last.seq };
    message = await messages.at(before);
  }
  return { seq: last.seq, head: headAfter(message.frame), headSeq: message.seq };
};

/**
 * Finds the end of a stream again, and proves that what we knew of it still stands.
 *
 * @throws FaultRaised when the server has lost facts that it acknowledged, or holds others in their place
 */
export const followTail = async (
  messages: Messages,
  known: Tail,
  { place, base }: { readonly place: string; readonly base: Revision },
): Promise<Tail> => {
  const tail = await readTail(messages, base);
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

const headAfter = ({ base, facts, after }: Frame): Head => ({
  revision: base + facts,
  hash: Buffer.from(after, 'hex'),
});
