import type { ServerResponse } from 'node:http';

/** Somebody who reads a stream. */
export interface Reader {
  /** Sends, unless too much is unread: then the reader is cut off. */
  readonly send: (chunk: string | Buffer) => void;
  /** Resolves once what was sent is nearly read; false where that took too long or the reader has gone. */
  readonly hasRead: () => Promise<boolean>;
  readonly isGone: () => boolean;
  readonly end: () => void;
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
  const cutOff = (): void => {
    if (raw.destroyed) return;
    onCutOff();
    raw.destroy();
  };
  return {
    send: (chunk) => {
      if (raw.destroyed || raw.writableEnded) return;
      // Looked at before, so that nobody is cut off for one chunk that is long.
      if (raw.writableLength > unreadMax) cutOff();
      else raw.write(chunk);
    },
    hasRead: async () => {
      if (!raw.destroyed && raw.writableLength <= unreadMax / 4) return true;
      if (!raw.destroyed) await drained(raw, stallMsMax);
      if (!raw.destroyed && raw.writableLength > unreadMax / 4) cutOff();
      return !raw.destroyed;
    },
    isGone: () => raw.destroyed || raw.writableEnded,
    end: () => {
      raw.end();
    },
  };
};

const drained = (raw: ServerResponse, withinMs: number): Promise<void> =>
  new Promise((resolve) => {
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
