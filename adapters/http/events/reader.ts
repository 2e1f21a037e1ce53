import type { ServerResponse } from 'node:http';

/** Somebody who reads a stream. */
export interface Reader {
  /** Sends, unless too much is unread: then the reader is cut off. */
  readonly send: (chunk: string | Buffer) => void;
  /** Resolves once what was sent is nearly read; false where that took too long or the reader has gone. */
  readonly hasRead: () => Promise<boolean>;
  readonly isGone: () => boolean;
  readonly end: () => unknown;
}

/** What a reader may leave unread, and for how long one that catches up may read nothing. @unit bytes, ms */
export interface ReaderBounds {
  readonly unreadMax: number;
  readonly stallMsMax: number;
}

/** Makes a reader of an answer whose headers are sent. */
export const readerOf = (
  raw: ServerResponse,
  { unreadMax, stallMsMax }: ReaderBounds,
  onCutOff: () => void,
): Reader => {
  const isGone = (): boolean => raw.destroyed || raw.writableEnded;
  const cutOff = (): void => {
    onCutOff();
    raw.destroy();
  };
  return {
    send: (chunk) => {
      if (isGone()) return;
      // Looked at before, so that nobody is cut off for one chunk that is long.
      if (raw.writableLength > unreadMax) cutOff();
      else raw.write(chunk);
    },
    hasRead: async () => {
      if (raw.writableLength > unreadMax / 4) await drained(raw, stallMsMax);
      if (!isGone() && raw.writableLength > unreadMax / 4) cutOff();
      return !isGone();
    },
    isGone,
    end: () => raw.end(),
  };
};

const drained = (raw: ServerResponse, withinMs: number): Promise<void> =>
  new Promise((resolve) => {
    if (raw.destroyed) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      raw.off('drain', done);
      raw.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, withinMs);
    raw.on('drain', done);
    raw.on('close', done);
  });
