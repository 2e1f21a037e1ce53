import type { ServerResponse } from 'node:http';

/** Somebody who reads a stream. */
export interface Reader {
  /** Sends, unless too much was unread before: then the reader is cut off. Nobody is for one chunk that is long. */
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
      if (raw.writableLength > unreadMax) cutOff();
      else raw.write(chunk);
    },
    hasRead: async () => {
      if (!raw.writableNeedDrain) return !isGone();
      if (!(await drained(raw, stallMsMax)) && !isGone()) cutOff();
      return !isGone();
    },
    isGone,
    end: () => raw.end(),
  };
};

/** Resolves with true once everything is sent, with false when the time is up or the reader has gone. */
const drained = (raw: ServerResponse, withinMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const onDrain = (): void => done(true);
    const onClose = (): void => done(false);
    const done = (isDrained: boolean): void => {
      clearTimeout(timer);
      raw.off('drain', onDrain).off('close', onClose);
      resolve(isDrained);
    };
    const timer = setTimeout(done, raw.destroyed ? 0 : withinMs, false);
    raw.on('drain', onDrain).on('close', onClose);
  });
