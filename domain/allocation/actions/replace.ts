import type { Seating } from '../gang/gang.ts';
import { type Draft, placeOf, promise } from '../plan/draft.ts';
import { asServed, reseat } from '../search/reseat.ts';
import { keepsCompany } from '../state/company.ts';
import { markOf, undoTo } from '../state/journal.ts';
import type { Seat, Unit } from '../state/snapshot.ts';

/** Notes in the eviction of a workload where it goes on. */
export const noteMove = (draft: Draft, { workload }: Unit, { seats }: Seating): void => {
  const at = draft.evictedAt.get(workload) ?? -1;
  const eviction = draft.evictions[at];
  if (eviction === undefined) return;
  promise(draft, seats);
  const places = seats.map((seat) => placeOf(workload, seat));
  draft.evictions[at] = { ...eviction, movesTo: [...(eviction.movesTo ?? []), ...places] };
};

/** Gives victims another place where there is one, in the order in which they would be served: all pods, else the minimum. */
export const replace = (draft: Draft, victims: readonly Unit[], seeker: readonly Seat[]): void => {
  for (const unit of asServed(victims)) {
    const mark = markOf(draft.journal);
    const seating = reseat(draft, unit, 'all') ?? reseat(draft, unit, 'minimum');
    if (seating === undefined) continue;
    if (seeker.every(keepsCompany)) noteMove(draft, unit, seating);
    else undoTo(draft.journal, mark);
  }
};
