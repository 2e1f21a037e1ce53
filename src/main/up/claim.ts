import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Either, left, right } from '../../../domain/foundation/fp.ts';
import type { Config } from '../config/index.ts';
import { type AddressUnavailable, unavailableFor } from './address.ts';

/** An address that nobody else can take; whoever connects meanwhile is turned away. */
export interface Claim {
  /** Frees it for whoever is to listen there; again it does nothing. */
  readonly release: () => Promise<void>;
}

/** Makes sure of an address before anything is done that could not be undone, such as writing down who leads. */
export const claimAddress = async (
  listen: Config['listen'],
): Promise<Either<AddressUnavailable, Claim>> => {
  const holder = createServer((socket) => socket.destroy());
  const host = listen.host.replace(/^\[|\]$/g, '');
  try {
    holder.listen({ host: host === 'localhost' ? '127.0.0.1' : host, port: listen.port });
    await once(holder, 'listening');
  } catch (error) {
    return left(unavailableFor(listen, error));
  }
  const release = async (): Promise<void> => {
    if (!holder.listening) return;
    const closed = once(holder, 'close');
    holder.close();
    await closed;
  };
  return right({ release });
};
