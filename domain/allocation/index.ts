export { plan } from './plan/cycle.ts';
export { addNode, markDevice, markNode, removeNode, type NodeOffer } from './state/nodes.ts';
export { actions } from '../foundation/policy-words.ts';
export type { Action, Moment } from './plan/plan.ts';
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
export type { QueueTerms } from '../foundation/queue-terms.ts';
export { createSnapshot, type Snapshot, type Workload } from './state/snapshot.ts';
export {
  addPending,
  bind,
  forget,
  nominate,
  noteBroken,
  stageOf,
  voidNominations,
} from './state/stages.ts';
export { addWorkload, type Submission } from './state/submissions.ts';
export { type Assignment, type PodName } from './state/places.ts';
export { defer } from './state/verdict-tags.ts';
export { leave, release, type Leaving } from './state/leaving.ts';
export {
  closeQueue,
  entitleQueue,
  linkQueues,
  openQueue,
  type QueueOpening,
  setQueueTerms,
  setUsage,
} from './state/tree.ts';
export { addClaim, removeClaim, setTopology } from './state/surroundings.ts';
export type { MinRun, SearchBounds, TieOrder, TypicalPod, UsageRule } from './policy/policy.ts';
export { allFigures } from './explain/figures.ts';
export { type Judgement, judgeAnew } from './explain/judge-anew.ts';
export { type Candidate, type KeptBy, type Weighed, weighedFor } from './explain/weighed.ts';
export { type NodeRefusal, nodesAsked, type NodesAsked } from './explain/nodes.ts';
export {
  type PlaceInLine,
  lineOf,
  placeInLine,
  queueFigures,
  type QueuePlace,
} from './explain/place-in-line.ts';
export {
  type PodsOfRoom,
  type RoomBound,
  type RoomHolder,
  type RoomQueue,
  type Rooms,
  roomsBelow,
  roomsOnNodes,
  type RoomUnit,
  type RoomWaiter,
} from './explain/rooms.ts';
