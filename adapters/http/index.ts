import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type { LiveBrain } from '../ports/live-brain.ts';
import type { App } from './app.ts';
import { berthRoutes } from './berth/index.ts';
import { eventRoutes } from './events/index.ts';
import type { Reader } from './events/reader.ts';
import { type HttpOptions, usualBounds } from './options.ts';
import { isLoopback, openListenRefused } from './policy.ts';
import { Problem } from './problem.ts';
import { runaiRoutes } from './runai/index.ts';
import { buildServer } from './server.ts';

export type { HttpBounds, HttpLog, HttpOptions, RequestSeen } from './options.ts';

/** A server that listens. */
export interface HttpServer {
  /** Where it can be reached: `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly address: { readonly host: string; readonly port: number };
  /** Answers a request that no socket carries, for tests. */
  readonly inject: (request: InjectOptions | string) => Promise<LightMyRequestResponse>;
  /** How many read the stream of events now. */
  readonly eventReaders: () => number;
  /** Is ready no more, ends the streams, and waits a while for requests that are being answered. */
  readonly close: () => Promise<void>;
}

/**
 * Puts a brain behind HTTP and listens.
 *
 * @throws Problem where it would listen to the world without tokens; the system's own error where the address cannot be had
 */
export const createHttpServer = async (
  brain: LiveBrain,
  options: HttpOptions,
): Promise<HttpServer> => {
  const bounds = { ...usualBounds, ...options.bounds };
  const host = options.host === 'localhost' ? '127.0.0.1' : options.host;
  const hasTokens = (options.tokens?.size ?? 0) > 0;
  if (!isLoopback(host) && !hasTokens) throw new Problem(openListenRefused(options.host));
  const readers = new Set<Reader>();
  const groups = [berthRoutes, runaiRoutes, eventRoutes(bounds, options.log, readers)];
  const { app, stop } = await buildServer({ brain, options, bounds, groups });
  const url = await listen(app, host, options.port);
  options.log.info({ url }, 'listening');
  const port = Number(new URL(url).port);
  return {
    url,
    address: { host, port },
    inject: (request) => app.inject(request),
    eventReaders: () => readers.size,
    close: () => stop(),
  };
};

const listen = async (app: App, host: string, port: number): Promise<string> => {
  try {
    return await app.listen({ host: host.replace(/^\[|\]$/g, ''), port });
  } catch (error) {
    await app.close();
    throw error;
  }
};
