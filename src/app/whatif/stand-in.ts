import type { LogFault } from '../../../adapters/ports/event-log.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { type Either, isLeft, left } from '../../../domain/foundation/fp.ts';
import { InvariantViolation } from '../../../domain/foundation/invariant.ts';
import type { Brain, StandIn, Watcher } from '../brain.ts';
import type { OlderKernel } from '../kernels.ts';

/** Another kernel could not decide, or decided what today's rules do not take. */
export interface KernelStuck {
  readonly _tag: 'KernelStuck';
  readonly reason: string;
}

/** How a fork is played to its end. */
type Guard = <Value>(
  play: () => Promise<Either<LogFault, Value>>,
) => Promise<Either<LogFault | KernelStuck, Value>>;

/** Another kernel in a fork. */
export interface Standing {
  readonly standIn: StandIn;
  /** Shows it the facts of the fork. */
  readonly watcher: Watcher;
  /** Why it cannot go on, once it cannot. */
  readonly stuck: () => string | undefined;
  /** Plays, and says instead of an outcome why the kernel could not go on. */
  readonly guard: Guard;
}

/** Lets another kernel decide on a brain: by its own view, which is shown every fact of the fork. */
export const standInOf = (brain: Brain, kernel: OlderKernel): Standing => {
  let stuck: string | undefined;
  const guard: Guard = async (play) => {
    const played = await fittingly(play);
    return stuck === undefined ? played : left({ _tag: 'KernelStuck', reason: stuck });
  };
  return {
    standIn: (moment) => {
      const decided = stuck === undefined ? kernel.decide(brain, moment) : left(stuck);
      if (!isLeft(decided)) return decided.right;
      stuck = decided.left;
      return { decisions: [] };
    },
    watcher: { apply: (fact: BerthRecorded) => kernel.apply(fact) },
    stuck: () => stuck,
    guard,
  };
};

/** What another kernel decides need not fit today's rules: that is its fault, and none of ours. */
const fittingly: Guard = async (play) => {
  try {
    return await play();
  } catch (error) {
    if (!(error instanceof InvariantViolation)) throw error;
    return left({ _tag: 'KernelStuck', reason: error.message });
  }
};

/** Plays as it comes. */
export const plainly: Guard = (play) => play();
