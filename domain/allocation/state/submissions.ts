import type { Gang, NodeSelector, SubGroup, Toleration } from '../../foundation/shapes.ts';
import { buildOf } from './builds.ts';
import { seePods } from './seen.ts';
import type { Snapshot } from './snapshot.ts';

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
