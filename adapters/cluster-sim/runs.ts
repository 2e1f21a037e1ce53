import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { PodName, PodPlacement } from '../../domain/foundation/shapes.ts';
import type { Due } from './due-heap.ts';

/**
 * What can be due, in the order in which it happens at one instant.
 *
 * A node that is lost takes with it the pods that would have started or ended at that very moment.
 */
export const dueKind = {
  nodeLost: 0,
  nodeReturned: 1,
  started: 2,
  ended: 3,
  podsGone: 4,
  gone: 5,
} as const;

/** Some pods of an attempt that are on their way out while the others go on. */
export interface Parting extends Due {
  readonly run: Run;
  readonly pods: readonly PodName[];
}

/** An attempt of a workload that has pods; it is due for one thing at most. */
export interface Run extends Due {
  readonly attempt: number;
  /** Where its pods are, those on their way out included. */
  placements: readonly PodPlacement[];
  gpuDevices: number;
  /** The nodes of its pods that will fail some day; the others need no index. */
  frailNodes: readonly string[];
  startedAtMs: InstantMs | undefined;
  /** Whether all that it needs was ready once. */
  hasStarted: boolean;
  /** Whether a pod that it needs is missing, or was lost with its node: then it does nothing by itself. */
  isStalled: boolean;
  /** Pods that leave one by one; empty of nearly all. */
  partings: readonly Parting[];
  /** Set when it must go: nothing that it is told afterwards changes that. */
  isLeaving: boolean;
}

/** What a workload that starts again pays before it goes on. */
export type RestartLoss = (gpuDevices: number) => number;

/**
 * What it takes to load a checkpoint: 7 s for one GPU, 30 s for up to eight, 60 s for more.
 *
 * @unit ms
 * @source Hu et al., SC 2021 (Helios), the cost of preemption in its simulator
 */
export const heliosRestartLossMs: RestartLoss = (gpuDevices) => {
  if (gpuDevices <= 1) return 7_000;
  return gpuDevices <= 8 ? 30_000 : 60_000;
};

/**
 * How far each workload has come over all its attempts.
 *
 * Work done is kept when an attempt is cut short; the next one pays the restart loss first, and being cut short in that
 * time neither helps nor harms. Finished workloads are forgotten.
 * @unit ms
 */
export interface Progress {
  /** How long an attempt must run until the end of its work; `undefined` for ever. */
  readonly leftMs: (run: Run, runMs: number | undefined) => number | undefined;
  /** Keeps what an attempt has done until now. */
  readonly keep: (run: Run, nowMs: InstantMs) => void;
  readonly forget: (workloadId: string) => void;
}

/** Progress of workloads none of which has run yet. */
export const createProgress = (restartLossMs: RestartLoss): Progress => {
  const doneMsById = new Map<string, number>();
  const lossOf = (run: Run): number => (doneMsById.has(run.id) ? restartLossMs(run.gpuDevices) : 0);
  return {
    leftMs: (run, runMs) =>
      runMs === undefined
        ? undefined
        : Math.max(0, runMs - (doneMsById.get(run.id) ?? 0)) + lossOf(run),
    keep: (run, nowMs) => {
      if (run.startedAtMs === undefined) return;
      const workedMs = Math.max(0, nowMs - run.startedAtMs - lossOf(run));
      doneMsById.set(run.id, (doneMsById.get(run.id) ?? 0) + workedMs);
    },
    forget: (workloadId) => doneMsById.delete(workloadId),
  };
};
