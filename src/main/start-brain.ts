import type { EventLog } from '../../adapters/ports/event-log.ts';
import { defaultPolicy } from '../../domain/allocation/index.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import { type Brain, createBrain } from '../app/brain.ts';
import { loadCheckpoint } from '../app/checkpoint.ts';
import type { ReadFault } from '../app/read.ts';
import { recover } from '../app/recover.ts';

/**
 * Brings a brain to the head of a ledger: the newest checkpoint, then the facts after it.
 *
 * @cost a ledger of a million facts: about a second with a checkpoint, four without
 */
export const startBrain = async (log: EventLog): Promise<Either<ReadFault, Brain>> => {
  const loaded = await loadCheckpoint(createBrain(defaultPolicy), log);
  if (isLeft(loaded)) return left(loaded.left);
  const { brain } = loaded.right;
  const recovered = await recover(brain, log);
  return isLeft(recovered) ? recovered : right(brain);
};
