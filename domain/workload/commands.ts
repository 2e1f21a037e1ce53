import type { PodName, PodPlacement, SubGroup, Toleration } from '../foundation/shapes.ts';
import type { WorkloadEvent } from './events.ts';

/** The data of one kind of fact about a workload. */
export type DataOf<Type extends WorkloadEvent['type']> = Extract<
  WorkloadEvent,
  { readonly type: Type }
>['data'];

/** The four types of workload that a user submits. */
export type WorkloadType = DataOf<'WorkloadSubmitted'>['workloadType'];

/** What a user asks for. */
export type WorkloadSpec = Readonly<
  Omit<DataOf<'WorkloadSubmitted'>, 'subGroups' | 'tolerations' | 'nodePoolIds'>
> & {
  readonly subGroups: readonly SubGroup[];
  readonly tolerations?: readonly Toleration[];
  readonly nodePoolIds?: readonly string[];
};

/** Asks for a workload; with what the shell has read about other aggregates, so that the decision is pure. */
export type SubmitWorkload = WorkloadSpec & {
  readonly type: 'SubmitWorkload';
  /** The open queue of its project in its pool; `undefined` while there is none, then it waits in Creating. */
  readonly queueId: string | undefined;
  readonly isProjectKnown: boolean;
  readonly isNodePoolKnown: boolean;
  /** The first of its further pools that nobody knows, where there is one. */
  readonly unknownNodePoolId?: string | undefined;
  /** Whether another live workload of the project has this name. */
  readonly isNameTaken: boolean;
};

/** Puts a workload that was created or resumed into its queue. */
export interface EnqueueWorkload {
  readonly type: 'EnqueueWorkload';
  readonly queueId: string;
}

/** Lets a workload wait in another of its node pools, in the open queue that its project has there. */
export interface ReassignWorkload {
  readonly type: 'ReassignWorkload';
  readonly nodePoolId: string;
  readonly queueId: string;
}

/** The kernel binds every pod. */
export type AllocateWorkload = Readonly<Omit<DataOf<'WorkloadAllocated'>, 'placements'>> & {
  readonly type: 'AllocateWorkload';
  readonly placements: readonly PodPlacement[];
};

/** The kernel binds more pods of one that has some. */
export type GrowWorkload = Readonly<Omit<DataOf<'WorkloadGrown'>, 'placements'>> & {
  readonly type: 'GrowWorkload';
  readonly placements: readonly PodPlacement[];
};

/** The kernel holds a place until victims have left. */
export type NominateWorkload = Readonly<Omit<DataOf<'WorkloadNominated'>, 'placements'>> & {
  readonly type: 'NominateWorkload';
  readonly placements: readonly PodPlacement[];
};

/** The kernel says why a workload waits. */
export type DeferWorkload = Readonly<DataOf<'WorkloadDeferred'>> & {
  readonly type: 'DeferWorkload';
};

/** Lists of an eviction, which nobody changes. */
interface EvictionLists {
  readonly alternatives: readonly { readonly reason: string; readonly count: number }[];
  readonly movesTo?: readonly PodPlacement[];
}

/** The kernel takes a workload off its devices. */
export type PreemptWorkload = Readonly<Omit<DataOf<'WorkloadPreempted'>, keyof EvictionLists>> &
  EvictionLists & { readonly type: 'PreemptWorkload' };

/** The kernel takes some pods of a workload off their devices. */
export type PreemptPods = Readonly<
  Omit<DataOf<'WorkloadPodsPreempted'>, keyof EvictionLists | 'pods'>
> &
  EvictionLists & { readonly type: 'PreemptPods'; readonly pods: readonly PodName[] };

/** What the kernel decides about a workload; carries the attempt that it looked at. */
export type KernelDecision =
  | AllocateWorkload
  | GrowWorkload
  | NominateWorkload
  | DeferWorkload
  | PreemptWorkload
  | PreemptPods;

/** What a cluster saw of one attempt; an observation that is stale or known already says nothing. */
export type WorkloadObservation =
  | ({ readonly type: 'ObserveWorkloadStarted' } & Readonly<DataOf<'WorkloadStarted'>>)
  | ({ readonly type: 'ObserveWorkloadCompleted' } & Readonly<DataOf<'WorkloadCompleted'>>)
  | ({ readonly type: 'ObserveWorkloadFailed' } & Readonly<DataOf<'WorkloadFailed'>>)
  | ({ readonly type: 'ObserveWorkloadInterrupted' } & Readonly<DataOf<'WorkloadInterrupted'>>)
  | ({ readonly type: 'ObserveWorkloadDegraded' } & Readonly<DataOf<'WorkloadDegraded'>>)
  | ({ readonly type: 'ObserveWorkloadRecovered' } & Readonly<DataOf<'WorkloadRecovered'>>)
  /** Pods of the attempt that were told to go have left; the others go on. */
  | {
      readonly type: 'ObserveWorkloadPodsReleased';
      readonly attempt: number;
      readonly pods: readonly PodName[];
    }
  /** The last pod of the attempt has gone: ends an eviction, a stop or a deletion. */
  | { readonly type: 'ObserveWorkloadPodsGone'; readonly attempt: number };

/** Asks for the pods to go while the workload is kept. */
export interface StopWorkload {
  readonly type: 'StopWorkload';
  readonly reason: string;
}

/** Asks for a stopped workload to run again; with the open queue of its project, where there is one. */
export interface ResumeWorkload {
  readonly type: 'ResumeWorkload';
  readonly queueId?: string | undefined;
}

/** Asks for the workload to be gone. */
export interface DeleteWorkload {
  readonly type: 'DeleteWorkload';
  readonly reason: string;
}

/** Asks for another number of pods of a service; with the open queue of its project, where there is one. */
export interface ScaleWorkload {
  readonly type: 'ScaleWorkload';
  readonly replicas: number;
  readonly queueId?: string | undefined;
}

/** The back-off after a failure has passed: back into a queue, the one that it was in unless another is named. */
export interface RetryWorkload {
  readonly type: 'RetryWorkload';
  readonly attempt: number;
  readonly queueId?: string | undefined;
}

/** The workload has run for as long as its queue lets one run at a stretch. @unit ms */
export interface EndLongRun {
  readonly type: 'EndLongRun';
  readonly attempt: number;
  /** In this attempt. */
  readonly ranMs: number;
  readonly limitMs: number;
  /** The queue that says so. */
  readonly queueId: string;
}

/** The workload has run for as long as it may. @unit ms in Running and Degraded, over all attempts */
export interface ExpireTimeLimit {
  readonly type: 'ExpireTimeLimit';
  readonly attempt: number;
  readonly ranMs: number;
}

/** A workload that has ended was kept for as long as it was to be. */
export interface ExpireWorkload {
  readonly type: 'ExpireWorkload';
  readonly reason: string;
}

/** What a workload is told because time has passed. */
export type WorkloadDeadline = RetryWorkload | ExpireTimeLimit | EndLongRun | ExpireWorkload;

/** Everything that a workload can be told. */
export type WorkloadCommand =
  | SubmitWorkload
  | EnqueueWorkload
  | ReassignWorkload
  | KernelDecision
  | WorkloadObservation
  | StopWorkload
  | ResumeWorkload
  | ScaleWorkload
  | WorkloadDeadline
  | DeleteWorkload;
