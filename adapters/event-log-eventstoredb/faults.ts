import type { Revision } from '../../domain/foundation/event.ts';
import { left, right, type TaskEither } from '../../domain/foundation/fp.ts';
import { InvariantViolation } from '../../domain/foundation/invariant.ts';
import type { LogFault } from '../ports/event-log.ts';

/** A fault on its way to the edge of this adapter, where `guarded` takes it out again. */
export class FaultRaised extends Error {
  override readonly name = 'FaultRaised';
  readonly fault: LogFault;
  constructor(fault: LogFault) {
    super(fault._tag);
    this.fault = fault;
  }
}

/** Ends the work at hand with a fault. */
export const raise = (fault: LogFault): never => {
  throw new FaultRaised(fault);
};

/** A stream or a server that cannot be used as it stands. */
export const unavailable = (place: string, cause: string, remedy: string): LogFault => ({
  _tag: 'LedgerUnavailable',
  retry: 'never',
  place,
  cause,
  remedy,
});

/** Events that are not what was written; `revision` is the first wrong one where it is known. */
export const corrupt = (place: string, cause: string, revision?: Revision): LogFault => ({
  _tag: 'LedgerCorrupt',
  retry: 'never',
  place,
  revision,
  cause,
  remedy:
    'Keep the database as evidence. Restore a backup, or export the facts before the damage with `berth ledger export`.',
});

/** The batch may or may not be durable. */
export const inDoubt = (place: string, cause: string): LogFault => ({
  _tag: 'InDoubt',
  retry: 'never',
  place,
  cause,
  remedy: 'Open the ledger again and look for the facts of this batch at the end of it.',
});

/** Somebody else wrote. */
export const conflict = (expected: Revision, actual: Revision): LogFault => ({
  _tag: 'VersionConflict',
  retry: 'again',
  expected,
  actual,
});

/** What an error of the client means to us. */
export type Failure =
  /** The stream is at another revision than the one we gave. */
  | 'conflict'
  /** The append is larger than the server takes; nothing of it was written. */
  | 'too-large'
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

const remedies: Readonly<Record<Failure, string>> = {
  conflict: 'Find out who else writes this stream, and end it.',
  'too-large': 'Raise MaxAppendSize in the configuration of the server.',
  absent: 'Check the name of the ledger; a new one is made by opening it for writing.',
  deleted: 'Name another stream: a deleted one never comes back.',
  denied: 'Check the user name and the password, and the access list of the stream.',
  passing: 'Check that the server runs and can be reached, then open the ledger again.',
  timeout: 'Check the load and the health of the server, then open the ledger again.',
  unknown: 'Look into the log of the server, then open the ledger again.',
};

/** A call that failed for certain: nothing was changed by it. */
export const failed = (place: string, error: unknown): LogFault => {
  const failure = failureOf(error);
  const cause = failure === 'absent' ? 'there is no such stream' : causeOf(error);
  return unavailable(place, cause, remedies[failure]);
};

/** Runs work as a port's call: an answer, or a fault in the port's words; a defect of ours goes on as it is. */
export const guarded =
  <Answer>(place: string, work: () => Promise<Answer>): TaskEither<LogFault, Answer> =>
  async () => {
    try {
      return right(await work());
    } catch (error) {
      if (error instanceof FaultRaised) return left(error.fault);
      if (error instanceof InvariantViolation) throw error;
      return left(failed(place, error));
    }
  };
