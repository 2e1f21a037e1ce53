import { newest } from './lawful.ts';
import type { Request } from './requests.ts';
import type { Answer } from './send.ts';

/** Knows what a server has made, so that later requests can be about it. */
export interface NewestThings {
  /** The same request about the newest things, in a trace of its own. */
  readonly named: (request: Request) => Request;
  readonly learn: (request: Request, answer: Answer) => void;
}

const madeShape = /"(?:workloadId|id)":"([a-z0-9-]{1,63})"/;
const namesShape = new RegExp(newest.map((name) => `\\b${name}\\b`).join('|'), 'g');

/** Knows nothing yet. */
export const newestThings = (): NewestThings => {
  const ids: string[] = [];
  let traces = 0;
  const filled = (text: string): string =>
    text.replaceAll(namesShape, (name) => ids.at(-1 - Number(name.at(-1))) ?? name);
  return {
    named: (request) => {
      traces += 1;
      const traceparent = `00-${traces.toString(16).padStart(32, '0')}-${'b'.repeat(16)}-01`;
      return {
        ...request,
        url: filled(request.url),
        // What a request brings itself is left to it: it may be none.
        headers: { traceparent, ...request.headers },
        body: request.body === undefined ? undefined : filled(request.body),
      };
    },
    learn: ({ method }, { status, text }) => {
      const id = madeShape.exec(text)?.[1];
      if (method === 'POST' && status < 300 && id !== undefined) ids.push(id);
    },
  };
};
