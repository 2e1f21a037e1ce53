import type { Gang, PodPlacement, ReplicaBounds, SubGroup } from '../foundation/shapes.ts';
import type { Verdict } from '../foundation/verdict.ts';
import type { WorkloadType } from './commands.ts';

/** What a workload may do beyond its pods, and how much of it is used; most workloads have no terms. */
export interface Terms {
  /** How often it is tried again after a failure. */
  readonly backoffLimit: number;
  /** Failures that were followed by another try. */
  readonly failures: number;
  /** @unit ms in Running and Degraded, over all attempts */
  readonly timeLimitMs: number | undefined;
  /** How long it had run when it reached its time limit; `undefined` before. @unit ms */
  readonly ranMs: number | undefined;
  readonly replicas: ReplicaBounds | undefined;
  /** The number of pods asked for last; `undefined` while that is as submitted. */
  readonly desired: number | undefined;
  /** Which pods stand or fall together; `undefined`: all of them. */
  readonly gang: Gang | undefined;
  /** Whether pods above the minimum may be evicted although the workload is not preemptible. */
  readonly isSemiPreemptible: boolean;
  /** The pools that it may go to, the dearest first; `undefined`: only the one that it was submitted to. */
  readonly nodePoolIds: readonly string[] | undefined;
}

/** What every workload keeps of its submission until it ends. */
export interface Asked {
  readonly projectId: string;
  readonly nodePoolId: string;
  readonly workloadType: WorkloadType;
  readonly preemptible: boolean;
  readonly subGroups: readonly SubGroup[];
  /** @unit ms */
  readonly graceMs: number;
  /** Tells a repeated submission from another one, for as long as the id is known. */
  readonly fingerprint: number;
  /** 0 before the first queueing; each eviction and each resumption raises it. */
  readonly attempt: number;
  readonly terms: Terms | undefined;
}

/** A place that is held, and the state on which that was decided: the same place on another one is held anew. */
export interface Nomination {
  readonly placements: readonly PodPlacement[];
  readonly revision: number;
}

/** Waits in a queue. */
export interface Pending extends Asked {
  readonly phase: 'Pending';
  readonly queueId: string;
  /** The obstacle that was told last in this attempt. */
  readonly verdict: Verdict['_tag'] | undefined;
  /** The place that is held for it until victims have left. */
  readonly nomination: Nomination | undefined;
}

/** What is under way with single pods of a workload while its others go on. */
export interface PodMoves {
  /** Pods that were told to go and are still there. */
  readonly leaving: readonly PodPlacement[];
  /** The place that is held for more pods until victims, or pods of its own that move, have left. */
  readonly nomination: Nomination | undefined;
}

/** Has pods on nodes. */
export interface Holding<Phase extends string> extends Asked {
  readonly phase: Phase;
  readonly queueId: string;
  /** Pods that are to stay, or that go altogether. */
  readonly placements: readonly PodPlacement[];
  /** `undefined` of nearly all workloads. */
  readonly moves: PodMoves | undefined;
}

/** Is told to go but kept; holds placements until its pods have gone. */
export interface Stopping extends Asked {
  readonly phase: 'Stopping';
  readonly placements: readonly PodPlacement[] | undefined;
}

/** Holds nothing and waits for a queue or for somebody. */
export interface Idle<Phase extends string> extends Asked {
  readonly phase: Phase;
}

/** Holds nothing and will queue again: now, or after the back-off of a failure. */
export interface Resuming extends Idle<'Resuming'> {
  /** The queue that it was in when it failed; `undefined` for one that somebody resumed and that waits for nothing. */
  readonly retryQueueId: string | undefined;
}

/** Has ended; a ledger has hundreds of thousands of these, so they keep next to nothing. */
export interface Ended<Phase extends string> {
  readonly phase: Phase;
  readonly fingerprint: number;
}

/** Is going, and its pods are still on their nodes. */
export interface DeletingPods extends Ended<'Deleting'> {
  readonly attempt: number;
  readonly subGroups: readonly SubGroup[];
  /** @unit ms */
  readonly graceMs: number;
  readonly placements: readonly PodPlacement[];
}

/** A workload, by phase. */
export type Workload =
  | { readonly phase: 'Absent' }
  | Idle<'Creating'>
  | Pending
  | Holding<'Initializing'>
  | Holding<'Running'>
  | Holding<'Degraded'>
  | Holding<'Terminating'>
  | Stopping
  | Idle<'Stopped'>
  | Resuming
  | Ended<'Completed'>
  | Ended<'Failed'>
  | Ended<'Deleting'>
  | DeletingPods
  | Ended<'Deleted'>;

/** The phases of a workload, in the words that users see. */
export type WorkloadPhase = Workload['phase'];

/** A workload that was never submitted. */
export const initial: Workload = { phase: 'Absent' };

/** The placements that a workload occupies, whatever its phase, but for those of single pods that leave. */
export const placementsOf = (state: Workload): readonly PodPlacement[] | undefined =>
  'placements' in state ? state.placements : undefined;

/** The same with those of single pods that leave. */
export const occupiedBy = (state: Workload): readonly PodPlacement[] | undefined => {
  const placements = placementsOf(state);
  const leaving = 'moves' in state ? state.moves?.leaving : undefined;
  return placements === undefined || leaving === undefined
    ? placements
    : [...placements, ...leaving];
};
