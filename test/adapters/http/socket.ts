import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { HttpServer } from '../../../adapters/http/index.ts';

/** A connection on which a test writes what it likes. */
export interface RawConnection {
  readonly socket: Socket;
  /** Everything that came so far. */
  readonly text: () => string;
  /** Resolves with everything that came, once the other side has ended. */
  readonly ended: Promise<string>;
}

/** Opens a connection to a server. */
export const rawConnection = ({ address }: HttpServer): RawConnection => {
  const socket = connect(address);
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    text += chunk;
  });
  socket.on('error', () => {});
  onTestFinished(() => {
    socket.destroy();
  });
  const ended = new Promise<string>((resolve) => {
    socket.on('close', () => {
      resolve(text);
    });
  });
  return { socket, text: () => text, ended };
};

/** Sends bytes and answers everything that comes back until the other side ends. */
export const exchange = (server: HttpServer, bytes: string): Promise<string> => {
  const { socket, ended } = rawConnection(server);
  socket.write(bytes);
  return ended;
};

/** The status line's number. */
export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
