import type { Revision } from '../../domain/foundation/event.ts';
import { left, right, type TaskEither } from '../../domain/foundation/fp.ts';
import { InvariantViolation } from '../../domain/foundation/invariant.ts';
import type { LogFault } from '../ports/event-log.ts';
import { causeOf, failureOf, remedies } from './failures.ts';

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

/** A batch that the server does not take; nothing of it was written. */
export const batchRefused = (error: unknown): LogFault => ({
  _tag: 'BatchRefused',
  retry: 'never',
  cause: causeOf(error),
  remedy: remedies[failureOf(error)],
});

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
