import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** An answer that is on its way, with the request that it is to. */
export type Answering = ServerResponse<IncomingMessage>;

const unsentOn = new WeakMap<Socket, Set<Answering>>();

/** The answers that a connection still owes, in the order of their requests. */
export const unsentAnswers = (socket: Socket): readonly Answering[] => [
  ...(unsentOn.get(socket) ?? []),
];

const places = new WeakMap<Answering, number>();

/** How many answers its connection owed when its request came. */
export const owedBefore = (answer: Answering): number => places.get(answer) ?? 0;

/**
 * Notes which answers each connection owes, and keeps room for one more connection: where there is none, the one goes
 * that has waited longest for its client. So whoever opens all there may be and says nothing keeps nobody else out.
 */
export const keepRoom = (server: Server, connectionsMax: number): void => {
  /** Whoever was served last is last. */
  const open = new Set<Socket>();
  server.maxConnections = connectionsMax;
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    if (open.size >= connectionsMax) longestIdle(open, socket)?.destroy();
  });
  server.on('request', ({ socket }: IncomingMessage, answer: Answering) => {
    const unsent = unsentOn.get(socket) ?? new Set();
    places.set(answer, unsent.size);
    unsentOn.set(socket, unsent.add(answer));
    answer.on('close', () => {
      unsent.delete(answer);
      if (open.delete(socket)) open.add(socket);
    });
  });
};

/** A request that is not whole yet waits for its client too. */
const longestIdle = (open: ReadonlySet<Socket>, newest: Socket): Socket | undefined => {
  for (const socket of open) {
    const isServed = unsentAnswers(socket).some(({ req }) => req.complete);
    if (!isServed && socket !== newest) return socket;
  }
  return undefined;
};
