import { createHash } from 'node:crypto';
import type { MsgHdrs } from 'nats';
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

/** Writes a frame into the headers of a message. */
export const putFrame = (headers: MsgHdrs, frame: Frame): MsgHdrs => {
  headers.set('Berth-Base', String(frame.base));
  headers.set('Berth-Facts', String(frame.facts));
  headers.set('Berth-Part', `${frame.part}/${frame.parts}`);
  headers.set('Berth-Before', frame.before);
  headers.set('Berth-Hash', frame.after);
  return headers;
};

const digits = /^(0|[1-9]\d{0,15})$/;
const fraction = /^([1-9]\d{0,8})\/([1-9]\d{0,8})$/;
const hexHash = /^[0-9a-f]{64}$/;

/** Reads the frame of a message; `undefined` for one that is none of ours. */
export const frameOf = (headers: MsgHdrs | undefined): Frame | undefined => {
  if (headers === undefined) return undefined;
  const [base, facts] = [headers.get('Berth-Base'), headers.get('Berth-Facts')];
  const [, part, parts] = fraction.exec(headers.get('Berth-Part')) ?? [];
  const [before, after] = [headers.get('Berth-Before'), headers.get('Berth-Hash')];
  if (!digits.test(base) || !digits.test(facts) || !hexHash.test(before) || !hexHash.test(after)) {
    return undefined;
  }
  const frame = {
    base: Number(base),
    facts: Number(facts),
    part: Number(part),
    parts: Number(parts),
    before,
    after,
  };
  const isLawful =
    frame.part <= frame.parts &&
    frame.facts > 0 &&
    Number.isSafeInteger(frame.base) &&
    Number.isSafeInteger(frame.base + frame.facts);
  return isLawful ? frame : undefined;
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
