import { overLimit, overQuota } from '../fit/bounds.ts';
import { type Seating, seatAsk } from '../gang/gang.ts';
import type { Draft } from '../plan/draft.ts';
import { chargeTried } from '../state/journal.ts';
import { amountsIn } from '../state/seating.ts';
import type { Unit } from '../state/snapshot.ts';

/** Seats somewhere else all that a victim needs to run; the place is held until it has left. */
export const reseat = (draft: Draft, { workload }: Unit): Seating | undefined => {
  const { queue, build } = workload;
  if (queue === undefined || overLimit(queue, build.core.amounts) !== undefined) return undefined;
  if (!workload.isPreemptible && overQuota(queue, build.core.amounts) !== undefined)
    return undefined;
  const seating = seatAsk(draft, { workload, shape: build.core });
  if (seating === undefined) return undefined;
  const isPreemptible = workload.isPreemptible || workload.isSemiPreemptible;
  chargeTried(draft.journal, queue, { amounts: amountsIn(seating.seats), isPreemptible, sign: 1 });
  return seating;
};
