import type { BrainFault } from '../../adapters/ports/live-brain.ts';
import { type Either, left } from '../../domain/foundation/fp.ts';

/** Does work when all that came before it is done; refuses it where too many wait already. */
export type InTurn = <Fault, Answer>(
  work: () => Promise<Either<Fault, Answer>>,
) => Promise<Either<Fault | BrainFault, Answer>>;

/** Lets one do its work at a time, and so many wait. */
export const oneAtATime = (waitingMax: number): InTurn => {
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();
  return async (work) => {
    if (waiting >= waitingMax)
      return left({ _tag: 'Overloaded', retry: 'again', waiting, waitingMax });
    waiting += 1;
    const before = turn;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    turn = promise;
    try {
      await before;
      return await work();
    } finally {
      waiting -= 1;
      resolve(undefined);
    }
  };
};
