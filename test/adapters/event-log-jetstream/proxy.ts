import { once } from 'node:events';
import { createServer, type Socket, connect } from 'node:net';

/** Which way of a connection carries nothing. */
type Silence = 'answers' | 'questions' | 'both' | 'neither';

/** A wire to a server that can be cut in one direction or both. */
export interface Proxy {
  readonly url: string;
  /** Drops what goes that way from now on; for `both` it is held back instead, and delivered when `neither` comes. */
  readonly silence: (silence: Silence) => void;
  readonly close: () => Promise<void>;
}

/** Listens on loopback and passes everything on to a port. */
export const proxyTo = async (port: number): Promise<Proxy> => {
  const wire: Wire = { silent: 'neither', sockets: new Set() };
  const server = createServer((client) => span(wire, client, port)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `nats://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    silence: (next) => {
      wire.silent = next;
      for (const socket of wire.sockets) {
        if (next === 'both') socket.pause();
        else socket.resume();
      }
    },
    close: async () => {
      if (!server.listening) return;
      for (const socket of wire.sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

interface Wire {
  silent: Silence;
  readonly sockets: Set<Socket>;
}

const span = (wire: Wire, client: Socket, port: number): void => {
  const upstream = connect(port, '127.0.0.1');
  join(client, upstream, () => wire.silent === 'questions');
  join(upstream, client, () => wire.silent === 'answers');
  for (const socket of [client, upstream]) {
    wire.sockets.add(socket);
    socket.on('close', () => wire.sockets.delete(socket));
  }
};

const join = (from: Socket, to: Socket, isDropped: () => boolean): void => {
  from.on('data', (bytes) => {
    if (!isDropped()) to.write(bytes);
  });
  from.on('close', () => to.destroy());
  from.on('error', () => to.destroy());
};
