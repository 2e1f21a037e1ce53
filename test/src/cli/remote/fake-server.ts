import {
  createServer as createHttp,
  type IncomingMessage,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { createServer, type Server } from '../../../../src/cli/remote/server.ts';

/** A request as it came. */
export interface Came {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What a server that misbehaves does with its nth request. */
export type Deed = (response: ServerResponse, came: Came) => void;

/** A server that only misbehaves: its deeds one after the other, the last one again and again. */
export interface Faulty {
  readonly url: URL;
  readonly came: readonly Came[];
  /** A client that waits a third of a second, and hardly between two tries. */
  readonly client: Server;
}

/** Starts one, for transport faults that a real server does not have. */
export const faulty = async (...deeds: readonly Deed[]): Promise<Faulty> => {
  const came: Came[] = [];
  const server = createHttp((request, response) => {
    void text(request).then((body) => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body };
      came.push(one);
      deeds[Math.min(came.length, deeds.length) - 1]?.(response, one);
    });
  });
  const url = await listening(server);
  const client = await createServer({
    url,
    token: 'tok',
    project: undefined,
    timeoutMs: 300,
    pausesMs: [1, 2, 3],
  });
  onTestFinished(() => {
    client.close();
    server.closeAllConnections();
    server.close();
  });
  return { url, came, client };
};

const listening = async (server: HttpServer): Promise<URL> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return new URL(`http://127.0.0.1:${port}/`);
};

/** Answers with a status and a document. */
export const answers =
  (status: number, document: unknown): Deed =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof document === 'string' ? document : JSON.stringify(document));
  };

/** Breaks the connection. */
export const breaks: Deed = (response) => void response.socket?.destroy();
