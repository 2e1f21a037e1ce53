import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { Either } from '../../domain/foundation/fp.ts';
import type { BrainFault, Refusal } from '../../adapters/ports/live-brain.ts';
import type { Request } from './handle.ts';

/** What a commander hears once the disk has it: the facts that were made, or which rule said no. */
export type Outcome = Either<BrainFault, Either<Refusal, readonly BerthRecorded[]>>;

/** A request with the caller who waits for its answer. */
export interface Waiting {
  readonly request: Request;
  /** Whether what is decided is taken back, and never written. */
  readonly isDryRun: boolean;
  readonly answer: (outcome: Outcome) => void;
}

/** What somebody hears who comes, or waits, when the engine was closed. */
export const closedFor = (reason: string): BrainFault => ({
  _tag: 'EngineClosed',
  retry: 'never',
  reason,
});
