import { compareIds } from '../../foundation/ids.ts';
import { dropLonely, isOut, settle, stop, want } from './asking.ts';
import { notePlaced } from './passed-over.ts';
import { dropAll, fulfil, isVoid, seatInto, seatsOf, type Assignment } from './places.ts';
import { clearSeats, guard, listEvictable } from './seating.ts';
import type { Snapshot, Workload } from './snapshot.ts';
import { queueOf } from './tree.ts';
import { delist } from './waiting.ts';

/** The workload waits in that queue. */
export const addPending = (
  snapshot: Snapshot,
  id: string,
  place: { readonly queueId: string; readonly attempt: number; readonly atMs?: number },
): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  const queue = queueOf(snapshot, place.queueId);
  if (workload.queue !== queue) {
    if (workload.waitingClass !== undefined) delist(snapshot, workload);
    clearSeats(workload);
    settleOut(workload);
    workload.queue = queue;
  } else if (!isOut(workload)) clearSeats(workload);
  workload.attempt = place.attempt;
  workload.askedAtMs = place.atMs ?? workload.askedAtMs;
  workload.askedAtCount = queue.placedCount;
  workload.isAsking = true;
  workload.exit = 'none';
  want(workload, true);
  settle(workload);
};

const settleOut = (workload: Workload): void => {
  listEvictable(workload);
  guard(workload);
  want(workload, false);
};

/** The pods have their devices; those that others of the workload have stay as they are. */
export const bind = (snapshot: Snapshot, id: string, assignment: Assignment): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  workload.attempt = assignment.attempt;
  const seats = seatsOf(workload, assignment.pods);
  if (workload.held.length > 0) fulfil(workload, seats);
  if (workload.bound.length === 0) {
    workload.startedAtMs = assignment.atMs ?? -1;
    if (workload.queue !== undefined) notePlaced(workload.queue, workload.age);
  }
  seatInto(workload, 'bound', seats);
  settle(workload);
};

/** A place is held for the pods; one that cannot be used any more is not held. */
export const nominate = (snapshot: Snapshot, id: string, assignment: Assignment): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  const seats = seatsOf(workload, assignment.pods);
  if (seats.length < assignment.pods.length || seats.some((seat) => isVoid(snapshot, seat))) return;
  dropAll(workload, 'held');
  seatInto(workload, 'held', seats);
  settle(workload);
};

/** Lets go of what is held for some workloads; they wait as before. @cost O(nominated workloads) */
export const letGo = (snapshot: Snapshot, isOver: (workload: Workload) => boolean): void => {
  for (const workload of [...snapshot.nominated].toSorted((a, b) => compareIds(a.id, b.id)))
    if (isOver(workload)) {
      dropAll(workload, 'held');
      settle(workload);
    }
};

/** Lets go of every held place that cannot be used any more; its workload waits as before. */
export const voidNominations = (snapshot: Snapshot): void => {
  letGo(snapshot, ({ held }) => held.some((seat) => isVoid(snapshot, seat)));
  dropLonely(snapshot);
};

/** The workload is over: nothing of it is kept. */
export const forget = (snapshot: Snapshot, id: string): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  stop(workload);
  settle(workload);
  if (workload.shape !== workload.build.core) workload.shape.users -= 1;
  workload.build.users -= 1;
  snapshot.workloads.delete(id);
};

/** Since when a workload has some pods, but fewer than it needs; −1: it has what it needs. @unit ms since epoch */
export const noteBroken = (snapshot: Snapshot, id: string, sinceMs: number): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  workload.brokenSinceMs = sinceMs;
  if (sinceMs < 0) snapshot.broken.delete(workload);
  else snapshot.broken.add(workload);
};

/**
 * Where a workload stands as a whole.
 *
 * @shape `idle` has nothing and asks for nothing; `bound` has pods, be they all or some; `leaving` goes altogether.
 */
export const stageOf = (
  workload: Workload,
): 'idle' | 'waiting' | 'nominated' | 'bound' | 'leaving' => {
  if (workload.exit !== 'none' && workload.leaving.length > 0) return 'leaving';
  if (workload.bound.length + workload.leaving.length > 0) return 'bound';
  if (workload.held.length > 0) return 'nominated';
  return workload.isAsking ? 'waiting' : 'idle';
};
