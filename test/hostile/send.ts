import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { onTestFinished } from 'vitest';

/** What is sent; `GET` without anything else unless said. */
export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | undefined;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** From sending to the last byte. @unit ms */
  readonly ms: number;
}

/** Sends a request to a path of one server. */
export type Send = (path: string, sent?: Sent) => Promise<Answer>;

/** How much of a stream that does not end is read before it is left. @unit ms */
const streamMs = 30;

/** Keeps few connections to a server and sends requests on them; a stream is left after a moment. */
export const sendingTo = (url: string, connectionsMax = 4): Send => {
  const { hostname: host, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connectionsMax });
  onTestFinished(() => agent.destroy());
  return (path, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const startMs = performance.now();
      // Node leaves the length out for methods that seldom have a body: what follows would be another request.
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const framed = { ...length, ...headers };
      const asking = request({ host, port, agent, method, path, headers: framed }, (answer) => {
        const chunks: Buffer[] = [];
        const done = (): void => {
          const text = Buffer.concat(chunks).toString();
          const ms = performance.now() - startMs;
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, ms });
        };
        const isStream = answer.headers['content-type'] === 'text/event-stream';
        if (isStream) setTimeout(() => answer.destroy(), streamMs);
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', isStream ? () => {} : reject);
        answer.on('close', done);
      });
      asking.on('error', reject);
      asking.end(body);
    });
};
