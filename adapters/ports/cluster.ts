import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { PodName, PodPlacement, SubGroup } from '../../domain/foundation/shapes.ts';

/** What a cluster tells about itself; the engine turns each into a command. */
export type Observation =
  | {
      readonly _tag: 'WorkloadStarted';
      readonly workloadId: string;
      readonly attempt: number;
      readonly atMs: InstantMs;
    }
  /** A part of the attempt was missing; all that it needs is there and ready again. */
  | {
      readonly _tag: 'WorkloadRecovered';
      readonly workloadId: string;
      readonly attempt: number;
      readonly atMs: InstantMs;
    }
  | {
      readonly _tag: 'WorkloadCompleted';
      readonly workloadId: string;
      readonly attempt: number;
      readonly atMs: InstantMs;
    }
  | {
      readonly _tag: 'WorkloadFailed';
      readonly workloadId: string;
      readonly attempt: number;
      readonly reason: string;
      readonly exitCode: number | undefined;
      readonly atMs: InstantMs;
    }
  | {
      readonly _tag: 'WorkloadInterrupted';
      readonly workloadId: string;
      readonly attempt: number;
      readonly nodeId: string;
      readonly reason: string;
      readonly atMs: InstantMs;
    }
  /** Pods of the attempt that were told to go have left; the others go on. Every `EvictPods` is answered by it, or by the end of the attempt. */
  | {
      readonly _tag: 'WorkloadPodsReleased';
      readonly workloadId: string;
      readonly attempt: number;
      readonly pods: readonly PodName[];
      readonly atMs: InstantMs;
    }
  /**
   * The last pod of the attempt has gone after an eviction, an interruption, a stop or a deletion. Every `Evict` is
   * answered by it, once an attempt: also when the attempt was never bound or has ended by itself meanwhile.
   */
  | {
      readonly _tag: 'WorkloadPodsGone';
      readonly workloadId: string;
      readonly attempt: number;
      readonly atMs: InstantMs;
    }
  | {
      readonly _tag: 'NodeLost';
      readonly nodeId: string;
      readonly reason: string;
      readonly atMs: InstantMs;
    }
  | { readonly _tag: 'NodeReturned'; readonly nodeId: string; readonly atMs: InstantMs };

/** What the engine asks a cluster to do; carries the epoch, so that a deposed leader is not obeyed. */
export type Effect =
  /** These pods of the attempt are to run: those that do not yet are started, those that do are left as they are. */
  | {
      readonly _tag: 'Bind';
      readonly workloadId: string;
      readonly attempt: number;
      readonly subGroups: readonly SubGroup[];
      readonly placements: readonly PodPlacement[];
      /** Whether these are enough for the workload to do its work. */
      readonly isEnough: boolean;
      readonly epoch: number;
    }
  /** These pods of the attempt are to go; the others go on. */
  | {
      readonly _tag: 'EvictPods';
      readonly workloadId: string;
      readonly attempt: number;
      readonly pods: readonly PodName[];
      readonly graceMs: number;
      readonly epoch: number;
    }
  | {
      readonly _tag: 'Evict';
      readonly workloadId: string;
      readonly attempt: number;
      readonly graceMs: number;
      readonly epoch: number;
    };

/**
 * A place where pods run: it takes effects and gives observations.
 *
 * Synchronous and pulled, so that virtual time is exact: the caller asks for the time of the next observation and takes
 * those that are due. Effects repeat safely: binding or evicting an attempt, or pods of it, twice changes nothing.
 */
export interface Cluster {
  readonly apply: (effect: Effect, nowMs: InstantMs) => void;
  /** When the next observation is due; `undefined` when nothing will happen by itself. */
  readonly nextAtMs: () => InstantMs | undefined;
  /** Observations with `atMs <= nowMs`, in order of time, then in a fixed order; each is given once. */
  readonly take: (nowMs: InstantMs) => readonly Observation[];
}
