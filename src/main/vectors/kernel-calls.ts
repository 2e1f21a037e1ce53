import {
  addClaim,
  addNode,
  addPending,
  addWorkload,
  bind,
  createSnapshot,
  leave,
  noteBroken,
  type PodName,
  openQueue,
  setTopology,
  type Snapshot,
  type Submission,
} from '../../../domain/allocation/index.ts';
import type { PodPlacement } from '../../../domain/foundation/shapes.ts';
import type { ClaimTold } from './claims-of.ts';

/** The attempt that all pods of a run belong to; rounds begin with a new snapshot. */
const attempt = 1;

/** A snapshot of no nodes, queues and jobs. */
export const emptySnapshot = (): Snapshot => createSnapshot('vectors');

/** A claim is known. */
export const tellClaim = (snapshot: Snapshot, claim: ClaimTold): void => addClaim(snapshot, claim);

/** A job is known, and all of its pods wait. */
export const tellJob = (snapshot: Snapshot, submission: Submission, queueId: string): void => {
  addWorkload(snapshot, submission);
  addPending(snapshot, submission.id, { queueId, attempt });
};

/** What pods of a job have, and since when. */
export interface Held {
  readonly pods: readonly PodPlacement[];
  readonly atMs: number;
}

/** Pods of a job have their devices. */
export const tellHeld = (snapshot: Snapshot, id: string, { pods, atMs }: Held): void =>
  bind(snapshot, id, { attempt, pods, atMs });

/** Pods of a job are to go, and will not wait again as far as this snapshot knows; all of it where no pods are named. */
export const tellLeaving = (snapshot: Snapshot, id: string, pods?: readonly PodName[]): void =>
  leave(snapshot, id, { returns: false, ...(pods === undefined ? {} : { pods }) });

/** A job has had fewer pods than it needs for that long. */
export const tellBroken = (snapshot: Snapshot, id: string, sinceMs: number): void =>
  noteBroken(snapshot, id, sinceMs);

export { addNode as tellNode, openQueue as tellQueue, setTopology as tellTopology };
