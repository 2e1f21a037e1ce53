import { compareIds } from '../../foundation/ids.ts';
import type {
  Gang,
  NodeSelector,
  PodPlacement,
  SubGroup,
  Toleration,
} from '../../foundation/shapes.ts';
import type { Verdict } from '../../foundation/verdict.ts';
import { buildOf } from './builds.ts';
import { chargeRequested } from './figures.ts';
import { askOf, recount, rollOf } from './roll.ts';
import { seePods } from './seen.ts';
import {
  clearSeats,
  countSeats,
  guard,
  listEvictable,
  listNominated,
  type SeatList,
} from './seating.ts';
import type { QueueState, Seat, Snapshot, Workload } from './snapshot.ts';
import { queueOf } from './tree.ts';
import { delist, enlist } from './waiting.ts';

/** The tags of verdicts in their order of precedence; a workload remembers the index of its own. */
export const verdictTags: readonly Verdict['_tag'][] = [
  'QueueNotFound',
  'AwaitingRelease',
  'NoMatchingNode',
  'LargerThanAnyNode',
  'OverLimit',
  'OverNamedLimit',
  'NonPreemptibleOverQuota',
  'WithheldFromLending',
  'NoDomainFits',
  'ReservedForAnother',
  'InsufficientCapacity',
];

/** What a workload asks for, as it was submitted. @shape `age` is the revision of its submission */
export interface Submission {
  readonly id: string;
  readonly age: number;
  readonly priority: number;
  readonly isPreemptible: boolean;
  readonly subGroups: readonly SubGroup[];
  readonly nodeSelector: NodeSelector;
  readonly tolerations: readonly Toleration[];
  /** Which pods stand or fall together; absent: all of them. */
  readonly gang?: Gang;
  /** Pods above the minimum may be evicted although the workload is not preemptible. */
  readonly isSemiPreemptible?: boolean;
  /** How long it runs at most, as it declared; what backfill goes by. @unit ms */
  readonly maxRunMs?: number;
}

/** A workload is known; it asks for nothing yet. */
export const addWorkload = (snapshot: Snapshot, submission: Submission): void => {
  const build = buildOf(snapshot, submission);
  build.users += 1;
  seePods(snapshot, build, submission.age);
  snapshot.workloads.set(submission.id, {
    id: submission.id,
    pool: snapshot,
    age: submission.age,
    priority: submission.priority,
    isPreemptible: submission.isPreemptible,
    isSemiPreemptible: !submission.isPreemptible && submission.isSemiPreemptible === true,
    maxRunMs: submission.maxRunMs ?? 0,
    subGroups: submission.subGroups,
    build,
    attempt: 1,
    queue: undefined,
    isAsking: false,
    shape: build.core,
    rank: 0,
    waitingClass: undefined,
    home: undefined,
    bound: [],
    held: [],
    leaving: [],
    roll: undefined,
    exit: 'none',
    isRequested: false,
    startedAtMs: -1,
    brokenSinceMs: -1,
    askedAtMs: 0,
    askedAtCount: 0,
    tag: -1,
    boundAt: -1,
    evictableMilli: 0,
    guarded: undefined,
    whole: undefined,
    decidedIn: -1,
  });
};

const isOut = ({ bound, held, leaving }: Workload): boolean =>
  bound.length + held.length + leaving.length === 0;

const want = (workload: Workload, isRequested: boolean): void => {
  const { pool, queue, build } = workload;
  if (queue === undefined || workload.isRequested === isRequested) return;
  workload.isRequested = isRequested;
  chargeRequested(pool, queue, { amounts: build.amounts, sign: isRequested ? 1 : -1 });
};

