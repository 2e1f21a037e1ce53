import type { ServerResponse } from 'node:http';
import type { HttpBounds, HttpLog } from '../options.ts';
import { opening } from './frames.ts';
import { type Reader, readerOf } from './reader.ts';

/** A reply as far as streams are concerned; every reply of fastify is one. */
interface StreamingReply {
  readonly raw: ServerResponse;
  readonly hijack: () => unknown;
  readonly getHeaders: () => Readonly<Record<string, number | string | string[] | undefined>>;
}

/** Takes an answer out of the server's hands and begins a stream on it. */
export const beginStream = (
  reply: StreamingReply,
  { eventBufferBytesMax: unreadMax, stallMsMax }: HttpBounds,
  { log, requestId }: { readonly log: HttpLog; readonly requestId: string },
): Reader => {
  const { raw } = reply;
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  // The stream ends with the connection: a chunk can then be the same bytes for every reader.
  raw.removeHeader('transfer-encoding');
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    connection: 'close',
  });
  const reader = readerOf(raw, { unreadMax, stallMsMax }, () => {
    log.warn({ requestId }, 'a reader of events was too slow and was cut off');
  });
  reader.send(opening);
  return reader;
};
