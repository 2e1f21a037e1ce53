import { overLimit } from '../fit/bounds.ts';
import type { Hunt } from './field.ts';
import { mayFit, seatGang } from '../gang/gang.ts';
import { markOf, undoTo } from '../state/journal.ts';
import type { Shape, Workload } from '../state/snapshot.ts';

/** Whom to evict, and how many ways to do it were weighed and found dearer. */
export interface Catch {
  readonly victims: readonly Workload[];
  readonly dearer: number;
}

/** For these shapes "each part alone has room" is the whole truth, so that no trial is needed. */
const isExact = ({ parts }: Shape): boolean => {
  const [only] = parts;
  if (only === undefined || parts.length > 1) return false;
  return only.pods === 1 || only.kind.gpuMilli === 1000 || only.kind.gpuDevices === 0;
};

/** Whether all pods of the workload have room now, in the trial state. */
export const fits = ({ draft, one }: Hunt): boolean => {
  if (!mayFit(draft.snapshot, one.shape, draft.policy)) return false;
  if (isExact(one.shape)) return true;
  const mark = markOf(draft.journal);
  const isSeated = seatGang(draft, one.shape) !== undefined;
  undoTo(draft.journal, mark);
  return isSeated;
};

/** Whether limits and room let the workload be seated now, in the trial state. */
export const isServed = (hunt: Hunt): boolean =>
  overLimit(hunt.one.queue, hunt.one.shape.amounts) === undefined && fits(hunt);

/** Whether the law lets this one go now, and nobody else has taken it yet. */
export const isLawfulNow = ({ draft, one, law }: Hunt, victim: Workload): boolean =>
  victim.decidedIn !== draft.number && law.mayTake(draft, one, victim);
