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
}

interface Reading {
  rest: string;
  id: string;
  event: string;
  data: string;
  /** Whether the message that is being read has told an id. */
  hasId: boolean;
}

/** Begins to read a stream. @throws Error where one message is larger than anything that is sent */
export const createSseReader = (): SseReader => {
  const reading: Reading = { rest: '', id: '', event: '', data: '', hasId: false };
  return {
    take: (piece) => {
      const text = reading.rest + piece;
      if (text.length + reading.data.length > messageMax) throw new Error('a message has no end');
      // A carriage return at the end may be half of a line's end.
      const usable = text.endsWith('\r') ? text.length - 1 : text.length;
      const lines = text.slice(0, usable).split(/\r\n|\n|\r/);
      reading.rest = (lines.pop() ?? '') + text.slice(usable);
      return lines.map((line) => takeLine(reading, line)).filter((one) => one !== undefined);
    },
  };
};

const takeLine = (reading: Reading, line: string): SseMessage | undefined => {
  if (line === '') return completed(reading);
  const colon = line.indexOf(':');
  const field = colon === -1 ? line : line.slice(0, colon);
  const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (field === 'data') reading.data += `${value}\n`;
  else if (field === 'event') reading.event = value;
  else if (field === 'id' && !value.includes('\0')) {
    reading.id = value;
    reading.hasId = true;
  }
  return undefined;
};

/** An empty line ends a message; one that tells nothing is none. */
const completed = (reading: Reading): SseMessage | undefined => {
  const { id, event, data, hasId } = reading;
  reading.event = '';
  reading.data = '';
  reading.hasId = false;
  if (data === '' && !hasId) return undefined;
  return { id, event: event === '' ? 'message' : event, data: data.slice(0, -1) };
};
