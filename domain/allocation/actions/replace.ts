import type { Seating } from '../gang/gang.ts';
import { compareRanked, type Ranked } from '../order/order.ts';
import { type Draft, placeOf } from '../plan/draft.ts';
import { reseat } from '../search/reseat.ts';
import type { Unit } from '../state/snapshot.ts';

/** Notes in the eviction of a workload where it goes on. */
export const noteMove = (draft: Draft, { workload }: Unit, { seats }: Seating): void => {
  const at = draft.evictedAt.get(workload) ?? -1;
  const eviction = draft.evictions[at];
  if (eviction === undefined) return;
  const places = seats.map((seat) => placeOf(workload, seat));
  draft.evictions[at] = { ...eviction, movesTo: [...(eviction.movesTo ?? []), ...places] };
};

const rankedOf = ({ workload, isWhole }: Unit): Ranked => ({ workload, rank: isWhole ? 0 : 2 });

/** Gives victims another place where there is one, in the order in which they would be served: all pods, else the minimum. */
export const replace = (draft: Draft, victims: readonly Unit[]): void => {
  const inOrder = victims.toSorted((a, b) => compareRanked(rankedOf(a), rankedOf(b)));
  for (const unit of inOrder) {
    const seating = reseat(draft, unit, 'all') ?? reseat(draft, unit, 'minimum');
    if (seating !== undefined) noteMove(draft, unit, seating);
  }
};
