import { isWithinShares, overLimit } from '../fit/bounds.ts';
import { roomFor } from '../fit/seek.ts';
import { mayFit, seatAsk } from '../gang/gang.ts';
import type { Confines } from '../gang/seat-pod.ts';
import { markOf, undoTo } from '../state/journal.ts';
import { type Part, resources, type Shape, type Unit } from '../state/snapshot.ts';
import type { Hunt } from './field.ts';
import { mayGo, type Seeker } from './laws.ts';

/** Whom to evict, and how many ways to do it were weighed and found dearer. */
export interface Catch {
  readonly victims: readonly Unit[];
  readonly dearer: number;
  /** Where the seeker must go so that all victims find another place; absent: anywhere. */
  readonly within?: Confines | undefined;
}

/** For these shapes "each part alone has room" is the whole truth, so that no trial is needed. */
export const isExact = ({ parts }: Shape): boolean => {
  const [only] = parts;
  if (only === undefined || parts.length > 1) return false;
  return only.pods === 1 || only.kind.gpuMilli === 1000 || only.kind.gpuDevices === 0;
};

/** Whether all pods of the ask have room now, in the trial state. */
export const fits = ({ draft, seeker }: Hunt): boolean => {
  const { shape, workload } = seeker;
  if (!mayFit(draft.snapshot, shape, draft.policy)) return false;
  // Bounds on device models close nodes that have room.
  if (isExact(shape) && !workload.build.isBoundToPlaces && !draft.snapshot.hasNamed) return true;
  const mark = markOf(draft.journal);
  const isSeated = seatAsk(draft, seeker) !== undefined;
  undoTo(draft.journal, mark);
  return isSeated;
};

/** Whether a queue has with the ask no more than it had before others of it made way. */
const isNoMore = ({ queue: { allocated }, shape: { amounts }, before }: Seeker): boolean =>
  resources.every((resource) => allocated[resource] + amounts[resource] <= before[resource]);

/**
 * Whether the ask may be had at others' cost: who runs already and wants more gets that only inside the shares on its way
 * up, or in exchange for what its own queue has. What grows beyond that is taken back pod by pod, to be taken again,
 * without end (S11).
 */
const mayHave = (seeker: Seeker): boolean =>
  !seeker.isGrowing || isWithinShares(seeker.queue, seeker.shape.amounts) || isNoMore(seeker);

/** Whether limits, shares and room let the ask be seated now, in the trial state. */
export const isServed = (hunt: Hunt): boolean =>
  overLimit(hunt.seeker.queue, hunt.seeker.shape.amounts) === undefined &&
  mayHave(hunt.seeker) &&
  fits(hunt);

/** Whether the law lets this unit go now, and nothing of it has gone yet. */
export const isLawfulNow = (hunt: Hunt, unit: Unit): boolean =>
  unit.workload.decidedIn !== hunt.draft.number &&
  (hunt.draft.out.size === 0 || unit.seats.every((seat) => !hunt.draft.out.has(seat))) &&
  mayGo(hunt, unit);

/** The pods of an ask that stand in its way: those that have too little room now. */
export const lackingPart = ({ draft, seeker }: Hunt): Part | undefined => {
  const { snapshot, policy } = draft;
  const { parts } = seeker.shape;
  const lacking = parts.find(
    ({ kind, pods }) => roomFor(snapshot.nodes, kind, { enough: pods, policy }) < pods,
  );
  // Where each part alone has room but not all together, the largest is what stands in the way.
  return (
    lacking ??
    parts.reduce<Part | undefined>(
      (most, part) =>
        most === undefined || part.kind.gpuDevices > most.kind.gpuDevices ? part : most,
      undefined,
    )
  );
};