/** Brings the lists that a workload stands in, and its ask, to what it is now. */
const settle = (workload: Workload): void => {
  const { pool } = workload;
  if (isOut(workload)) workload.roll = undefined;
  listNominated(workload);
  listEvictable(workload);
  guard(workload);
  const mayAsk = workload.isAsking && workload.exit === 'none' && workload.held.length === 0;
  const ask = mayAsk ? askOf(pool, workload) : undefined;
  const { waitingClass } = workload;
  if (waitingClass !== undefined && ask?.shape === workload.shape && ask.rank === workload.rank)
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

const seatOf = (workload: Workload, place: PodPlacement): Seat | undefined => {
  const { parts } = workload.build;
  const part = parts.length === 1 ? 0 : parts.findIndex((one) => one.name === place.subGroup);
  const kind = parts[part]?.kind;
  const node = workload.pool.nodes.byId.get(place.nodeId);
  if (kind === undefined || node === undefined) return undefined;
  const { pod, devices, gpuMilli } = place;
  return { node, kind, part, pod, devices, gpuMilli };
};

const seatsOf = (workload: Workload, pods: readonly PodPlacement[]): Seat[] => {
  const seats: Seat[] = [];
  for (const place of pods) {
    const seat = seatOf(workload, place);
    if (seat !== undefined) seats.push(seat);
  }
  return seats;
};

/** Where pods of an attempt are to run. */
export interface Assignment {
  readonly attempt: number;
  readonly pods: readonly PodPlacement[];
  /** When the pods got their devices. @unit ms since epoch */
  readonly atMs?: number;
}

/** Names a pod of a workload. */
export interface PodName {
  readonly subGroup: string;
  readonly pod: number;
}

/** Puts pods into a list, besides those that stand there. */
const seatInto = (workload: Workload, into: SeatList | 'promised', seats: Seat[]): void => {
  const isPromised = into === 'promised';
  const list = isPromised ? 'held' : into;
  // A workload of which only a part is somewhere is counted pod by pod.
  if (seats.length > 0 && seats.length < workload.build.pods) rollOf(workload);
  if (workload[list].length === 0) workload[list] = seats;
  else workload[list].push(...seats);
  countSeats(workload, seats, { list, sign: 1, isPromised });
};

const dropAll = (workload: Workload, list: SeatList): void => {
  const seats = workload[list];
  if (seats.length === 0) return;
  workload[list] = [];
  countSeats(workload, seats, { list, sign: -1 });
};

/** How many placements a queue remembers. */
const placedMax = 1024;

const notePlaced = (queue: QueueState, age: number): void => {
  queue.placedCount += 1;
  queue.placedAges[queue.placedCount % placedMax] = age;
};

/** How often younger workloads of its queue got their devices while it waited, as far as its queue remembers. @cost O(1) to O(1024) */
export const bypassesOf = ({ queue, age, askedAtCount }: Workload): number => {
  if (queue === undefined) return 0;
  let bypasses = 0;
  const first = Math.max(askedAtCount, queue.placedCount - placedMax) + 1;
  for (let at = first; at <= queue.placedCount; at += 1)
    if ((queue.placedAges[at % placedMax] ?? 0) > age) bypasses += 1;
  return bypasses;
};

/** The pods have their devices; those that others of the workload have stay as they are. */
export const bind = (snapshot: Snapshot, id: string, assignment: Assignment): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  workload.attempt = assignment.attempt;
  dropAll(workload, 'held');
  const seats = seatsOf(workload, assignment.pods);
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

const isVoid = (snapshot: Snapshot, seat: Seat): boolean => {
  const { nodes } = snapshot;
  const { slot } = seat.node;
  if (slot < 0 || nodes.usable[slot] !== 1) return true;
  const start = nodes.deviceStart[slot] ?? 0;
  return seat.devices.some((device) => nodes.broken[start + device] === 1);
};

/** Lets go of every held place that cannot be used any more; its workload waits as before. */
export const voidNominations = (snapshot: Snapshot): void => {
  for (const workload of [...snapshot.nominated].toSorted((a, b) => compareIds(a.id, b.id)))
    if (workload.held.some((seat) => isVoid(snapshot, seat))) {
      dropAll(workload, 'held');
      settle(workload);
    }
};

/** How pods go. */
export interface Leaving {
  /** Whether they, or others in their stead, wait again once they have left. */
  readonly returns: boolean;
  /** Those that go; absent: all of them. */
  readonly pods?: readonly PodName[];
  /** Places that are held for the next attempt. */
  readonly movesTo?: readonly PodPlacement[];
}

/**
 * Pods are to go: what they hold counts for their queue no more, but is not free yet.
 *
 * @shape a workload that holds nothing is gone at once, unless it returns.
 */
export const leave = (snapshot: Snapshot, id: string, leaving: Leaving): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  if (leaving.pods === undefined) leaveWhole(workload, leaving);
  else {
    moveOut(workload, isAmong(workload, leaving.pods));
    if (leaving.movesTo !== undefined)
      seatInto(workload, 'promised', seatsOf(workload, leaving.movesTo));
  }
  settle(workload);
};

