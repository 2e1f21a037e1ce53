import type { Revision } from '../../domain/foundation/event.ts';
import type { LogFault } from '../ports/event-log.ts';
import { corruptWith, faultBy, guardedBy, unavailable } from '../ports/log-faults.ts';
import { causeOf, failureOf, remedies } from './failures.ts';

/** Events that are not what was written; `revision` is the first wrong one where it is known. */
export const corrupt = corruptWith(
  'Keep the database as evidence. Restore a backup, or export the facts before the damage with `berth ledger export`.',
);

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
export const guarded = guardedBy(faultBy((place) => (error) => failed(place, error)));
