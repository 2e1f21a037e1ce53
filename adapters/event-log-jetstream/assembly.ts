import { chainHashes, hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { raise } from '../ports/log-faults.ts';
import { corrupt } from './faults.ts';
import { type Frame, type FramedMessage, isSameBatch } from './frame.ts';
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

/** The revision of the last fact of a batch. */
export const endOf = ({ base, facts }: Frame): Revision => base + facts;

/**
 * Begins after a whole batch, or at the start of the stream.
 *
 * A batch whose writer ended before its last piece does not count: the next message begins another one on the same
 * revision.
 */
export const assemblyOf = (place: string, ground: Ground): Assembly => {
  let at = ground;
  let pieces: FramedMessage[] = [];
  const take = (message: FramedMessage): Batch | undefined => {
    const { seq, frame } = message;
    const problem = frame.part === 1 ? misfit(at, frame) : interruption(pieces.at(-1), frame);
    if (problem !== undefined) {
      return raise(corrupt(place, `message ${seq} ${problem}`, at.revision + 1));
    }
    if (frame.part === 1) pieces = [];
    pieces.push(message);
    if (frame.part < frame.parts) return undefined;
    const batch =
      wholeOf(pieces) ??
      raise(corrupt(place, `message ${seq} is not what was written`, at.revision + 1));
    pieces = [];
    at = { revision: endOf(frame), hash: frame.after };
    return batch;
  };
  return { take };
};

const misfit = ({ revision, hash }: Ground, { base, before }: Frame): string | undefined => {
  if (base !== revision) return `stands on revision ${base}, before it is ${revision}`;
  return hash === undefined || before === hash
    ? undefined
    : 'stands on another hash than the facts before it have';
};

const interruption = (before: FramedMessage | undefined, frame: Frame): string | undefined =>
  before !== undefined && isSameBatch(before.frame, frame) && frame.part === before.frame.part + 1
    ? undefined
    : 'continues nothing';

const wholeOf = (pieces: readonly FramedMessage[]): Batch | undefined => {
  const last = pieces.at(-1);
  const bodies = bodiesIn(pieces.map(({ payload }) => payload));
  if (last === undefined || bodies?.length !== last.frame.facts) return undefined;
  const links = chainHashes(Buffer.from(last.frame.before, 'hex'), bodies);
  return hexOf(links.subarray(-32)) === last.frame.after
    ? { frame: last.frame, seq: last.seq, bodies, links }
    : undefined;
};
