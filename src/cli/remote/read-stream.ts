import type { IncomingMessage } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import { protocolOf, type Snag, snagOf } from './exchange.ts';
import type { RemoteFault } from './faults.ts';
import type { Following } from './following.ts';
import { parsed, refusalOf } from './problem.ts';
import { faultOf } from './persist.ts';
import type { Server } from './server.ts';
import { createSseReader, type SseReader } from './sse-lines.ts';

/** How long a silent connection is believed to live: servers send something every 15 s. @unit ms */
const silenceMsMax = 60_000;

/** How one connection ended: enough was seen, the server ended it, or a fault. */
export type Ended = 'enough' | Either<RemoteFault, 'ended'>;

/** Reads one connection to its end. */
export const readOnce = async (
  server: Server,
  following: Following,
  { after, onOpen, onSeen }: Resumption,
): Promise<Ended> => {
  const opened = await open(server, following, after);
  if (isLeft(opened)) return opened;
  const response = opened.right;
  if (response.statusCode !== 200) {
    const text = await bodyOf(response);
    return left(refusalOf(server.address, response.statusCode ?? 0, text));
  }
  onOpen();
  try {
    return await readAll(response, { following, onSeen });
  } catch (error) {
    return left(faultOf(server.address, snagOf(error), silenceMsMax));
  }
};

/** Where a connection begins, and who is told how far it has come. */
export interface Resumption {
  readonly after: number | undefined;
  readonly onOpen: () => void;
  readonly onSeen: (revision: number) => void;
}

const readAll = async (response: IncomingMessage, telling: Telling): Promise<Ended> => {
  const reader = createSseReader();
  const decoder = new StringDecoder('utf8');
  for await (const chunk of response) {
    const piece = Buffer.isBuffer(chunk) ? decoder.write(chunk) : String(chunk);
    if (!tellPiece(reader, piece, telling)) continue;
    response.destroy();
    return 'enough';
  }
  return right('ended');
};

interface Telling {
  readonly following: Following;
  readonly onSeen: (revision: number) => void;
}

/** Tells what a piece completes; answers whether that is enough. */
const tellPiece = (reader: SseReader, piece: string, { following, onSeen }: Telling): boolean => {
  for (const { id, event, data } of reader.take(piece)) {
    const revision = /^\d{1,15}$/.test(id) ? Number(id) : undefined;
    const isEnough =
      data !== '' &&
      revision !== undefined &&
      following.onFact({ revision, type: event, fact: parsed(data) }) === true;
    if (revision !== undefined) onSeen(revision);
    if (isEnough) return true;
  }
  return false;
};

const open = async (
  server: Server,
  { query, stopped }: Following,
  after: number | undefined,
): Promise<Either<RemoteFault, IncomingMessage>> => {
  const url = server.urlOf('berth/v1/events', query);
  const { request } = await protocolOf(url);
  const headers = {
    ...server.headers,
    accept: 'text/event-stream',
    ...(after === undefined ? {} : { 'last-event-id': `${after}` }),
  };
  return new Promise((resolve) => {
    // A stream has a connection of its own: the others must not wait behind it.
    const options = { headers, agent: false, signal: stopped };
    const sent = request(url, options, (response) => resolve(right(response)));
    sent.setTimeout(silenceMsMax, () => sent.destroy(new Error('nothing was heard for too long')));
    sent.on('error', (error: Error) => {
      const snag: Snag = snagOf(error);
      resolve(left(faultOf(server.address, snag, silenceMsMax)));
    });
    sent.end();
  });
};

const bodyOf = async (response: IncomingMessage): Promise<string> => {
  const { text } = await import('node:stream/consumers');
  return text(response);
};
