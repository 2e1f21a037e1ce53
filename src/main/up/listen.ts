import { createHttpServer, type HttpServer } from '../../../adapters/http/index.ts';
import type { LiveBrain } from '../../../adapters/ports/live-brain.ts';
import type { Log } from '../../../adapters/ports/log.ts';
import type { Metrics } from '../../../adapters/ports/metrics.ts';
import { type Either, left, right } from '../../../domain/foundation/fp.ts';
import type { Config, Tokens } from '../config/index.ts';

/** The address cannot be listened on. */
export interface AddressUnavailable {
  readonly _tag: 'AddressUnavailable';
  readonly place: string;
  readonly cause: string;
  readonly remedy: string;
}

/** What a server is made of. */
export interface ListenParts {
  readonly brain: LiveBrain;
  readonly config: Config;
  readonly tokens: Tokens | undefined;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly version: string;
}

/** Puts a brain behind HTTP at the configured address. */
export const listen = async (
  parts: ListenParts,
): Promise<Either<AddressUnavailable, HttpServer>> => {
  const { brain, config, tokens, log, metrics, version } = parts;
  const { host, port } = config.listen;
  try {
    const server = await createHttpServer(brain, {
      host,
      port,
      ...(tokens === undefined ? {} : { tokens }),
      metrics: { contentType: metrics.contentType, render: metrics.render },
      onRequest: metrics.answered,
      log,
      version,
      bounds: config.http,
    });
    return right(server);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return left(unavailable(`${host}:${port}`, String(error.code), error.message));
  }
};

const unavailable = (place: string, code: string, message: string): AddressUnavailable => ({
  _tag: 'AddressUnavailable',
  place,
  cause: causes[code] ?? message,
  remedy:
    code === 'EACCES'
      ? 'take a port above 1023'
      : 'take another with --listen; port 0 takes any that is free',
});

const causes: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'this user may not take the port',
  ENOTFOUND: 'nobody knows the host',
};
