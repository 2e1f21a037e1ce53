import type { ServerResponse } from 'node:http';
import type { App } from './app.ts';
import { owedBefore } from './connections.ts';
import type { HttpBounds } from './options.ts';
import { Problem } from './problem-document.ts';

/** Shorter answers cost less than the connections that they are for, and those are bounded. @unit UTF-16 code units */
const smallMax = 16 * 1024;

/**
 * Bounds what is kept for clients who do not read.
 *
 * Where long answers would take more than there is for all of them, the oldest that nobody has read goes, with its
 * connection; who asks for the next thing before it has read the last is refused from some number on.
 */
export const boundUnsent = (app: App, bounds: HttpBounds): void => {
  const budget = budgetOf(bounds.unsentBytesMax);
  app.addHook('onRequest', async (_, reply) => {
    const owed = owedBefore(reply.raw);
    if (owed === bounds.requestsAtOnceMax) throw tooMany(bounds);
    // The connection ends with the answer to the one before.
    if (owed > bounds.requestsAtOnceMax) reply.hijack();
  });
  app.addHook('onSend', async (_, reply, payload) => {
    const isWhole = typeof payload === 'string' || Buffer.isBuffer(payload);
    if (isWhole && payload.length > smallMax) budget(reply.raw, payload.length);
  });
};

const budgetOf = (bytesMax: number): ((answer: ServerResponse, bytes: number) => void) => {
  /** The oldest first. */
  const unsent = new Map<ServerResponse, number>();
  let total = 0;
  const forget = (answer: ServerResponse): void => {
    total -= unsent.get(answer) ?? 0;
    unsent.delete(answer);
  };
  return (answer, bytes) => {
    unsent.set(answer, bytes);
    total += bytes;
    answer.on('close', () => forget(answer));
    for (const oldest of unsent.keys()) {
      if (total <= bytesMax || oldest === answer) return;
      forget(oldest);
      oldest.destroy();
    }
  };
};

const tooMany = ({ requestsAtOnceMax }: HttpBounds): Problem =>
  new Problem({
    slug: 'too-many-at-once',
    status: 429,
    title: 'Too many requests at once',
    detail: `This connection has ${requestsAtOnceMax} requests that are not answered yet.`,
    headers: { 'retry-after': '1', connection: 'close' },
  });
