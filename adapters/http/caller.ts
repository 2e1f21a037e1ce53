import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { App } from './app.ts';
import { isLoopback, policyOf } from './policy.ts';
import { Problem, shown } from './problem-document.ts';

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
    refuseTwoHosts(request.raw.rawHeaders);
    if (entrance.isLoopbackOnly) refuseRebinding(request.headers.host);
    const policy = policyOf(request.routeOptions.config);
    if (policy?.verb === 'write') refuseStrangers(request.headers);
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

/** What stands between could have looked at the other one. @source RFC 9112 §3.2 */
const refuseTwoHosts = (rawHeaders: readonly string[]): void => {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === 'host') hosts += 1;
  }
  if (hosts < 2) return;
  throw new Problem({
    slug: 'malformed-request',
    status: 400,
    title: 'A request for two hosts',
    detail: 'A request names one Host.',
  });
};

/** A page whose name was made to lead to this machine still sends its own name. */
const refuseRebinding = (host: string | undefined): void => {
  const name = (host ?? '').replace(/:\d{1,5}$/, '');
  if (isLoopback(name)) return;
  throw new Problem({
    slug: 'wrong-host',
    status: 421,
    title: 'Not the host that was asked for',
    detail: 'Only this machine is listened to: use http://127.0.0.1 or http://localhost.',
    errors: [
      {
        pointer: '/host',
        in: 'header',
        value: shown(host ?? ''),
        problem: 'is not a name of this machine',
        remedy: 'ask 127.0.0.1, localhost or [::1]',
      },
    ],
  });
};

const refuseStrangers = (headers: IncomingHttpHeaders): void => {
  const { origin, host } = headers;
  const isSame = origin === undefined || isSameHost(origin, host);
  if (isSame && headers['sec-fetch-site'] !== 'cross-site') return;
  throw new Problem({
    slug: 'cross-site',
    status: 403,
    title: 'Written by another site',
    detail: 'A page of another site may not change anything here.',
    errors: [
      {
        pointer: '/origin',
        in: 'header',
        value: shown(origin ?? ''),
        problem: 'is another site',
        remedy: 'send requests from this origin, or without a browser',
      },
    ],
  });
};

/** Compares as addresses, in which the usual port may be left out. */
const isSameHost = (origin: string, host = ''): boolean => {
  if (!URL.canParse(origin)) return false;
  const { host: from, protocol } = new URL(origin);
  const to = `${protocol}//${host}`;
  return from !== '' && URL.canParse(to) && new URL(to).host === from;
};
