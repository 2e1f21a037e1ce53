import type { LogFault } from '../../adapters/ports/event-log.ts';
import { type Either, right } from '../../domain/foundation/fp.ts';
import type { Brain } from './brain.ts';
import type { Writer } from './writer.ts';

/** A writer that writes nothing: facts of a fork are no part of any ledger. */
export const forgetting = (brain: Brain): Writer => ({
  commit: () => accepted,
  flush: () => accepted,
  durableRevision: () => brain.states.revision,
});

const accepted: Promise<Either<LogFault, void>> = Promise.resolve(right(undefined));
