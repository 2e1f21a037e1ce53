import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { PodPlacement } from '../../domain/foundation/shapes.ts';
import type { Usage } from './usage.ts';
import type { WaitFigures, Waits } from './waits.ts';

/** A workload that has not ended, as far as the report is concerned. */
export interface SimWorkload {
  readonly project: ProjectTally;
  /** Where its pods are, and what they hold in all. @unit thousandths of a card */
  readonly pods: readonly PodPlacement[];
  readonly gpuMilli: number;
  readonly submittedAtMs: InstantMs;
  /** `idle` is neither waiting nor holding: being made, leaving, or stopped. */
  readonly stage: 'idle' | 'pending' | 'holding';
  /** Whether its first wait is over. */
  readonly wasAllocated: boolean;
  readonly isCancelled: boolean;
  readonly heldSinceMs: InstantMs;
  /** The first obstacle while it waits; `Unjudged` before the first verdict. */
  readonly reason: string;
}

/** What happened to the workloads of one project so far. */
export interface ProjectTally {
  readonly id: string;
  readonly workloads: number;
  readonly preemptions: number;
  readonly waits: Waits;
  /** Of holds that are over. @unit thousandths of a card × ms */
  readonly heldMilliMs: bigint;
}

/** A node that is not gone, as far as the report is concerned. */
export interface SimNode {
  readonly gpuMilli: number;
  readonly isReady: boolean;
}

/** What happened so far, kept so that the report costs little at the end. */
export interface SimTally {
  readonly endMs: InstantMs;
  readonly workloads: Map<string, SimWorkload>;
  readonly projects: Map<string, ProjectTally>;
  readonly nodes: Map<string, SimNode>;
  readonly usage: Usage;
  readonly preemptions: Map<string, number>;
  readonly submitted: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly interruptions: number;
  readonly retries: number;
  readonly nodeLosses: number;
}

/** What workloads came to by the end. */
export interface WorkloadCounts {
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
  /** Deleted on request before they had ended. */
  readonly cancelled: number;
  /** Hold devices at the end. */
  readonly holding: number;
  /** Wait at the end. */
  readonly pending: number;
  /** Being made, leaving or stopped at the end. */
  readonly idle: number;
}

/** One stretch of the series. @unit ms since epoch, thousandths of a card (time-weighted mean of the stretch) */
export interface UsagePoint {
  readonly fromMs: InstantMs;
  readonly heldMilli: number;
  readonly capacityMilli: number;
}

/** How the GPUs were held over time. @unit thousandths of a card; thousandths of a GPU-hour; ‰ */
export interface GpuFigures {
  readonly capacityPeakMilli: number;
  readonly heldPeakMilli: number;
  /** Time-weighted. */
  readonly heldMeanMilli: number;
  /** Held of what was there, both integrated over time. */
  readonly heldPermille: number;
  readonly gpuHoursMilli: number;
  readonly bucketMs: number;
  /** At most 200 stretches of `bucketMs` each; the last may be shorter. */
  readonly series: readonly UsagePoint[];
}

/** One project's part of the report. @unit thousandths of a GPU-hour */
export interface ProjectFigures {
  readonly id: string;
  readonly workloads: number;
  readonly pending: number;
  readonly preemptions: number;
  readonly waits: WaitFigures;
  readonly gpuHoursMilli: number;
}

/**
 * What `berth sim run` ends with.
 *
 * A wait is the time from the submission of a workload to its first allocation; a workload that was never allocated has
 * none. Devices count as held from the allocation until the last pod has gone.
 */
export interface SimReport {
  readonly startMs: InstantMs;
  readonly endMs: InstantMs;
  readonly workloads: WorkloadCounts;
  readonly waits: WaitFigures;
  readonly pendingByReason: Readonly<Record<string, number>>;
  readonly preemptions: number;
  readonly preemptionsByAction: Readonly<Record<string, number>>;
  readonly interruptions: number;
  /** Failures that were followed by another try. */
  readonly retries: number;
  readonly nodeLosses: number;
  readonly gpus: GpuFigures;
  /** Ascending by id. */
  readonly projects: readonly ProjectFigures[];
}
