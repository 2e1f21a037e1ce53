import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { BerthRejection } from '../../domain/catalogue/index.ts';
import type { Either } from '../../domain/foundation/fp.ts';
import type { Request } from './handle.ts';
import type { ReadFault } from './read.ts';

/** Why a request was not decided at all. */
export type EngineFault =
  | ReadFault
  /** Too many requests wait already: try again later. */
  | {
      readonly _tag: 'Overloaded';
      readonly retry: 'again';
      readonly waiting: number;
      readonly waitingMax: number;
    }
  /** The engine was closed, by a fault or a defect; `reason` says which. */
  | { readonly _tag: 'EngineClosed'; readonly retry: 'never'; readonly reason: string };

/** What a commander hears once the disk has it: the facts that were made, or which rule said no. */
export type Outcome = Either<EngineFault, Either<BerthRejection, readonly BerthRecorded[]>>;

/** A request with the caller who waits for its answer. */
export interface Waiting {
  readonly request: Request;
  readonly answer: (outcome: Outcome) => void;
}

/** What somebody hears who comes, or waits, when the engine was closed. */
export const closedFor = (reason: string): EngineFault => ({
  _tag: 'EngineClosed',
  retry: 'never',
  reason,
});
