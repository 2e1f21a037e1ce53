import type { InputFault } from '../../../adapters/ports/scenario.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import type { Either } from '../../../domain/foundation/fp.ts';
import { refused } from '../config/refusal.ts';

/** The flag that asks for a part of a bundle; `undefined` where none does. */
export const asksForPart = ({
  from,
  to,
}: {
  readonly from?: Revision | undefined;
  readonly to?: Revision | undefined;
}): string | undefined => (from !== undefined ? '--from' : to === undefined ? undefined : '--to');

/** A bundle is a part already. */
export const wholeOnly = (flag: string): Either<InputFault, never> =>
  refused({ _tag: 'Flag', flag }, undefined, {
    problem: 'a bundle is replayed as a whole',
    remedy: `leave ${flag} out, or name the ledger`,
  });
