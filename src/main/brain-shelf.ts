import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, right } from '../../domain/foundation/fp.ts';
import type { Brain } from '../app/brain.ts';
import type { ReadFault } from '../app/read.ts';
import { foldUpTo, type MomentUnknown, standingIn } from './brain-at.ts';

/**
 * Brains as they stood right after revisions, to be looked at and planned on, never folded into.
 *
 * A brain is good until the next one is asked for: it may be folded on to a later revision.
 */
export type BrainsAt = (revision: Revision) => Promise<Either<ReadFault | MomentUnknown, Brain>>;

/** How many brains are kept: one of 20,000 live workloads in a ledger of a million facts takes about 100 MiB. */
export interface ShelfBounds {
  readonly brainsMax: number;
}

/** So many facts are folded into a brain that is there, sooner than that another one is loaded. */
const stepMax = 40_000;

/** Brains of a ledger that is open; those that were looked at last are kept, one of them unless said. */
export const brainsOf = (
  log: EventLog,
  { brainsMax }: ShelfBounds = { brainsMax: 1 },
): BrainsAt => {
  const shelf = new Map<Revision, Brain>();
  return async (revision) => {
    const near = nearestOn(shelf, revision);
    const brain = near === undefined ? await standingIn(log, revision) : right(near);
    if (isLeft(brain)) return brain;
    shelf.delete(brain.right.states.revision);
    const folded = await foldUpTo(brain.right, log, revision);
    if (isLeft(folded)) return folded;
    shelf.set(revision, brain.right);
    for (const oldest of shelf.keys()) {
      if (shelf.size <= brainsMax) break;
      shelf.delete(oldest);
    }
    return brain;
  };
};

/** The last brain on the shelf that needs few facts more, or none. */
const nearestOn = (shelf: ReadonlyMap<Revision, Brain>, revision: Revision): Brain | undefined => {
  let found: Brain | undefined;
  for (const [at, brain] of shelf) {
    const isNear = at <= revision && revision - at <= stepMax;
    if (isNear && at >= (found?.states.revision ?? 0)) found = brain;
  }
  return found;
};
