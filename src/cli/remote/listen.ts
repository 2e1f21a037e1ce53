import type { IncomingMessage } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as pause } from 'node:timers/promises';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import { protocolOf, type Snag, snagOf } from './exchange.ts';
import type { RemoteFault } from './faults.ts';
import { memberOf, parsed, refusalOf } from './problem.ts';
import { faultOf, type Query, type Server } from './server.ts';
import { createSseReader, type SseReader } from './sse-lines.ts';

/** A fact as a server tells it. */
export interface TailedFact {
  readonly revision: number;
  readonly type: string;
  /** Envelope and data, not looked at. */
  readonly fact: unknown;
}

/** How a server's facts are followed. */
export interface Following {
  /** Facts behind this revision; from now on where absent. */
  readonly after: number | undefined;
  readonly query?: Query | undefined;
  /** Told of facts in log order, each once; answers whether enough was seen. */
  readonly onFact: (fact: TailedFact) => boolean | void;
  /** Told when the connection is lost, and when it is there again. */
  readonly onLost?: ((cause: string) => void) | undefined;
  readonly onBack?: (() => void) | undefined;
  readonly stopped?: AbortSignal | undefined;
}

/** How long a silent connection is believed to live: servers send something every 15 s. @unit ms */
const silenceMsMax = 60_000;
/** How long a lost server is looked for. @unit ms */
const lostMsMax = 120_000;
const pausesMs = [250, 500, 1_000, 2_000, 5_000];

/**
 * Reads facts as they become durable, without a gap or a repeat: a connection that breaks is opened again behind the
 * last fact that was seen.
 *
 * Ends with nothing when enough was seen or somebody stopped it, with a fault when the server cannot be had.
 */
export const listen = async (
  server: Server,
  following: Following,
): Promise<RemoteFault | undefined> => {
  let { after } = following;
  let lostAtMs: number | undefined;
  for (let tries = 0; ; tries += 1) {
    const ended = await readOnce(server, following, after, (seen) => {
      after = seen;
      tries = 0;
      if (lostAtMs !== undefined) following.onBack?.();
      lostAtMs = undefined;
    });
    if (following.stopped?.aborted === true || ended === 'enough') return undefined;
    const fault = isLeft(ended) ? ended.left : undefined;
    const isFirst = lostAtMs === undefined && after === following.after && fault !== undefined;
    if (fault !== undefined && (isFirst || !isPassing(fault))) return fault;
    lostAtMs ??= Date.now();
    if (tries === 0) following.onLost?.(fault === undefined ? 'the stream ended' : fault._tag);
    if (fault !== undefined && Date.now() - lostAtMs > lostMsMax) return fault;
    await pause(pausesMs[Math.min(tries, pausesMs.length - 1)], undefined, {
      signal: following.stopped,
    }).catch(() => undefined);
  }
};

const isPassing = (fault: RemoteFault): boolean =>
  fault._tag === 'ServerUnreachable' ||
  fault._tag === 'ServerTooSlow' ||
  (fault._tag === 'ServerRefused' && fault.status >= 500);

type Ended = 'enough' | Either<RemoteFault, 'ended'>;

const readOnce = async (
  server: Server,
  following: Following,
  after: number | undefined,
  onSeen: (revision: number) => void,
): Promise<Ended> => {
  const opened = await open(server, following, after);
  if (isLeft(opened)) return opened;
  const response = opened.right;
  if (response.statusCode !== 200) {
    const text = await bodyOf(response);
    return left(refusalOf(server.address, response.statusCode ?? 0, text));
  }
  const reader = createSseReader();
  const decoder = new StringDecoder('utf8');
  try {
    for await (const chunk of response) {
      const piece = Buffer.isBuffer(chunk) ? decoder.write(chunk) : String(chunk);
      if (tellPiece(reader, piece, { following, onSeen })) {
        response.destroy();
        return 'enough';
      }
    }
    return right('ended');
  } catch (error) {
    return left(faultOf(server.address, snagOf(error), silenceMsMax));
  }
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

/** The subject of a fact as the ledger writes it: `workload/train-1`. */
export const subjectOfFact = (fact: unknown): string => {
  const subject = memberOf(fact, 'subject');
  return `${String(memberOf(subject, 'kind') ?? '')}/${String(memberOf(subject, 'id') ?? '')}`;
};
