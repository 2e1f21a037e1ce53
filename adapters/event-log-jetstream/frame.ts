import { createHash } from 'node:crypto';
import type { Revision } from '../../domain/foundation/event.ts';

/**
 * What one message says of the batch that it carries a piece of.
 *
 * A batch is one message, or several that follow each other and count only together (ADR 0010).
 * @shape `part` counts from 1 to `parts`; `before` and `after` are the chain around the batch, in hex
 */
export interface Frame {
  /** The revision that the batch stands on. */
  readonly base: Revision;
  readonly facts: number;
  readonly part: number;
  readonly parts: number;
  readonly before: string;
  readonly after: string;
}

/** A message of the stream. */
export interface FramedMessage {
  readonly seq: number;
  readonly frame: Frame;
  readonly payload: Uint8Array;
}

/** Writes a message: a line that says what it carries, and its piece of the batch. */
export const messageOf = (frame: Frame, piece: Uint8Array): Uint8Array => {
  const { base, facts, part, parts, before, after } = frame;
  const line = `berth/1 ${base} ${facts} ${part}/${parts} ${before} ${after}\n`;
  return Buffer.concat([Buffer.from(line), piece]);
};

const endOfLine = 0x0a;
/** No line is longer. */
const lineBytesMax = 200;
const form =
  /^berth\/1 (0|[1-9]\d{0,15}) ([1-9]\d{0,8}) ([1-9]\d{0,8})\/([1-9]\d{0,8}) ([0-9a-f]{64}) ([0-9a-f]{64})$/;

/** Reads a message; `undefined` for one that is none of ours. */
export const framedIn = (
  message: Uint8Array,
): Pick<FramedMessage, 'frame' | 'payload'> | undefined => {
  const end = message.subarray(0, lineBytesMax).indexOf(endOfLine);
  if (end < 0) return undefined;
  const line = Buffer.from(message.buffer, message.byteOffset, end).toString('latin1');
  const [, base, facts, part, parts, before = '', after = ''] = form.exec(line) ?? [];
  const frame = {
    base: Number(base),
    facts: Number(facts),
    part: Number(part),
    parts: Number(parts),
    before,
    after,
  };
  const isLawful = frame.part <= frame.parts && Number.isSafeInteger(frame.base + frame.facts);
  return isLawful ? { frame, payload: message.subarray(end + 1) } : undefined;
};

/** Tells whether two messages carry pieces of the same batch. */
export const isSameBatch = (a: Frame, b: Frame): boolean =>
  a.base === b.base &&
  a.facts === b.facts &&
  a.parts === b.parts &&
  a.before === b.before &&
  a.after === b.after;

/**
 * The id by which the server knows a message that it has already: a UUID (version 5 in form) of the ledger, the place in
 * the stream and what stands there. The same id means the same content at the same place.
 */
export const messageIdOf = (ledger: string, seq: number, frame: Frame): string => {
  const { base, after, part, parts } = frame;
  const bytes = createHash('sha256')
    .update(`${ledger} ${seq} ${base} ${after} ${part}/${parts}`)
    .digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => hex.slice(from, to))
    .join('-');
};
