import type { Revision } from '../../domain/foundation/event.ts';
import { left, right, type TaskEither } from '../../domain/foundation/fp.ts';
import { InvariantViolation } from '../../domain/foundation/invariant.ts';
import type { LogFault } from './event-log.ts';

/** A fault on its way to the edge of a ledger's adapter, where `guardedBy` takes it out again. */
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

/** Facts that are not what was written; each adapter knows its own remedy. */
export const corruptWith =
  (remedy: string) =>
  (
    place: string,
    cause: string,
    revision?: Revision,
  ): Extract<LogFault, { readonly _tag: 'LedgerCorrupt' }> => ({
    _tag: 'LedgerCorrupt',
    retry: 'never',
    place,
    revision,
    cause,
    remedy,
  });

/** A ledger that cannot be used as it stands; nothing was written. */
export const unavailable = (place: string, cause: string, remedy: string): LogFault => ({
  _tag: 'LedgerUnavailable',
  retry: 'never',
  place,
  cause,
  remedy,
});

/** Another process writes the ledger. */
export const locked = (place: string): LogFault => ({
  _tag: 'LedgerLocked',
  retry: 'never',
  place,
  remedy: 'End the other process that writes this ledger, or open it for reading.',
});

/** The batch may or may not be durable. */
export const inDoubt = (place: string, cause: string): LogFault => ({
  _tag: 'InDoubt',
  retry: 'never',
  place,
  cause,
  remedy: 'Open the ledger again and look for the facts of this batch at the end of it.',
});

/** Puts whatever went wrong at a place into the port's words. */
export type FaultOf = (place: string) => (error: unknown) => LogFault;

/** A fault as it was raised; of anything else what an adapter makes of it. A defect of ours goes on as it is. */
export const faultBy =
  (other: FaultOf): FaultOf =>
  (place) =>
  (error) => {
    if (error instanceof FaultRaised) return error.fault;
    if (error instanceof InvariantViolation) throw error;
    return other(place)(error);
  };

/** Runs work as a port's call: an answer, or a fault in the port's words. */
export const guardedBy =
  (faultOf: FaultOf) =>
  <Answer>(place: string, work: () => Answer | Promise<Answer>): TaskEither<LogFault, Answer> =>
  async () => {
    try {
      return right(await work());
    } catch (error) {
      return left(faultOf(place)(error));
    }
  };
