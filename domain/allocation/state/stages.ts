import { compareIds } from '../../foundation/ids.ts';
import { invariant } from '../../foundation/invariant.ts';
import type {
  Gang,
  NodeSelector,
  PodPlacement,
  SubGroup,
  Toleration,
} from '../../foundation/shapes.ts';
import type { Verdict } from '../../foundation/verdict.ts';
import { both, future, now, occupy } from './occupancy.ts';
import { shapeOf } from './requests.ts';
import type { QueueState, Seat, Snapshot, Stage, Workload } from './snapshot.ts';
import { chargeAllocated, chargeRequested } from './figures.ts';
import { queueOf } from './tree.ts';
import { enlist, delist } from './waiting.ts';

/** The tags of verdicts in their order of precedence; a workload remembers the index of its own. */
export const verdictTags: readonly Verdict['_tag'][] = [
  'QueueNotFound',
  'AwaitingRelease',
  'NoMatchingNode',
  'LargerThanAnyNode',
  'OverLimit',
  'NonPreemptibleOverQuota',
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
  const shape = shapeOf(snapshot, submission);
  shape.users += 1;
  snapshot.workloads.set(submission.id, {
    id: submission.id,
    pool: snapshot,
    age: submission.age,
    priority: submission.priority,
    isPreemptible: submission.isPreemptible,
    subGroups: submission.subGroups,
    shape,
    attempt: 1,
    queue: undefined,
    waitingClass: undefined,
    home: undefined,
    stage: 'idle',
    returns: false,
    seats: noSeats,
    tag: -1,
    boundAt: -1,
    decidedIn: -1,
  });
};

const noSeats: readonly Seat[] = [];

const planesOf: { readonly [Key in Stage]: number } = {
  idle: 0,
  waiting: 0,
  nominated: future,
  bound: both,
  leaving: now,
};

const isAllocated = (stage: Stage): boolean => stage === 'nominated' || stage === 'bound';
const isRequested = (stage: Stage, returns: boolean): boolean =>
  stage !== 'idle' && (stage !== 'leaving' || returns);

interface Move {
  readonly stage: Stage;
  readonly queue?: QueueState;
  readonly seats?: readonly Seat[];
  readonly returns?: boolean;
}

const countEvictable = (workload: Workload, queue: QueueState, sign: 1 | -1): void => {
  const { priority } = workload;
  const count = (queue.evictableAt.get(priority) ?? 0) + sign;
  if (count > 0) queue.evictableAt.set(priority, count);
  else queue.evictableAt.delete(priority);
  queue.evictableGpuMilli += sign * workload.shape.amounts.gpuMilli;
};

const listEvictable = (workload: Workload, queue: QueueState): void => {
  workload.boundAt = queue.evictable.length;
  queue.evictable.push(workload);
  countEvictable(workload, queue, 1);
};

const unlistEvictable = (workload: Workload, queue: QueueState): void => {
  const last = queue.evictable.pop();
  invariant(last !== undefined, 'an evictable workload is listed');
  if (last !== workload) {
    queue.evictable[workload.boundAt] = last;
    last.boundAt = workload.boundAt;
  }
  workload.boundAt = -1;
  countEvictable(workload, queue, -1);
};

const occupyAll = (snapshot: Snapshot, { stage, seats }: Workload, sign: 1 | -1): void => {
  const planes = planesOf[stage];
  if (planes === 0) return;
  for (const seat of seats) occupy(snapshot.nodes, seat, { planes, sign });
};

const takeOut = (snapshot: Snapshot, workload: Workload, isKept: boolean): void => {
  const { stage, queue } = workload;
  occupyAll(snapshot, workload, -1);
  if (stage === 'waiting') delist(snapshot, workload);
  if (stage === 'nominated') snapshot.nominated.delete(workload);
  if (queue === undefined) return;
  if (workload.boundAt >= 0) unlistEvictable(workload, queue);
  const { shape, isPreemptible } = workload;
  if (isAllocated(stage))
    chargeAllocated(snapshot, queue, { amounts: shape.amounts, isPreemptible, sign: -1 });
  if (!isKept && isRequested(stage, workload.returns))
    chargeRequested(snapshot, queue, { amounts: shape.amounts, sign: -1 });
};

