import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { App } from './app.ts';
import { policyOf } from './policy.ts';
import { Problem } from './problem-document.ts';
import { refuseRebinding, refuseRepeated, refuseStrangers } from './strangers.ts';

/** Who sent a request, and what it belongs to. */
export interface Caller {
  readonly actor: string;
  /** The id of the trace that it is part of, else its own. */
  readonly correlationId: string;
  /** Passed on as it came, where it came and is valid. */
  readonly traceparent: string | undefined;
}

/** The part of a request that says who sent it. */
export interface Sent {
  readonly id: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

const callers = new WeakMap<object, Caller>();

/** Who everybody on this machine is while no tokens are asked for. */
export const loopbackActor = 'anonymous@loopback';

/** Who sent a request. */
export const callerOf = (request: Sent): Caller =>
  callers.get(request) ?? {
    actor: loopbackActor,
    correlationId: request.id,
    traceparent: undefined,
  };

/** How requests are let in. */
export interface Entrance {
  readonly tokens: ReadonlyMap<string, string> | undefined;
  /** Whether only this machine can reach the port: then names that lead elsewhere are refused. */
  readonly isLoopbackOnly: boolean;
}

/** Finds out who sends each request, and refuses whom it does not know and what came by a stranger's page. */
export const admitCallers = (app: App, entrance: Entrance): void => {
  app.addHook('onRequest', async (request, reply) => {
    const traceparent = traceparentOf(request.headers.traceparent);
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    // What was kept is asked for again: an ETag answers quickly.
    reply.header('cache-control', 'no-cache');
    if (traceparent !== undefined) reply.header('traceparent', traceparent);
    refuseRepeated(request.raw.rawHeaders);
    if (entrance.isLoopbackOnly) refuseRebinding(request);
    const policy = policyOf(request.routeOptions.config);
    if (policy?.verb === 'write' || request.method === 'POST') refuseStrangers(request.headers);
    const actor = policy === undefined || policy.verb === 'probe' ? '' : actorOf(request, entrance);
    const correlationId = traceparent?.slice(3, 35) ?? request.id;
    callers.set(request, { actor, correlationId, traceparent });
  });
};

const traceShape = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** @source W3C Trace Context, level 1 */
const traceparentOf = (header: unknown): string | undefined =>
  typeof header === 'string' && traceShape.test(header) ? header : undefined;

const actorOf = ({ headers }: Sent, { tokens }: Entrance): string => {
  if (tokens === undefined || tokens.size === 0) return loopbackActor;
  const token = /^Bearer ([\x21-\x7e]{1,4096})$/i.exec(headers.authorization ?? '')?.[1];
  const actor = token === undefined ? undefined : tokens.get(sha256(token));
  if (actor !== undefined) return actor;
  throw new Problem({
    slug: 'unauthenticated',
    status: 401,
    title: 'Who are you?',
    detail: 'This needs `Authorization: Bearer TOKEN` with a token that the server knows.',
    headers: { 'www-authenticate': 'Bearer realm="berth"' },
  });
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
