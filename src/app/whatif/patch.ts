import type { AskedNode } from '../../../adapters/ports/ask.ts';
import type { Policy } from '../../../domain/allocation/index.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { WorkloadSpec } from '../../../domain/workload/index.ts';

/** When something of a patch happens: at an instant, or so long after the fork; at the fork where absent. @unit ms */
export type When =
  | { readonly atMs: InstantMs; readonly afterMs?: undefined }
  | { readonly afterMs: number; readonly atMs?: undefined };

/** What a patch says of one resource of a queue; what it leaves out stays. */
export interface SharePatch {
  readonly quota?: number;
  readonly limit?: number;
  readonly weight?: number;
}

/** What a patch says of a queue. */
export interface QueuePatch {
  /** As lists show it: `vision@default`, or `department:research@default`. */
  readonly queueId: string;
  readonly gpuMilli?: SharePatch;
  readonly cpuMilli?: SharePatch;
  readonly memoryMib?: SharePatch;
  readonly priority?: number;
}

/** A node that a patch adds. */
export interface NodePatch {
  readonly nodeId: string;
  readonly at: When;
  /** Made as this one is; then nothing else is said. */
  readonly like?: string;
  readonly made?: Omit<AskedNode, 'clusterId' | 'nodePoolId'> & {
    readonly clusterId?: string;
    readonly nodePoolId?: string;
  };
}

/** A workload that a patch adds. */
export interface WorkloadPatch {
  readonly at: When;
  /** How long it runs; until the horizon where absent. @unit ms */
  readonly runMs?: number;
  readonly spec: Omit<WorkloadSpec, 'nodePoolId'> & { readonly nodePoolId?: string | undefined };
}

/** What is other about a workload that was submitted after the fork. */
export type WorkloadOtherwise = Partial<
  Pick<WorkloadSpec, 'projectId' | 'nodePoolId' | 'priority' | 'preemptible'>
>;

/** Another kernel: one that was released, or one in a file, which is a program that is run. */
export type KernelChoice =
  | { readonly version: string; readonly file?: undefined }
  | { readonly file: string; readonly version?: undefined };

/** What is to be otherwise from the fork on. */
export interface Patch {
  readonly queues: readonly QueuePatch[];
  readonly nodesAdded: readonly NodePatch[];
  readonly nodesFailed: readonly {
    readonly nodeId: string;
    readonly at: When;
    readonly back?: When;
  }[];
  readonly nodesRemoved: readonly { readonly nodeId: string; readonly at: When }[];
  readonly workloadsAdded: readonly WorkloadPatch[];
  readonly workloadsCancelled: readonly { readonly workloadId: string; readonly at?: When }[];
  readonly workloadsChanged: ReadonlyMap<string, WorkloadOtherwise>;
  readonly policy?: Policy;
  /** Decides instead of this program's own, by the rules of the ledger. */
  readonly kernel?: KernelChoice;
}

/** A patch that changes nothing. */
export const emptyPatch: Patch = {
  queues: [],
  nodesAdded: [],
  nodesFailed: [],
  nodesRemoved: [],
  workloadsAdded: [],
  workloadsCancelled: [],
  workloadsChanged: new Map(),
};

/** What of a patch cannot be: where in it, why, and what to do. */
export interface PatchRefused {
  readonly _tag: 'PatchRefused';
  readonly field: string;
  readonly problem: string;
  readonly remedy: string;
}
