import { compareIds } from '../../foundation/ids.ts';
import { lonelyAmong } from './company.ts';
import { chargeRequested } from './figures.ts';
import { dropAll } from './places.ts';
import { askOf } from './roll.ts';
import { clearSeats, guard, listEvictable, listNominated } from './seating.ts';
import type { Snapshot, Workload } from './snapshot.ts';
import { delist, enlist, isAmongLike } from './waiting.ts';

/** Whether no pod of a workload is or is promised anywhere. */
export const isOut = ({ bound, held, leaving }: Workload): boolean =>
  bound.length + held.length + leaving.length === 0;

/** Counts a workload among those that have or want devices, or no more. */
export const want = (workload: Workload, isRequested: boolean): void => {
  const { pool, queue, build } = workload;
  if (queue === undefined || workload.isRequested === isRequested) return;
  workload.isRequested = isRequested;
  chargeRequested(pool, queue, { amounts: build.amounts, sign: isRequested ? 1 : -1 });
};

/**
 * Lets go of every place that is held near others who were there, or promised, and are not any more.
 *
 * Those who are promised later in the same plan are awaited.
 * @cost O(1) where no place is held near others, else O(pods for which such places are held)
 */
export const dropLonely = ({ company }: Snapshot): void => {
  if (company.size === 0) return;
  const promised = [...company.keys()].toSorted((a, b) => compareIds(a.id, b.id));
  const lonely = lonelyAmong(promised);
  for (const workload of promised)
    if (!lonely.has(workload)) company.set(workload, true);
    else if (company.get(workload) === true) {
      dropAll(workload, 'held');
      resettle(workload);
    }
};

/** Brings the lists that a workload stands in, and its ask, to what it is now; it may have been company for others. */
export const settle = (workload: Workload): void => {
  resettle(workload);
  dropLonely(workload.pool);
};

const resettle = (workload: Workload): void => {
  const { pool } = workload;
  if (isOut(workload)) workload.roll = undefined;
  listNominated(workload);
  listEvictable(workload);
  guard(workload);
  const mayAsk = workload.isAsking && workload.exit === 'none' && workload.held.length === 0;
  const ask = mayAsk ? askOf(pool, workload) : undefined;
  const { waitingClass } = workload;
  if (
    waitingClass !== undefined &&
    ask?.shape === workload.shape &&
    ask.rank === workload.rank &&
    isAmongLike(waitingClass, workload)
  )
    return;
  if (waitingClass !== undefined) delist(pool, workload);
  if (ask !== undefined) {
    if (workload.shape !== workload.build.core) workload.shape.users -= 1;
    if (ask.shape !== workload.build.core) ask.shape.users += 1;
    workload.shape = ask.shape;
    workload.rank = ask.rank;
    enlist(pool, workload);
  } else if (workload.held.length === 0) workload.tag = -1;
};

/** It has what it needs, or nothing. */
export const unbreak = (workload: Workload): void => {
  workload.brokenSinceMs = -1;
  workload.pool.broken.delete(workload);
};

/** Nothing of it is anywhere and it asks for nothing. */
export const stop = (workload: Workload): void => {
  if (workload.waitingClass !== undefined) delist(workload.pool, workload);
  clearSeats(workload);
  workload.isAsking = false;
  workload.exit = 'none';
  workload.startedAtMs = -1;
  unbreak(workload);
  want(workload, false);
};

/** After so many attempts who waits stands in a class of its own. @cost O(workloads) where that is another number */
export const countAttempts = (snapshot: Snapshot, attemptsMax: number): void => {
  if (snapshot.attemptsMax === attemptsMax) return;
  snapshot.attemptsMax = attemptsMax;
  for (const workload of snapshot.workloads.values())
    if (workload.pool === snapshot && workload.waitingClass !== undefined) resettle(workload);
};
