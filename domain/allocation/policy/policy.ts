import type { Action } from '../plan/plan.ts';

/** How pods are laid out on nodes. */
export type PlacementStrategy = 'binpack' | 'spread' | 'fgd' | 'berth';

/** Among nodes that score alike: by id, or by what they have before that. */
export type TieOrder = 'node-id' | 'fewest-gpus' | 'most-gpus' | 'fewest-cpus' | 'most-cpu-per-gpu';

/** A kind of pod that is usual in the pool, and how usual: what fragmentation is measured against. */
export interface TypicalPod {
  readonly gpuDevices: number;
  readonly gpuMilli: number;
  readonly cpuMilli: number;
  /** Device models that it takes; empty takes any. */
  readonly models: readonly string[];
  /** Of all pods. @unit millionths */
  readonly shareMicro: number;
}

/** How long a workload is safe from eviction after its start. @unit ms */
export interface MinRun {
  readonly preemptMs: number;
  readonly reclaimMs: number;
  /** For reclaim: whose setting counts, that of the victim's side below the common ancestor (`lca`) or its own queue's. */
  readonly method: 'lca' | 'queue';
}

/** What past use does to the shares over quota. */
export interface UsageRule {
  /** k of `w' = max(0, n + k·(n − U))`. @unit thousandths; 0 ignores past use */
  readonly factorMilli: number;
  /** After which time past use counts half. @unit ms */
  readonly halfLifeMs: number;
  /** Use that is older counts no more. @unit ms */
  readonly windowMs: number;
}

/** Bounds of searches: what keeps a plan short when there is no answer. */
export interface SearchBounds {
  /** Most victims that are weighed for one workload. */
  readonly victimsMax: number;
  /** Most gangs that one consolidation moves; 0 is off, −1 has no bound. */
  readonly consolidationVictimsMax: number;
  /** Most workloads of a queue that one action tries; −1 has no bound. */
  readonly queueDepthMax: number;
}

/**
 * The rules of the kernel that a site chooses, as data.
 *
 * `version` names the document in every decision; equal versions must mean equal content.
 */
export interface Policy {
  readonly version: string;
  /** What is tried, in this order. */
  readonly actions: readonly Action[];
  readonly gpuPlacement: PlacementStrategy;
  readonly cpuPlacement: 'binpack' | 'spread';
  readonly tieOrder: TieOrder;
  /** What `fgd` and `berth` measure fragments against; empty: the pods that the pool has seen. */
  readonly typicalPods: readonly TypicalPod[];
  /** How far above its share a reclaimer may be compared with a sibling. @unit thousandths; 1000 is "not at all" */
  readonly saturationMilli: number;
  /** Whether a victim that gets another place in the same plan counts as not reclaimed. */
  readonly isMovedKept: boolean;
  readonly minRun: MinRun;
  /** How long a gang may stay below its minimum before all of it goes; −1 is for ever. @unit ms */
  readonly staleGraceMs: number;
  /** How long a workload waits before others are evicted for it. @unit ms */
  readonly preemptionDelayMs: number;
  /** How often the oldest blocked gang of a queue is passed over before room is kept for it; −1 is for ever. */
  readonly bypassesMax: number;
  readonly usage: UsageRule;
  readonly bounds: SearchBounds;
}

/** What an installation has that chose nothing. */
export const defaultPolicy: Policy = {
  version: 'default-2',
  actions: ['allocate', 'consolidate', 'reclaim', 'preempt', 'stale-gang'],
  gpuPlacement: 'binpack',
  cpuPlacement: 'binpack',
  tieOrder: 'node-id',
  typicalPods: [],
  saturationMilli: 1000,
  isMovedKept: true,
  minRun: { preemptMs: 0, reclaimMs: 0, method: 'lca' },
  staleGraceMs: 60_000,
  preemptionDelayMs: 0,
  bypassesMax: 64,
  usage: { factorMilli: 1000, halfLifeMs: 0, windowMs: 604_800_000 },
  bounds: { victimsMax: 1000, consolidationVictimsMax: 16, queueDepthMax: -1 },
};

/** The kernel that made a decision, as decisions name it. */
export const kernelVersion = '0.2.0';
