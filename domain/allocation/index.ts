export { plan } from './cycle.ts';
export { addNode, markDevice, markNode, removeNode, type NodeOffer } from './nodes.ts';
export type {
  ChangedVerdict,
  Eviction,
  EvictionAction,
  Placement,
  Plan,
  QueueFigures,
} from './plan.ts';
export { defaultPolicy, kernelVersion, type PlacementStrategy, type Policy } from './policy.ts';
export { fairShares } from './fair-shares.ts';
export type { ShareQueue } from './share.ts';
export { createSnapshot, type Snapshot, type Workload } from './snapshot.ts';
export {
  addPending,
  addWorkload,
  type Assignment,
  bind,
  defer,
  forget,
  leave,
  nominate,
  release,
  type Submission,
  voidNominations,
} from './stages.ts';
export { closeQueue, entitleQueue, openQueue, type QueueOpening } from './tree.ts';
