import { overLimit } from '../fit/bounds.ts';
import { type Seating, seatAsk } from '../gang/gang.ts';
import { compareRanked, type Ranked } from '../order/order.ts';
import type { Draft } from '../plan/draft.ts';
import { shapeOf } from '../state/builds.ts';
import { chargeTried, enrolTried } from '../state/journal.ts';
import { amountsIn } from '../state/seating.ts';
import type { Shape, Unit } from '../state/snapshot.ts';

/** How much of a victim has to be seated elsewhere: what it needs to run on, or all that it had. */
export type Extent = 'minimum' | 'all';

/** What a unit needs elsewhere: the minimum of its workload or all its pods, or the one pod that it is. */
const needOf = ({ snapshot }: Draft, { workload, seats, isWhole }: Unit, extent: Extent): Shape => {
  const { build } = workload;
  if (isWhole && (build.isWhole || extent === 'minimum')) return build.core;
  const parts = build.parts.flatMap(({ name, kind }, at) => {
    const pods = seats.filter(({ part }) => part === at).length;
    return pods === 0 ? [] : [{ name, kind, pods, at }];
  });
  const context = build.isBoundToPlaces ? `@${workload.id}` : build.context;
  return shapeOf(snapshot, parts, context);
};

const rankedOf = ({ workload, isWhole }: Unit): Ranked => ({ workload, rank: isWhole ? 0 : 2 });

/** Units in the order in which they would be served: the order in which they are given other places. */
export const asServed = (units: readonly Unit[]): readonly Unit[] =>
  units.toSorted((a, b) => compareRanked(rankedOf(a), rankedOf(b)));

/** Seats somewhere else what a victim needs; the place is held until it has left. */
export const reseat = (draft: Draft, unit: Unit, extent: Extent): Seating | undefined => {
  const { workload } = unit;
  const { queue } = workload;
  const shape = needOf(draft, unit, extent);
  if (queue === undefined || overLimit(queue, shape.amounts) !== undefined) return undefined;
  const seating = seatAsk(draft, { workload, shape });
  if (seating === undefined) return undefined;
  const { seats } = seating;
  // Only what is preemptible, or can be spared, is ever taken from its place.
  const charge = { amounts: amountsIn(seats), isPreemptible: true, seats, sign: 1 } as const;
  chargeTried(draft.journal, queue, charge);
  enrolTried(draft.journal, workload, { seats, sign: 1 });
  return seating;
};
