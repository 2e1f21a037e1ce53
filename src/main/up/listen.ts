import { createHttpServer, type HttpServer } from '../../../adapters/http/index.ts';
import type { Inquiries } from '../../../adapters/ports/inquiries.ts';
import type { LiveBrain } from '../../../adapters/ports/live-brain.ts';
import type { Log } from '../../../adapters/ports/log.ts';
import type { Metrics } from '../../../adapters/ports/metrics.ts';
import { type Either, left, right } from '../../../domain/foundation/fp.ts';
import type { Config, Tokens } from '../config/index.ts';
import { type AddressUnavailable, unavailableFor } from './address.ts';

/** What a server is made of. */
export interface ListenParts {
  readonly brain: LiveBrain;
  readonly inquiries?: Inquiries | undefined;
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
  const { brain, inquiries, config, tokens, log, metrics, version } = parts;
  const { host, port } = config.listen;
  try {
    const server = await createHttpServer(brain, {
      host,
      port,
      inquiries,
      ...(tokens === undefined ? {} : { tokens }),
      metrics: { contentType: metrics.contentType, render: metrics.render },
      onRequest: metrics.answered,
      log,
      version,
      bounds: config.http,
    });
    return right(server);
  } catch (error) {
    return left(unavailableFor(config.listen, error));
  }
};
