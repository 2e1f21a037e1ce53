import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { connect, type ConnectionOptions, type NatsConnection } from 'nats';

/** The sockets that an attempt to connect has opened. */
const attempts = new AsyncLocalStorage<Set<Socket>>();

const note = (message: unknown): void => {
  const opened = attempts.getStore();
  if (opened === undefined || typeof message !== 'object' || message === null) return;
  const socket: unknown = Reflect.get(message, 'socket');
  if (!(socket instanceof Socket)) return;
  opened.add(socket);
  socket.once('close', () => opened.delete(socket));
};

let isListening = false;

/**
 * Connects, and leaves nothing open where that fails.
 *
 * nats 2.29.3 forgets its socket when the time is up before the server has said anything: `NodeTransport.close` does
 * nothing unless it was connected, and no way leads from outside to it. The socket alone keeps the process alive. Node
 * tells of every socket that is opened; those of this attempt are known by where they come from.
 */
export const connectCleanly = async (options: ConnectionOptions): Promise<NatsConnection> => {
  if (!isListening) subscribe('net.client.socket', note);
  isListening = true;
  const opened = new Set<Socket>();
  try {
    return await attempts.run(opened, () => connect(options));
  } catch (error) {
    for (const socket of opened) {
      // Nobody listens any longer to what becomes of it.
      socket.on('error', () => undefined);
      socket.destroy();
    }
    throw error;
  }
};
