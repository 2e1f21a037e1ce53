import type { Policy } from '../../foundation/policy-shape.ts';

export type { Policy } from '../../foundation/policy-shape.ts';

/** How pods are laid out on nodes. */
export type PlacementStrategy = Policy['gpuPlacement'];

/** Among nodes that score alike: by id, or by what they have before that. */
export type TieOrder = Policy['tieOrder'];

/** A kind of pod that is usual in the pool, and how usual: what fragmentation is measured against. */
export type TypicalPod = Policy['typicalPods'][number];

/** How long a workload is safe from eviction after its start. @unit ms */
export type MinRun = Policy['minRun'];

/** What past use does to the shares over quota. */
export type UsageRule = Policy['usage'];

/** Bounds of searches: what keeps a plan short when there is no answer. */
export type SearchBounds = Policy['bounds'];

/** What an installation has that chose nothing. */
export const defaultPolicy: Policy = {
  version: 'default-3',
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
  usage: { factorMilli: 0, halfLifeMs: 0, windowMs: 604_800_000 },
  bounds: {
    victimsMax: 1000,
    consolidationVictimsMax: 16,
    consolidationNodesMax: 12,
    loneVictimsMax: 32,
    attemptsMax: 64,
    queueDepthMax: -1,
  },
};

/** The kernel that made a decision, as decisions name it. */
export const kernelVersion = '0.2.0';
