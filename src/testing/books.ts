import type {
  Entitlements,
  Gang,
  Labels,
  NodeSelector,
  PodPlacement,
  SubGroup,
  Taint,
  Toleration,
} from '../../domain/foundation/shapes.ts';
import type { Verdict } from '../../domain/foundation/verdict.ts';

/** A node as the books have it. @unit millicores, bytes */
export interface BookedNode {
  readonly id: string;
  readonly nodePoolId: string;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly podsMax: number;
  /** Cards, numbered 0..count−1. */
  readonly gpuCount: number;
  readonly isLost: boolean;
  readonly isCordoned: boolean;
  readonly brokenDevices: readonly number[];
}

/** A queue as the books have it. @shape `parentId` is empty for a queue at the top */
export interface BookedQueue {
  readonly id: string;
  readonly parentId: string;
  readonly nodePoolId: string;
  readonly entitlements: Entitlements;
}

/**
 * Where a workload stands: `idle` holds nothing and asks for nothing, `held` is a place that others still leave,
 * `leaving` has been told to go and is still there.
 */
export type BookedStage = 'idle' | 'waiting' | 'held' | 'bound' | 'leaving';

/** A workload that has not ended, as the books have it. */
export interface BookedWorkload {
  readonly id: string;
  readonly nodePoolId: string;
  /** Empty until it waits for the first time. */
  readonly queueId: string;
  readonly priority: number;
  readonly preemptible: boolean;
  /** Whether pods above the minimum of its gang may go although it may not. */
  readonly semiPreemptible: boolean;
  readonly subGroups: readonly SubGroup[];
  /** Which of its pods stand or fall together; `undefined`: all of them. */
  readonly gang: Gang | undefined;
  readonly nodeSelector: NodeSelector;
  readonly tolerations: readonly Toleration[];
  readonly attempt: number;
  readonly stage: BookedStage;
  /** Where its pods are, or will be once others have left; empty unless it is held, bound or leaving. */
  readonly pods: readonly PodPlacement[];
  /** Single pods that are on their way out while the others go on. */
  readonly podsLeaving: readonly PodPlacement[];
  /** Places that are held besides: for more pods, or for where it goes on. */
  readonly podsHeld: readonly PodPlacement[];
  /** How many pods it asks for the next time it waits; `undefined` while that is as submitted. */
  readonly podsWished: number | undefined;
  /** Why it still waits, as it was told last. */
  readonly verdict: Verdict | undefined;
}

/**
 * What a ledger says about a cluster, kept without the kernel: the laws are held against these books, so that a mistake
 * of the kernel cannot hide in its own view.
 *
 * @shape `workloads` are those that have not ended.
 */
export interface Books {
  readonly nodes: ReadonlyMap<string, BookedNode>;
  readonly queues: ReadonlyMap<string, BookedQueue>;
  readonly workloads: ReadonlyMap<string, BookedWorkload>;
}
