import type { Decider } from '../foundation/decider.ts';
import { evolveWith, lifecycleOf } from '../foundation/lifecycle.ts';
import { decide, type NodePoolCommand, type NodePoolRejection } from './decide.ts';
import type { NodePoolEvent } from './events.ts';
import { nodePoolMachine } from './machine.ts';
import { fold, initial, type NodePool } from './state.ts';

/** The legal order of a node pool's facts, as a table. */
export const nodePoolLifecycle = lifecycleOf(nodePoolMachine);

/** The nodes that carry a label, scheduled apart from all others. */
export const nodePool: Decider<NodePoolCommand, NodePool, NodePoolEvent, NodePoolRejection> = {
  initial,
  decide,
  evolve: evolveWith(nodePoolLifecycle, fold),
};

export {
  type ChooseNodePoolPlacement,
  type CreateNodePool,
  type DeleteNodePool,
  type NodePoolCommand,
  type NodePoolRejection,
} from './decide.ts';
export { gpuPlacementStrategies, placementStrategies } from './events.ts';
export { nodePoolMachine } from './machine.ts';
export { nodePoolOf, type PoolLabel } from './membership.ts';
export {
  type GpuPlacementStrategy,
  type NodePool,
  type PlacementStrategy,
  type ReadyNodePool,
  usualPlacement,
} from './state.ts';
