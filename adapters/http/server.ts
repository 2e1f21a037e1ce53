import { randomUUID } from 'node:crypto';
import { fastify } from 'fastify';
import type { LiveBrain } from '../ports/live-brain.ts';
import type { App, RouteGroup } from './app.ts';
import { takeJson } from './body.ts';
import { answerBroken } from './broken-connections.ts';
import { admitCallers } from './caller.ts';
import { keepRoom } from './connections.ts';
import { answerFailures, boundAddresses, endWithProblem } from './failures.ts';
import { lingerOverBodies } from './linger.ts';
import { inquireOf } from './inquiring.ts';
import { problemOfError } from './problem-of-error.ts';
import type { HttpBounds, HttpOptions } from './options.ts';
import { isLoopback, requirePolicies } from './policy.ts';
import { describeApi } from './openapi/index.ts';
import { probeRoutes } from './probes.ts';
import { boundReading } from './reading.ts';
import { collectRoutes } from './routes-known.ts';
import { boundUnsent } from './unsent.ts';
import { judgeBySchema } from './validation.ts';

/** A server that does not listen yet. */
export interface Built {
  readonly app: App;
  readonly stop: () => Promise<void>;
}

/** What a server is built of. */
export interface Parts {
  readonly brain: LiveBrain;
  readonly options: HttpOptions;
  readonly bounds: HttpBounds;
  readonly groups: readonly RouteGroup[];
}

/** Builds a server with its rules and routes. */
export const buildServer = async ({ brain, options, bounds, groups }: Parts): Promise<Built> => {
  const app = emptyApp(bounds);
  let isClosing = false;
  requirePolicies(app);
  const routes = collectRoutes(app);
  boundAddresses(app, bounds);
  admitCallers(app, { tokens: options.tokens, isLoopbackOnly: isLoopback(options.host) });
  boundUnsent(app, bounds);
  takeJson(app, bounds);
  lingerOverBodies(app);
  judgeBySchema(app);
  answerFailures(app, routes, options.log);
  tellRequests(app, options);
  boundReading(brain, bounds);
  inquireOf(brain, options.inquiries);
  await describeApi(app, options.version);
  for (const group of [probeRoutes({ options, isClosing: () => isClosing }), ...groups]) {
    group(app, brain);
  }
  keepRoom(app.server, bounds.connectionsMax);
  return {
    app,
    stop: () => {
      isClosing = true;
      return stopWithin(app, bounds.graceMs);
    },
  };
};

const emptyApp = (bounds: HttpBounds): App =>
  fastify({
    bodyLimit: bounds.bodyBytesMax,
    requestTimeout: bounds.requestMsMax,
    connectionTimeout: bounds.stallMsMax,
    keepAliveTimeout: bounds.keepAliveMs,
    maxRequestsPerSocket: bounds.requestsPerConnectionMax,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 1_024 },
    clientErrorHandler: answerBroken,
    frameworkErrors: (error, request, reply) => {
      endWithProblem(reply.raw, problemOfError(error), request.id);
    },
    http: {
      maxHeaderSize: bounds.headerBytesMax,
      headersTimeout: bounds.headersMsMax,
      connectionsCheckingInterval: Math.min(1_000, bounds.headersMsMax),
    },
  });

const tellRequests = (app: App, { onRequest }: HttpOptions): void => {
  if (onRequest === undefined) return;
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url ?? '*';
    onRequest({ method, route, status: reply.statusCode, ms: reply.elapsedTime });
  });
};

/** Waits for requests that are being answered, but not for ever. */
const stopWithin = async (app: App, graceMs: number): Promise<void> => {
  const timer = setTimeout(() => {
    app.server.closeAllConnections();
  }, graceMs);
  await app.close();
  clearTimeout(timer);
};
