import { NatsError } from 'nats';
import type { LogFault } from '../ports/event-log.ts';
import { corruptWith, faultBy, guardedBy, unavailable } from '../ports/log-faults.ts';

/** Facts that are not what was written; `revision` is the first wrong one where it is known. */
export const corrupt = corruptWith(
  'Write nothing more to the stream. Keep it as evidence, and restore a backup of it.',
);

/** The stream has no room; nothing of the batch counts. */
export const diskFull = (place: string): LogFault => ({
  _tag: 'DiskFull',
  retry: 'never',
  place,
  remedy:
    'Raise max_bytes of the stream, max_file_store of the server or the limit of the account, or free the disk.',
});

/** The words of an error, for the field `cause`: codes are all that some of the client's errors say. */
export const causeOf = (error: unknown): string => {
  if (!(error instanceof NatsError)) return error instanceof Error ? error.message : String(error);
  if (error.api_error !== undefined) return error.api_error.description;
  if (error.code === '503') return 'nobody answers for JetStream';
  return error.message.toLowerCase().replaceAll('_', ' ');
};

/** The server's own number for what it refused; `undefined` where it was not JetStream that answered. */
export const apiCodeOf = (error: unknown): number | undefined =>
  error instanceof NatsError ? error.api_error?.err_code : undefined;

/** JetStream's numbers that this adapter tells apart. @source nats-server 2.14 `server/errors.json` */
export const api = {
  accountResources: 10002,
  clusterNotAvailable: 10008,
  insufficientResources: 10023,
  noMessage: 10037,
  storageResources: 10047,
  streamNotFound: 10059,
  wrongLastSequence: 10071,
  storeFailed: 10077,
  wrongLastSequenceConstant: 10164,
} as const;

/** Nobody took the message: no JetStream there, a server that is starting, or a stream without a leader. */
export const isUnheard = (error: unknown): boolean =>
  error instanceof NatsError &&
  (apiCodeOf(error) === api.clusterNotAvailable ||
    (error.code === '503' && error.api_error === undefined));

const remedies: Readonly<Record<string, string>> = {
  CONNECTION_REFUSED: 'Start nats-server there, or check the address.',
  AUTHORIZATION_VIOLATION: 'Check the credentials and the permissions of the user.',
  BAD_AUTHENTICATION: 'Check the credentials and the permissions of the user.',
  PERMISSIONS_VIOLATION: 'Give the user the permissions that the ledger needs.',
  BAD_CREDS: 'Check the credentials file.',
  '503': 'Enable JetStream on the server, and see that the stream has a leader.',
};

const checkServer = 'Check the server, its log, and the network to it.';

const faultOf = faultBy((place) => (error) => {
  const remedy = error instanceof NatsError ? remedies[error.code] : undefined;
  return unavailable(place, causeOf(error), remedy ?? checkServer);
});

/** Runs work as a port's call: an answer, or a fault in the port's words. */
export const guarded = guardedBy(faultOf);
