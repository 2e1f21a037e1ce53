/** One message of a stream of server-sent events. */
export interface SseMessage {
  /** The last id that was told up to here; empty where none was. */
  readonly id: string;
  /** `message` unless the server says otherwise. */
  readonly event: string;
  /** Empty for a message that only tells where the stream stands. */
  readonly data: string;
}

/** Most characters that one message may have. */
const messageMax = 16 * 1024 * 1024;

/** Takes pieces of a stream as they come and answers the messages that they complete. @source WHATWG HTML, §9.2 */
export interface SseReader {
  readonly take: (piece: string) => readonly SseMessage[];
  /** How long the server wants readers to wait before they come again. @unit ms */
  readonly retryMs: () => number | undefined;
}

/** Begins to read a stream. @throws Error where one message is larger than anything that is sent */
export const createSseReader = (): SseReader => {
  let rest = '';
  let [id, event, data] = ['', '', ''];
  let hasId = false;
  let retryMs: number | undefined;
  const lineTaken = (line: string): SseMessage | undefined => {
    if (line === '') {
      const message = { id, event: event === '' ? 'message' : event, data: data.slice(0, -1) };
      const isTold = data !== '' || hasId;
      [event, data, hasId] = ['', '', false];
      return isTold ? message : undefined;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data += `${value}\n`;
    else if (field === 'event') event = value;
    else if (field === 'id' && !value.includes('\0')) [id, hasId] = [value, true];
    else if (field === 'retry' && /^\d{1,7}$/.test(value)) retryMs = Number(value);
    return undefined;
  };
  return {
    take: (piece) => {
      rest += piece;
      if (rest.length + data.length > messageMax) throw new Error('a message has no end');
      // A carriage return at the end may be half of a line's end.
      const usable = rest.endsWith('\r') ? rest.length - 1 : rest.length;
      const lines = rest.slice(0, usable).split(/\r\n|\n|\r/);
      rest = (lines.pop() ?? '') + rest.slice(usable);
      return lines.map(lineTaken).filter((message) => message !== undefined);
    },
    retryMs: () => retryMs,
  };
};
