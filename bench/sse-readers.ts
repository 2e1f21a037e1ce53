/**
 * A process of its own that reads `/berth/v1/events` a thousand times over: `sse-readers.ts URL READERS SECONDS`.
 *
 * Prints one line of JSON: how late the last fact of each chunk came, how many facts each reader had, and who was cut off.
 */
import { connect, type Socket } from 'node:net';
import { percentileOf } from './http-client.ts';

const [url = '', readers = '0', seconds = '0'] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const lags: number[] = [];
const counts: number[] = [];
let cutOff = 0;

/** Every fact is one line that begins with `data:`; its instant stands in it. */
const atMs = /"atMs":(\d+)/g;

const startReader = (place: number): Socket => {
  const socket = connect({ host: hostname, port: Number(port) });
  counts[place] = 0;
  socket.write(
    `GET /berth/v1/events HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept: text/event-stream\r\n\r\n`,
  );
  socket.on('data', (chunk: Buffer) => {
    const text = chunk.toString('latin1');
    let last: string | undefined;
    for (const found of text.matchAll(atMs)) {
      last = found[1];
      counts[place] = (counts[place] ?? 0) + 1;
    }
    if (last !== undefined) lags.push(Date.now() - Number(last));
  });
  socket.on('close', () => (cutOff += 1));
  socket.on('error', () => undefined);
  return socket;
};

const sockets = Array.from({ length: Number(readers) }, (_, place) => startReader(place));
await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1000));
const cutOffInTime = cutOff;
for (const socket of sockets) socket.destroy();
const sum = counts.reduce((total, count) => total + count, 0);
const result = {
  p50: percentileOf(lags, 50),
  p99: percentileOf(lags, 99),
  perReader: sum / counts.length,
  fewest: Math.min(...counts),
  most: Math.max(...counts),
  cutOff: cutOffInTime,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
