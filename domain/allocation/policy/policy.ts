/** How pods are laid out on nodes. */
export type PlacementStrategy = 'binpack' | 'spread';

/**
 * The rules of the kernel that a site chooses, as data.
 *
 * `version` names the document in every decision; equal versions must mean equal content.
 */
export interface Policy {
  readonly version: string;
  readonly gpuPlacement: PlacementStrategy;
  readonly cpuPlacement: PlacementStrategy;
  /** Whether workloads of other queues may be evicted for a queue below its share. */
  readonly isReclaimOn: boolean;
  /** Whether workloads of lower priority may be evicted inside one queue. */
  readonly isPreemptOn: boolean;
  /** How far above its share a reclaimer may be compared with a sibling. @unit thousandths; 1000 is "not at all" */
  readonly saturationMilli: number;
  /** Most victims that are weighed for one workload. */
  readonly victimsMax: number;
}

/** What an installation has that chose nothing. */
export const defaultPolicy: Policy = {
  version: 'default-1',
  gpuPlacement: 'binpack',
  cpuPlacement: 'binpack',
  isReclaimOn: true,
  isPreemptOn: true,
  saturationMilli: 1000,
  victimsMax: 1000,
};

/** The kernel that made a decision, as decisions name it. */
export const kernelVersion = '0.1.0';
