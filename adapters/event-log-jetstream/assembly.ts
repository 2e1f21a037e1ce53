import { chainHashes, hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { corrupt, raise } from './faults.ts';
import type { Frame, FramedMessage } from './frame.ts';
import { bodiesIn } from './payload.ts';

/** A batch that is whole, its chain proved. @shape `links` holds 32 bytes for each body, side by side */
export interface Batch {
  readonly frame: Frame;
  /** The sequence of its last message. */
  readonly seq: number;
  readonly bodies: readonly string[];
  readonly links: Uint8Array;
}

/** Where an assembly begins. @shape `hash` in hex, where the one before is known */
export interface Ground {
  readonly revision: Revision;
  readonly hash: string | undefined;
}

/** Puts batches together out of the messages of a stream, taken in order without a gap. */
export interface Assembly {
  /** Answers the batch that this message makes whole. @throws FaultRaised when it does not stand on what came before */
  readonly take: (message: FramedMessage) => Batch | undefined;
}

/**
 * Begins after a whole batch, or at the start of the stream.
 *
 * A batch whose writer ended before its last piece does not count: the next message begins another one on the same
 * revision.
 */
export const assemblyOf = (place: string, ground: Ground): Assembly => {
  let { revision, hash } = ground;
  let pieces: FramedMessage[] = [];
  const wrong = (cause: string): never => raise(corrupt(place, cause, revision + 1));
  const take = (message: FramedMessage): Batch | undefined => {
    const { seq, frame } = message;
    if (frame.part === 1) {
      pieces = [];
      if (frame.base !== revision) {
        wrong(`message ${seq} stands on revision ${frame.base}, before it is ${revision}`);
      }
      if (hash !== undefined && frame.before !== hash) {
        wrong(`message ${seq} stands on another hash than the facts before it have`);
      }
    } else if (!continues(pieces, frame)) {
      wrong(`message ${seq} continues nothing`);
    }
    pieces.push(message);
    if (frame.part < frame.parts) return undefined;
    const batch = wholeOf(pieces) ?? wrong(`message ${seq} is not what was written`);
    pieces = [];
    revision += frame.facts;
    hash = frame.after;
    return batch;
  };
  return { take };
};

const continues = (pieces: readonly FramedMessage[], frame: Frame): boolean => {
  const before = pieces.at(-1)?.frame;
  return (
    before !== undefined &&
    frame.part === before.part + 1 &&
    frame.parts === before.parts &&
    frame.base === before.base &&
    frame.facts === before.facts &&
    frame.before === before.before &&
    frame.after === before.after
  );
};

const wholeOf = (pieces: readonly FramedMessage[]): Batch | undefined => {
  const last = pieces.at(-1);
  const bodies = bodiesIn(pieces.map(({ payload }) => payload));
  if (last === undefined || bodies?.length !== last.frame.facts) return undefined;
  const links = chainHashes(Buffer.from(last.frame.before, 'hex'), bodies);
  return hexOf(links.subarray(-32)) === last.frame.after
    ? { frame: last.frame, seq: last.seq, bodies, links }
    : undefined;
};
