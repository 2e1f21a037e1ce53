/** What an error of the client means to us. */
export type Failure =
  /** The stream is at another revision than the one we gave. */
  | 'conflict'
  /** The append is larger than the server takes; nothing of it was written. */
  | 'too-large'
  /** The server does not take such a call at all; nothing was written. */
  | 'refused'
  /** There is no such stream. */
  | 'absent'
  /** The stream was deleted for ever. */
  | 'deleted'
  /** We may not do that. */
  | 'denied'
  /** The server went away, is not the leader, or had no time: it may answer when asked again. */
  | 'passing'
  /** No answer came in time. */
  | 'timeout'
  | 'unknown';

/** The client's own names for errors. @source @eventstore/db-client 6.2.1, `ErrorType` */
const failuresByType: Readonly<Record<string, Failure>> = {
  'wrong-expected-version': 'conflict',
  'maximum-append-size-exceeded': 'too-large',
  'invalid-argument': 'refused',
  'missing-required-metadata-property': 'refused',
  'stream-not-found': 'absent',
  'no-stream': 'absent',
  'not-found': 'absent',
  'stream-deleted': 'deleted',
  'access-denied': 'denied',
  'not-leader': 'passing',
  unavailable: 'passing',
  cancelled: 'passing',
  timeout: 'timeout',
  'deadline-exceeded': 'timeout',
};

/** gRPC's status codes, for errors that the client lets through as they come. @source grpc.io/docs/guides/status-codes */
const failuresByCode: Readonly<Record<number, Failure>> = {
  1: 'passing',
  3: 'refused',
  4: 'timeout',
  7: 'denied',
  10: 'timeout',
  14: 'passing',
  16: 'denied',
};

/** Says what an error of the client means. */
export const failureOf = (error: unknown): Failure => {
  if (!(error instanceof Error)) return 'unknown';
  const byType =
    'type' in error && typeof error.type === 'string' ? failuresByType[error.type] : undefined;
  const byCode =
    'code' in error && typeof error.code === 'number' ? failuresByCode[error.code] : undefined;
  return byType ?? byCode ?? 'unknown';
};

/** The words of an error, for the field `cause`. */
export const causeOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** What a person can do about a failure. */
export const remedies: Readonly<Record<Failure, string>> = {
  conflict: 'Find out who else writes this stream, and end it.',
  'too-large': 'Raise MaxAppendSize in the configuration of the server.',
  refused: 'Check that the release of the server is one that this release of Berth knows.',
  absent: 'Check the name of the ledger; a new one is made by opening it for writing.',
  deleted: 'Name another stream: a deleted one never comes back.',
  denied: 'Check the user name and the password, and the access list of the stream.',
  passing: 'Check that the server runs and can be reached, then open the ledger again.',
  timeout: 'Check the load and the health of the server, then open the ledger again.',
  unknown: 'Look into the log of the server, then open the ledger again.',
};
