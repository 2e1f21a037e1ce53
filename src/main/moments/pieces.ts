import type { Mark } from '../../../adapters/ports/moment-store.ts';

/** What had ended at moments, read once for all moments that go on from there: it does not change any more. */
export interface Pieces {
  /** The piece of a part that was kept at a mark; read where it is not known yet. */
  readonly of: (mark: Mark, part: string, read: () => PieceRead) => unknown;
}

/** A piece, and what it weighs as it was kept. @unit bytes */
export interface PieceRead {
  readonly value: unknown;
  readonly bytes: number;
}

/** Remembers pieces up to a weight; those that nobody has looked at for the longest go first. @unit bytes, as they are kept */
export const piecesUpTo = (bytesMax: number): Pieces => {
  const known = new Map<string, PieceRead>();
  let bytes = 0;
  return {
    of: ({ kind, revision, hash }, part, read) => {
      const key = `${kind} ${revision} ${Buffer.from(hash).toString('base64')} ${part}`;
      const there = known.get(key);
      const piece = there ?? read();
      known.delete(key);
      known.set(key, piece);
      if (there === undefined) bytes += piece.bytes;
      for (const [oldest, { bytes: weight }] of known) {
        if (bytes <= bytesMax || oldest === key) break;
        known.delete(oldest);
        bytes -= weight;
      }
      return piece.value;
    },
  };
};
