import type { Decider } from '../foundation/decider.ts';
import { evolveWith, lifecycleOf } from '../foundation/lifecycle.ts';
import { decide, type NodeCommand, type NodeRejection } from './decide.ts';
import type { NodeEvent } from './events.ts';
import { nodeMachine } from './machine.ts';
import { fold, initial, type Node } from './state.ts';

/** The legal order of a node's facts, as a table. */
export const nodeLifecycle = lifecycleOf(nodeMachine);

/** A machine of the cluster with its cards: whether it answers, takes pods, and which cards work. */
export const node: Decider<NodeCommand, Node, NodeEvent, NodeRejection> = {
  initial,
  decide,
  evolve: evolveWith(nodeLifecycle, fold),
};

export {
  type CordonNode,
  type JoinNode,
  type NodeCommand,
  type NodeRejection,
  type ObserveDeviceFailed,
  type ObserveDeviceRepaired,
  type ObserveNodeLost,
  type ObserveNodeReturned,
  type RemoveNode,
  type UncordonNode,
} from './decide.ts';
export { nodeMachine } from './machine.ts';
export { type Device, type Node, type NodeDescription, type PresentNode } from './state.ts';
