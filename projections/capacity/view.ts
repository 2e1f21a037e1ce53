import { createSnapshot, type Snapshot, type Workload } from '../../domain/allocation/index.ts';
import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Kept } from './kept-workload.ts';
import type { PoolUse } from './pool-use.ts';
import type { PoolPast } from './pool-past.ts';

/** The scheduler's view: one snapshot per node pool, and in which pool each subject lives. */
export interface Capacity {
  readonly pools: Map<string, Snapshot>;
  readonly poolOfNode: Map<string, Snapshot>;
  readonly poolOfQueue: Map<string, Snapshot>;
  /** The workloads of all pools, each of which says where it is. */
  readonly workloads: Map<string, Workload>;
  /** The pools in which something changed since they were last planned. */
  readonly changed: Set<string>;
  /** What surrounds workloads, by cluster, and which cluster a pool is of. */
  readonly surroundings: Map<string, Surroundings>;
  readonly clusterOfPool: Map<string, string>;
  /** Workloads that may ask for another number of pods, or in another pool. */
  readonly kept: Map<string, Kept>;
  /** What has been held over time, by pool. */
  readonly use: Map<string, PoolUse>;
  /** When work came lately and how long it ran, by pool: what estimates are drawn from. */
  readonly past: Map<string, PoolPast>;
}

/** Topologies and claims of a cluster, by name: what every pool of it has, whenever it comes. */
export interface Surroundings {
  readonly topologies: Map<string, readonly string[]>;
  readonly claims: Map<string, ClaimData>;
}

/** Devices that pods use by name. */
export type ClaimData = Readonly<
  Extract<BerthEvent, { readonly type: 'ClusterClaimCreated' }>['data']
>;

/** A view of nothing. */
export const noCapacity = (): Capacity => ({
  pools: new Map(),
  poolOfNode: new Map(),
  poolOfQueue: new Map(),
  workloads: new Map(),
  changed: new Set(),
  surroundings: new Map(),
  clusterOfPool: new Map(),
  kept: new Map(),
  use: new Map(),
  past: new Map(),
});

/** The pool of that id, which exists from the first fact that names it. */
export const poolOf = (view: Capacity, nodePoolId: string): Snapshot => {
  const known = view.pools.get(nodePoolId);
  if (known !== undefined) return known;
  const fresh = createSnapshot(nodePoolId, view.workloads);
  view.pools.set(nodePoolId, fresh);
  return fresh;
};

/** What the kernel plans a node pool on; `undefined` for a pool that no fact named. */
export const snapshotOf = (view: Capacity, nodePoolId: string): Snapshot | undefined =>
  view.pools.get(nodePoolId);

/**
 * The node pools that a plan may say something new about: something changed there since they were marked, and somebody
 * waits.
 *
 * @shape ids ascending. Of a plan's own facts only placements ask for the next plan, and only while somebody waits.
 */
export const poolsToPlan = (view: Capacity): readonly string[] => {
  const ids: string[] = [];
  for (const id of view.changed) {
    const snapshot = view.pools.get(id);
    if (snapshot !== undefined && waitingIn(snapshot) > 0) ids.push(id);
  }
  return ids.length < 2 ? ids : ids.toSorted();
};

const waitingIn = (snapshot: Snapshot): number => snapshot.waiting + snapshot.nominated.size;

/** Asks for a plan of a pool although no fact does. */
export const markChanged = (view: Capacity, nodePoolId: string): void => {
  view.changed.add(nodePoolId);
};

/** Asks for a plan of every pool: it is not known which say the same as when they were planned last. */
export const markAllChanged = (view: Capacity): void => {
  for (const id of view.pools.keys()) view.changed.add(id);
};

/** Notes that a pool was planned as it stands. */
export const markPlanned = (view: Capacity, nodePoolId: string): void => {
  view.changed.delete(nodePoolId);
};

/** How many workloads wait in all pools, nominated ones included. @cost O(pools) */
export const pendingOf = (view: Capacity): number => {
  let pending = 0;
  for (const snapshot of view.pools.values()) pending += waitingIn(snapshot);
  return pending;
};

/** What is allocated in all pools; places that are held count, leavers do not. @unit thousandths of a card @cost O(pools) */
export const allocatedGpuMilli = (view: Capacity): number => {
  let gpuMilli = 0;
  for (const snapshot of view.pools.values()) gpuMilli += snapshot.allocated.gpuMilli;
  return gpuMilli;
};

/** The working cards of all nodes that answer. @unit thousandths of a card @cost O(pools) */
export const totalGpuMilli = (view: Capacity): number => {
  let gpuMilli = 0;
  for (const snapshot of view.pools.values()) gpuMilli += snapshot.total.gpuMilli;
  return gpuMilli;
};
