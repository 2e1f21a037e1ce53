import { overLimit, overQuota } from '../fit/bounds.ts';
import { type Seating, seatAsk } from '../gang/gang.ts';
import type { Draft } from '../plan/draft.ts';
import { shapeOf } from '../state/builds.ts';
import { chargeTried, enrolTried } from '../state/journal.ts';
import { amountsIn } from '../state/seating.ts';
import type { Shape, Unit } from '../state/snapshot.ts';

/** What a unit needs elsewhere: the minimum of its workload, or the pod that it is. */
const needOf = ({ snapshot }: Draft, { workload, seats, isWhole }: Unit): Shape => {
  const { build } = workload;
  const [seat] = seats;
  const part = seat && build.parts[seat.part];
  if (isWhole || seat === undefined || part === undefined) return build.core;
  const { name, kind } = part;
  const context = build.isBoundToPlaces ? `@${workload.id}` : build.context;
  return shapeOf(snapshot, [{ name, kind, pods: 1, at: seat.part }], context);
};

/** Seats somewhere else all that a victim needs to run on; the place is held until it has left. */
export const reseat = (draft: Draft, unit: Unit): Seating | undefined => {
  const { workload } = unit;
  const { queue } = workload;
  const shape = needOf(draft, unit);
  if (queue === undefined || overLimit(queue, shape.amounts) !== undefined) return undefined;
  const isPreemptible = workload.isPreemptible || !unit.isWhole;
  if (!isPreemptible && overQuota(queue, shape.amounts) !== undefined) return undefined;
  const seating = seatAsk(draft, { workload, shape });
  if (seating === undefined) return undefined;
  const { seats } = seating;
  chargeTried(draft.journal, queue, { amounts: amountsIn(seats), isPreemptible, seats, sign: 1 });
  if (!workload.build.isWhole) enrolTried(draft.journal, workload, { seats, sign: 1 });
  return seating;
};
