import type {
  Container,
  Gang,
  Labels,
  PodPlacement,
  ReplicaBounds,
  SubGroup,
} from '../../domain/foundation/shapes.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Verdict } from '../../domain/foundation/verdict.ts';

/** The phases of a workload, in the words that users know. @source product reference §2.2 */
export const workloadPhases = [
  'Creating',
  'Pending',
  'Initializing',
  'Running',
  'Degraded',
  'Terminating',
  'Stopping',
  'Stopped',
  'Resuming',
  'Completed',
  'Failed',
  'Deleting',
  'Deleted',
] as const;

/** Where a workload is in its life. */
export type WorkloadPhase = (typeof workloadPhases)[number];

/** How many pods a service may have, and how many were asked for last. */
export interface RowReplicas extends ReplicaBounds {
  /** Asked for last; `subGroups` says another number while all of its pods are on their way out. */
  readonly desired: number;
}

/** What only some workloads are submitted with; shared with the fact, and `undefined` where it says nothing. */
export interface RowExtras {
  readonly labels: Labels | undefined;
  readonly annotations: Labels | undefined;
  readonly container: Container | undefined;
  readonly backoffLimit: number | undefined;
  readonly timeLimitMs: number | undefined;
  readonly timeToLiveMs: number | undefined;
  readonly replicas: RowReplicas | undefined;
  readonly clonedFrom: string | undefined;
  /** Which pods stand or fall together; all of them where it is not there. */
  readonly gang: Gang | undefined;
  readonly semiPreemptible: boolean | undefined;
  /** The pools that it may go to, the dearest first; `nodePoolId` says where it is. */
  readonly nodePoolIds: readonly string[] | undefined;
}

/** One workload as a line of the grid. @unit thousandths of a card, millicores, MiB, ms since epoch, ms */
export interface WorkloadRow extends RowExtras {
  readonly id: string;
  readonly name: string;
  readonly workloadType: string;
  readonly projectId: string;
  readonly nodePoolId: string;
  /** Empty until it is queued for the first time. */
  readonly queueId: string;
  readonly phase: WorkloadPhase;
  readonly phaseSinceMs: InstantMs;
  readonly priority: number;
  readonly isPreemptible: boolean;
  readonly subGroups: readonly SubGroup[];
  readonly requestedPods: number;
  /** Of cards and shares of them; what is asked for by memory stands beside it. */
  readonly requestedGpuMilli: number;
  readonly requestedGpuMemoryMib: number;
  readonly allocatedGpuMilli: number;
  /** Where its pods are, each until it has gone. */
  readonly placements: readonly PodPlacement[];
  /** 0 before it is queued for the first time; each eviction, resumption and retry raises it. */
  readonly attempt: number;
  readonly preemptions: number;
  readonly interruptions: number;
  /** How often it has failed, over all attempts. */
  readonly failures: number;
  readonly submittedBy: string;
  readonly submittedAtMs: InstantMs;
  /** When all its pods were ready for the first time. */
  readonly startedAtMs: InstantMs | undefined;
  /** When it completed or failed. */
  readonly completedAtMs: InstantMs | undefined;
  /** Time in Pending up to `phaseSinceMs`; `pendingMsAt` adds the span that is still open. */
  readonly closedPendingMs: number;
  /** Time in Running and Degraded up to `phaseSinceMs`; `runningMsAt` adds the span that is still open. */
  readonly closedRunningMs: number;
  /** The first obstacle, while it waits. */
  readonly verdict: Verdict | undefined;
  /** Why it failed, degraded, stopped, or left its devices the last time; empty where nothing of the kind is so. */
  readonly reason: string;
  /** The last fact about it. */
  readonly revision: Revision;
}

/** Every workload that the ledger knows, the deleted ones too, by id. */
export interface WorkloadList {
  readonly rows: Map<string, WorkloadRow>;
  /** How many rows its owner has let go of, long after they were deleted; absent where it keeps all. */
  readonly forgotten?: number;
}

/** How long a workload has waited in all, at a moment not before its last fact. @unit ms */
export const pendingMsAt = (row: WorkloadRow, nowMs: InstantMs): number =>
  row.closedPendingMs + (row.phase === 'Pending' ? Math.max(0, nowMs - row.phaseSinceMs) : 0);

/** How long a workload has run in all, at a moment not before its last fact. @unit ms */
export const runningMsAt = (row: WorkloadRow, nowMs: InstantMs): number =>
  row.closedRunningMs + (isRunning(row.phase) ? Math.max(0, nowMs - row.phaseSinceMs) : 0);

/** Tells whether time in a phase counts as run time. */
export const isRunning = (phase: WorkloadPhase): boolean =>
  phase === 'Running' || phase === 'Degraded';

/** The nodes that hold pods of a workload, each once, ascending. */
export const nodeIdsOf = (row: WorkloadRow): readonly string[] =>
  [...new Set(row.placements.map((placement) => placement.nodeId))].toSorted();
