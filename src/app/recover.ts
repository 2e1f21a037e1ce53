import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { batchBounds } from '../../domain/foundation/batch.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import { markAllChanged } from '../../projections/capacity/index.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { Brain } from './brain.ts';
import { projectFacts } from './project.ts';
import { outstandingEffects } from './react.ts';
import { readFacts, type ReadFault } from './read.ts';
import { foldFact } from './states.ts';

/**
 * Brings a brain that stands at `after` to where the ledger is, from the ledger alone; or no further than a revision,
 * which makes it the brain of that moment.
 *
 * Work that facts asked for and that a crash may have cut off is asked for again: reactions to the last batch, and
 * effects of everything that is bound or leaving. Both repeat safely, so asking once too often changes nothing.
 * @cost about 3 µs a fact
 */
export const recover = async (
  brain: Brain,
  log: Pick<EventLog, 'head' | 'read'>,
  atMost: Revision = Number.MAX_SAFE_INTEGER,
): Promise<Either<ReadFault, Revision>> => {
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  const to = Math.min(head.right.revision, atMost);
  const range = { after: brain.states.revision, to };
  const tail = tailKeeper(brain, to - batchBounds.recordsMax);
  const read = await readFacts(log, range, ({ fact }) => {
    foldFact(brain.states, fact);
    projectFacts(brain, [fact]);
    if (fact.type === 'LeaderElected') brain.epoch = fact.data.epoch;
    tail.see(fact);
  });
  if (isLeft(read)) return read;
  tail.keepUndone();
  // When a pool was to be planned again stands in no fact, and that time may have passed.
  markAllChanged(brain.capacity);
  brain.effects.splice(0, brain.effects.length, ...outstandingEffects(brain));
  return right(read.right);
};

/** Keeps the reactions of as many facts as the last batch can hold, and forgets those whose facts are in the ledger already. */
const tailKeeper = (brain: Brain, recentFrom: Revision) => {
  const done = new Set<string>();
  return {
    see: (fact: BerthRecorded): void => {
      brain.effects.length = 0;
      if (fact.revision <= recentFrom) brain.reactions.length = 0;
      else done.add(fact.commandId);
    },
    keepUndone: (): void => {
      const undone = brain.reactions.filter(({ commandId }) => !done.has(commandId));
      brain.reactions.splice(0, brain.reactions.length, ...undone);
    },
  };
};
