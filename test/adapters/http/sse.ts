import { request } from 'node:http';
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
  readonly messages: Message[];
  /** The last id that any message named, those without data too. */
  readonly lastId: () => string;
  readonly comments: string[];
  /** The body as it came, where it is no stream. */
  readonly body: () => string;
  readonly isEnded: () => boolean;
  readonly until: (isThere: () => boolean) => Promise<void>;
  readonly close: () => void;
}

/** Opens a stream of server-sent events and reads along. */
export const openStream = (url: string, headers: Record<string, string> = {}): Promise<Stream> =>
  new Promise((resolve, reject) => {
    const asking = request(url, { headers, agent: false }, (answer) => {
      const messages: Message[] = [];
      const comments: string[] = [];
      let text = '';
      let rest = '';
      let lastId = '';
      let isEnded = false;
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const { comment, ...message } = readBlock(block);
          if (comment !== '') comments.push(comment);
          if (message.id !== '') lastId = message.id;
          if (message.data !== '') messages.push(message);
        }
      });
      answer.on('close', () => {
        isEnded = true;
      });
      answer.on('error', () => {
        isEnded = true;
      });
      resolve({
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        messages,
        comments,
        lastId: () => lastId,
        body: () => text,
        isEnded: () => isEnded,
        until: async (isThere) => {
          const deadlineMs = Date.now() + 5_000;
          while (!isThere()) {
            if (Date.now() > deadlineMs) throw new Error(`it did not come: ${text.slice(-500)}`);
            await new Promise((later) => setTimeout(later, 5));
          }
        },
        close: () => {
          answer.destroy();
        },
      });
      onTestFinished(() => {
        answer.destroy();
      });
    });
    asking.on('error', reject);
    asking.end();
  });

const readBlock = (block: string): Message & { readonly comment: string } => {
  const fields = { id: '', event: '', data: '', comment: '' };
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*): ?(.*)$/s.exec(line) ?? [];
    if (name === '') fields.comment += value;
    else if (name === 'id' || name === 'event' || name === 'data') fields[name] += value;
  }
  return fields;
};
