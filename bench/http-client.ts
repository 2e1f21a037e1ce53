import { Agent, request } from 'node:http';

/** One connection that is kept, for figures that are about the server and not about connecting. */
export interface Client {
  readonly send: (asked: Sent) => Promise<Answered>;
  readonly close: () => void;
}

/** What is sent. */
export interface Sent {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}

/** What came back. @unit ms */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly ms: number;
}

/** A client of one connection. */
export const clientOf = (url: string): Client => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { hostname, port } = new URL(url);
  return {
    send: (asked) => send({ agent, hostname, port }, asked),
    close: () => agent.destroy(),
  };
};

interface Place {
  readonly agent: Agent;
  readonly hostname: string;
  readonly port: string;
}

const send = (place: Place, { method, path, body }: Sent): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...(text === undefined ? {} : { 'content-length': Buffer.byteLength(text) }),
    };
    const startedMs = performance.now();
    const sent = request({ ...place, method, path, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const ms = performance.now() - startedMs;
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString(), ms });
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });

/** The value that so many of a hundred are not above. */
export const percentileOf = (values: readonly number[], percent: number): number => {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.max(0, Math.ceil((ordered.length * percent) / 100) - 1)] ?? 0;
};
