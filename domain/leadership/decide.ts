import { type FieldProblem, shortened } from '../foundation/field.ts';
import { type Either, left, right } from '../foundation/fp.ts';
import type { LeadershipEvent } from './events.ts';
import { epochOf, type Leadership } from './state.ts';

/**
 * Asks to be the writer of the ledger from now on.
 *
 * The one command whose repetition is a new fact: a writer that restarts must be told apart from the one it was. A
 * retry of the same election has the same command id, and the engine answers it from the ledger.
 */
export interface Elect {
  readonly type: 'Elect';
  readonly holder: string;
}

/** What can be asked about who leads. */
export type LeadershipCommand = Elect;

/** Why somebody cannot lead. */
export type LeadershipRejection = { readonly _tag: 'InvalidHolder' } & FieldProblem;

/** @unit characters */
const holderLengthMax = 253;

/** Gives the next epoch to whoever asks; the append decides who wins. @source architecture §2 (epochs fence) */
export const decide = (
  { holder }: LeadershipCommand,
  state: Leadership,
): Either<LeadershipRejection, readonly LeadershipEvent[]> => {
  if (holder === '' || holder.length > holderLengthMax) {
    const problem = `must be 1 to ${holderLengthMax} characters`;
    return left({ _tag: 'InvalidHolder', pointer: '/holder', value: shortened(holder), problem });
  }
  return right([{ type: 'LeaderElected', data: { epoch: epochOf(state) + 1, holder } }]);
};
