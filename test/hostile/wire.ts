import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Door } from './door.ts';

/** A connection on which a test writes what it likes. */
export interface Wire {
  readonly socket: Socket;
  /** Everything that came so far, byte by byte. */
  readonly text: () => string;
  /** Resolves with everything that came, once the connection has ended. */
  readonly ended: Promise<string>;
}

/** Opens a connection to a server. */
export const openWire = ({ address }: Pick<Door, 'address'>): Wire => {
  const socket = connect({ ...address, allowHalfOpen: true });
  const chunks: Buffer[] = [];
  const text = (): string => Buffer.concat(chunks).toString('latin1');
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => {});
  socket.on('end', () => socket.end());
  const ended = new Promise<string>((resolve) => {
    socket.on('close', () => resolve(text()));
  });
  onTestFinished(() => void socket.destroy());
  return { socket, text, ended };
};

/** How long an answer may take to come and the connection to end. @unit ms */
const exchangeMsMax = 5_000;

/** Sends bytes and answers everything that comes back until the other side ends. */
export const exchange = async (door: Door, bytes: string | Buffer): Promise<string> => {
  const wire = openWire(door);
  wire.socket.write(bytes);
  const timer = setTimeout(() => wire.socket.destroy(), exchangeMsMax);
  const text = await wire.ended;
  clearTimeout(timer);
  return text;
};

/** The statuses of all answers in a text, in order. */
export const statusesOf = (text: string): readonly number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

/** Waits until something is so, at most a minute: others may use the machine. */
export const until = async (isSo: () => Promise<boolean> | boolean): Promise<void> => {
  const untilMs = performance.now() + 60_000;
  while (performance.now() < untilMs) {
    if (await isSo()) return;
    await sleep(50);
  }
  throw new Error('it did not come to be in a minute');
};

/** Waits. */
export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));
