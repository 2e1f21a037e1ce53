import type { Config } from '../config/index.ts';

/** The address cannot be listened on. */
export interface AddressUnavailable {
  readonly _tag: 'AddressUnavailable';
  readonly place: string;
  readonly cause: string;
  readonly remedy: string;
}

/** What the system said of an address, in words. @throws what is no answer of the system */
export const unavailableFor = (
  { host, port }: Config['listen'],
  error: unknown,
): AddressUnavailable => {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  const code = String(error.code);
  return {
    _tag: 'AddressUnavailable',
    place: `${host}:${port}`,
    cause: causes[code] ?? error.message,
    remedy:
      code === 'EACCES'
        ? 'take a port above 1023'
        : 'take another with --listen; port 0 takes any that is free',
  };
};

const causes: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'this user may not take the port',
  ENOTFOUND: 'nobody knows the host',
};
