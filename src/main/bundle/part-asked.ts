import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { MomentsTurned } from '../../../adapters/ports/moment.ts';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import type { Either } from '../../../domain/foundation/fp.ts';
import type { ReadFault } from '../../app/read.ts';
import type { MomentUnknown } from '../brain-at.ts';
import { refused } from '../config/refusal.ts';
import { type Part, wholePart } from '../whole-commands.ts';

/** The part of a ledger that somebody wants from its first fact to its last, widened so that no command is cut. */
export const partAsked = async (
  log: EventLog,
  from: Revision,
  to: Revision | undefined,
): Promise<Either<ReadFault | MomentUnknown | MomentsTurned | InputFault, Part>> => {
  if (from < 1) return badFrom('there is no fact 0', 'say the first fact, from 1');
  if (to !== undefined && to < from) return nothingIn(from - 1, to);
  return wholePart(log, { from: from - 1, to });
};

/** Refuses a part that holds no facts. */
export const nothingIn = (from: Revision, to: Revision): Either<InputFault, never> =>
  badFrom(
    `no fact comes behind fact ${from} up to ${to}`,
    'say --from and --to with facts in between',
  );

/** Refuses a part for where it begins. */
export const badFrom = (problem: string, remedy: string): Either<InputFault, never> =>
  refused({ _tag: 'Flag', flag: '--from' }, undefined, { problem, remedy });
