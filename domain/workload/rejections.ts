import type { WorkloadType } from './commands.ts';
import type { WorkloadPhase } from './state.ts';

/** What is wrong with one value of a submission. */
export type SpecProblem =
  | 'Empty'
  /** More characters or elements than `bound`, or a total above it. */
  | 'AboveBound'
  /** Not a whole number, or less than `bound`. */
  | 'NotAWholeNumber'
  /** Not a whole number of 64 bits, written as a text. */
  | 'NotAnInteger'
  /** Not lower-case letters, digits and `._:@-`, at most 253 of them. */
  | 'NotAnId'
  /** Another sub-group has this name. */
  | 'Duplicate'
  /** `gpuMilli` above 0 with no devices to take it of. */
  | 'ShareWithoutDevices'
  /** Devices are asked for, but 0 thousandths of each. */
  | 'DevicesWithoutShare'
  /** Less than `bound`. */
  | 'BelowBound'
  /** Holds half of a character: UTF-8 cannot store it. */
  | 'NotWellFormed'
  /** Only other types of workload may say this; `value` is the type. */
  | 'NotForThisType'
  /** Only a workload of exactly one sub-group may say this; `value` is how many it has. */
  | 'NotOneSubGroup'
  /** No pod set of the gang has this name. */
  | 'UnknownPodSet'
  /** No group of the gang has this name. */
  | 'UnknownGroup'
  /** The group stands above itself. */
  | 'Cycle'
  /** No sub-group belongs to the pod set. */
  | 'NoPods'
  /** A topology is named, but none of its levels. */
  | 'NoLevel'
  /** Memory of devices is asked for besides a share of them. */
  | 'MemoryAndShare'
  /** Memory of no devices. */
  | 'MemoryWithoutDevices'
  /** Slices are asked for besides devices. */
  | 'DevicesAndMig'
  /** Not the resource name of a slice of a partitioned device. */
  | 'NotAMigSlice'
  /** Requests have a member of their own for it. */
  | 'OwnMember'
  /** Not TCP, UDP or SCTP. */
  | 'NotAProtocol'
  /** The first of the node pools is not `nodePoolId`. */
  | 'NotFirst'
  /** Whoever may be preempted as a whole needs no leave for a part. */
  | 'AlreadyPreemptible';

/**
 * A submission that cannot mean anything.
 *
 * @shape `pointer` is a JSON pointer into the submission (RFC 6901); `bound` is the least or the most that is allowed.
 */
export interface InvalidSpec {
  readonly _tag: 'InvalidSpec';
  readonly pointer: string;
  readonly value: string | number;
  readonly problem: SpecProblem;
  readonly bound?: number;
}

/** Why a command about a workload is refused, with what a remedy needs. */
export type WorkloadRejection =
  | InvalidSpec
  | { readonly _tag: 'UnknownProject'; readonly projectId: string }
  | { readonly _tag: 'UnknownNodePool'; readonly nodePoolId: string }
  | { readonly _tag: 'NameTaken'; readonly name: string; readonly projectId: string }
  /** The id belongs to a workload that was submitted with another spec. */
  | { readonly _tag: 'AlreadySubmitted'; readonly phase: WorkloadPhase }
  | { readonly _tag: 'WorkloadNotFound' }
  /** Only workspaces and training can be stopped, and only before they end. */
  | {
      readonly _tag: 'NotStoppable';
      readonly phase: WorkloadPhase;
      readonly workloadType: WorkloadType | undefined;
    }
  /** It has ended or is stopping, or has used up its time limit: then the numbers say so. */
  | {
      readonly _tag: 'NotResumable';
      readonly phase: WorkloadPhase;
      readonly ranMs?: number;
      readonly limitMs?: number;
    }
  /** Only a service that was submitted with replicas can be scaled, and only before it ends or while it is not stopping. */
  | {
      readonly _tag: 'NotScalable';
      readonly phase: WorkloadPhase;
      readonly workloadType: WorkloadType | undefined;
    }
  | {
      readonly _tag: 'ReplicasOutOfRange';
      readonly asked: number;
      readonly min: number;
      readonly max: number;
    }
  /** It was never created, is stopped, has ended, or is in another queue already. */
  | {
      readonly _tag: 'NotAwaitingQueue';
      readonly phase: WorkloadPhase;
      readonly queueId: string | undefined;
    }
  /** The decision looked at another attempt than the present one. */
  | { readonly _tag: 'StaleAttempt'; readonly asked: number; readonly current: number }
  | { readonly _tag: 'NotPending'; readonly phase: WorkloadPhase }
  /** There is nothing to take it off. */
  | { readonly _tag: 'NotOnDevices'; readonly phase: WorkloadPhase }
  /** It has the pod already, be it on its way out, or asks for no such pod. */
  | { readonly _tag: 'PodNotFree'; readonly subGroup: string; readonly pod: number }
  /** It may not be taken off its devices for somebody else. */
  | { readonly _tag: 'NotPreemptible'; readonly preemptorId: string }
  /** All pods start together or none does, or with a gang the minimum of each of its pod sets. */
  | {
      readonly _tag: 'GangIncomplete';
      readonly podsAsked: number;
      readonly podsPlaced: number;
    };