const putIn = (snapshot: Snapshot, workload: Workload, wasKept: boolean): void => {
  const { stage, queue } = workload;
  occupyAll(snapshot, workload, 1);
  if (stage === 'waiting') enlist(snapshot, workload);
  if (stage === 'nominated') snapshot.nominated.add(workload);
  if (queue === undefined) return;
  if (stage === 'bound' && workload.isPreemptible) listEvictable(workload, queue);
  const { shape, isPreemptible } = workload;
  if (isAllocated(stage))
    chargeAllocated(snapshot, queue, { amounts: shape.amounts, isPreemptible, sign: 1 });
  if (!wasKept && isRequested(stage, workload.returns))
    chargeRequested(snapshot, queue, { amounts: shape.amounts, sign: 1 });
};

const moveTo = (snapshot: Snapshot, workload: Workload, move: Move): void => {
  const returns = move.returns ?? false;
  const queue = move.queue ?? workload.queue;
  const isKept =
    queue === workload.queue &&
    isRequested(workload.stage, workload.returns) &&
    isRequested(move.stage, returns);
  takeOut(snapshot, workload, isKept);
  workload.stage = move.stage;
  workload.queue = queue;
  workload.returns = returns;
  workload.seats = move.seats ?? noSeats;
  if (move.stage !== 'waiting' && move.stage !== 'nominated') workload.tag = -1;
  putIn(snapshot, workload, isKept);
};

/** The workload waits in that queue. */
export const addPending = (
  snapshot: Snapshot,
  id: string,
  place: { readonly queueId: string; readonly attempt: number },
): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  workload.attempt = place.attempt;
  moveTo(snapshot, workload, { stage: 'waiting', queue: queueOf(snapshot, place.queueId) });
};

const seatsOf = (
  snapshot: Snapshot,
  { shape }: Workload,
  pods: readonly PodPlacement[],
): readonly Seat[] => {
  const { parts } = shape;
  const seats: Seat[] = [];
  for (const { subGroup, pod, nodeId, devices } of pods) {
    const part = parts.length === 1 ? 0 : parts.findIndex((one) => one.name === subGroup);
    const kind = parts[part]?.kind;
    const node = snapshot.nodes.byId.get(nodeId);
    if (kind !== undefined && node !== undefined) seats.push({ node, kind, part, pod, devices });
  }
  return seats;
};

/** Where an attempt of a workload is to run. */
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

/** The workload has its devices. */
export const bind = (snapshot: Snapshot, id: string, assignment: Assignment): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  workload.attempt = assignment.attempt;
  const seats = seatsOf(snapshot, workload, assignment.pods);
  moveTo(snapshot, workload, { stage: 'bound', seats });
};

/** A place is held for the workload; one that cannot be used any more is not held. */
export const nominate = (snapshot: Snapshot, id: string, assignment: Assignment): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  const seats = seatsOf(snapshot, workload, assignment.pods);
  if (seats.length < assignment.pods.length || seats.some((seat) => isVoid(snapshot, seat))) return;
  moveTo(snapshot, workload, { stage: 'nominated', seats });
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
    if (workload.seats.some((seat) => isVoid(snapshot, seat)))
      moveTo(snapshot, workload, { stage: 'waiting' });
};

/**
 * The workload is to go: what it holds counts for its queue no more, but is not free yet.
 *
 * @shape `returns` says that it will wait again; one that holds nothing is gone at once.
 */
export const leave = (snapshot: Snapshot, id: string, returns: boolean): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined || workload.stage === 'idle') return;
  if (workload.stage === 'leaving' || workload.stage === 'bound') {
    const stays = returns && (workload.stage === 'bound' || workload.returns);
    moveTo(snapshot, workload, { stage: 'leaving', seats: workload.seats, returns: stays });
  } else if (!returns) moveTo(snapshot, workload, { stage: 'idle' });
};

/** The last pod has gone: what was held is free, and a workload that returns waits again in its queue. */
export const release = (snapshot: Snapshot, id: string): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  const isBack = workload.stage === 'leaving' && workload.returns;
  if (isBack) workload.attempt += 1;
  moveTo(snapshot, workload, { stage: isBack ? 'waiting' : 'idle' });
};

/** The workload is over: nothing of it is kept. */
export const forget = (snapshot: Snapshot, id: string): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  moveTo(snapshot, workload, { stage: 'idle' });
  workload.shape.users -= 1;
  snapshot.workloads.delete(id);
};

/** The workload was told why it waits. */
export const defer = (snapshot: Snapshot, id: string, tag: Verdict['_tag']): void => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) return;
  const code = verdictTags.indexOf(tag);
  if (workload.stage === 'nominated') workload.tag = code;
  if (workload.stage !== 'waiting') return;
  const { waitingClass } = workload;
  waitingClass?.byTag[workload.tag + 1]?.delete(workload);
  workload.tag = code;
  waitingClass?.byTag[code + 1]?.add(workload);
};