const isAmong = (workload: Workload, pods: readonly PodName[]): ((seat: Seat) => boolean) => {
  const names = new Set(pods.map(({ subGroup, pod }) => `${pod}/${subGroup}`));
  return ({ part, pod }) => names.has(`${pod}/${workload.build.parts[part]?.name ?? ''}`);
};

/** Bound pods leave. */
const moveOut = (workload: Workload, isMoving: (seat: Seat) => boolean): void => {
  const moving = workload.bound.filter(isMoving);
  if (moving.length < workload.bound.length) rollOf(workload);
  workload.bound = workload.bound.filter((seat) => !isMoving(seat));
  countSeats(workload, moving, { list: 'bound', sign: -1 });
  seatInto(workload, 'leaving', moving);
};

const leaveWhole = (workload: Workload, { returns, movesTo }: Leaving): void => {
  const holds = workload.bound.length + workload.leaving.length > 0;
  if (!holds) {
    if (!returns) stop(workload);
    return;
  }
  const stays = returns && workload.exit !== 'ends' && workload.isRequested;
  dropAll(workload, 'held');
  if (workload.waitingClass !== undefined) delist(workload.pool, workload);
  moveOut(workload, () => true);
  workload.exit = stays ? 'returns' : 'ends';
  want(workload, stays);
  if (stays && movesTo !== undefined) seatInto(workload, 'promised', seatsOf(workload, movesTo));
};

const unbreak = (workload: Workload): void => {
  workload.brokenSinceMs = -1;
  workload.pool.broken.delete(workload);
};

/** Nothing of it is anywhere and it asks for nothing. */
const stop = (workload: Workload): void => {
  if (workload.waitingClass !== undefined) delist(workload.pool, workload);
  clearSeats(workload);
  workload.isAsking = false;
  workload.exit = 'none';
  workload.startedAtMs = -1;
  unbreak(workload);
  want(workload, false);
};

/** Pods have gone: what was held is free. With the last pod of a workload that returns, it waits again in its queue. */
export const release = (snapshot: Snapshot, id: string, pods?: readonly PodName[]): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  if (pods === undefined) releaseWhole(workload);
  else {
    const isGone = isAmong(workload, pods);
    moveOut(workload, isGone);
    const gone = workload.leaving.filter(isGone);
    rollOf(workload);
    workload.leaving = workload.leaving.filter((seat) => !isGone(seat));
    countSeats(workload, gone, { list: 'leaving', sign: -1 });
    // A pod that moves is promised a place before it has left the other.
    if (workload.held.length > 0) recount(workload);
    if (workload.exit !== 'none' && workload.leaving.length === 0) releaseWhole(workload);
  }
  settle(workload);
};

const releaseWhole = (workload: Workload): void => {
  const isBack = workload.exit === 'returns';
  if (!isBack) return stop(workload);
  dropAll(workload, 'bound');
  dropAll(workload, 'leaving');
  workload.attempt += 1;
  workload.exit = 'none';
  workload.askedAtCount = workload.queue?.placedCount ?? 0;
  workload.startedAtMs = -1;
  unbreak(workload);
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

/** The workload was told why it waits. */
export const defer = (snapshot: Snapshot, id: string, tag: Verdict['_tag']): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  const code = verdictTags.indexOf(tag);
  const { waitingClass } = workload;
  if (waitingClass === undefined) {
    if (workload.held.length > 0) workload.tag = code;
    return;
  }
  waitingClass.byTag[workload.tag + 1]?.delete(workload);
  workload.tag = code;
  waitingClass.byTag[code + 1]?.add(workload);
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
