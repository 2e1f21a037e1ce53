import { type IncomingMessage, request } from 'node:http';
import { onTestFinished } from 'vitest';

/** One message of a stream. */
export interface Message {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** A stream that is being read. */
export interface Stream {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Messages with data, as they came. */
  readonly messages: readonly Message[];
  readonly comments: readonly string[];
  /** The last id that any message named, those without data too. */
  readonly lastId: () => string;
  /** The body as it came, where it is no stream. */
  readonly body: () => string;
  readonly isEnded: () => boolean;
  readonly until: (isThere: () => boolean) => Promise<void>;
  readonly close: () => unknown;
}

/** Opens a stream of server-sent events and reads along. */
export const openStream = (url: string, headers: Record<string, string> = {}): Promise<Stream> =>
  new Promise((resolve, reject) => {
    const asking = request(url, { headers, agent: false }, (answer) => {
      onTestFinished(() => {
        answer.destroy();
      });
      resolve(streamOf(answer));
    });
    asking.on('error', reject);
    asking.end();
  });

const streamOf = (answer: IncomingMessage): Stream => {
  const read = { messages: new Array<Message>(), comments: new Array<string>() };
  const now = { text: '', rest: '', lastId: '', isEnded: false };
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    now.text += chunk;
    const blocks = (now.rest + chunk).split('\n\n');
    now.rest = blocks.pop() ?? '';
    for (const { comment, ...message } of blocks.map(readBlock)) {
      if (comment !== '') read.comments.push(comment);
      if (message.id !== '') now.lastId = message.id;
      if (message.data !== '') read.messages.push(message);
    }
  });
  for (const event of ['close', 'error']) answer.on(event, () => (now.isEnded = true));
  return {
    ...read,
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    lastId: () => now.lastId,
    body: () => now.text,
    isEnded: () => now.isEnded,
    until: (isThere) => until(isThere, () => now.text),
    close: () => answer.destroy(),
  };
};

const until = async (isThere: () => boolean, textNow: () => string): Promise<void> => {
  const deadlineMs = Date.now() + 10_000;
  while (!isThere()) {
    if (Date.now() > deadlineMs) throw new Error(`it did not come: ${textNow().slice(-500)}`);
    await new Promise((later) => setTimeout(later, 5));
  }
};

const readBlock = (block: string): Message & { readonly comment: string } => {
  const fields = { id: '', event: '', data: '', comment: '' };
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*): ?(.*)$/s.exec(line) ?? [];
    if (name === '') fields.comment += value;
    else if (name === 'id' || name === 'event' || name === 'data') fields[name] += value;
  }
  return fields;
};
