export { plan } from './plan/cycle.ts';
export { addNode, markDevice, markNode, removeNode, type NodeOffer } from './state/nodes.ts';
export type {
  ChangedVerdict,
  Eviction,
  EvictionAction,
  Placement,
  Plan,
  QueueFigures,
} from './plan/plan.ts';
export {
  defaultPolicy,
  kernelVersion,
  type PlacementStrategy,
  type Policy,
} from './policy/policy.ts';
export { fairShares } from './share/fair-shares.ts';
export type { ShareQueue } from './share/share.ts';
export { createSnapshot, type Snapshot, type Workload } from './state/snapshot.ts';
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
} from './state/stages.ts';
export { closeQueue, entitleQueue, openQueue, type QueueOpening } from './state/tree.ts';
