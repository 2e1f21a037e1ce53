import type { FieldProblem } from '../foundation/field.ts';
import { type Either, left, right } from '../foundation/fp.ts';
import type { Taint } from '../foundation/shapes.ts';
import { descriptionProblem, isSameDescription } from './description.ts';
import type { NodeEvent } from './events.ts';
import type { Node, NodeDescription, PresentNode } from './state.ts';

/** Says what a node is made of when it comes into a pool. */
export interface JoinNode extends Readonly<Omit<NodeDescription, 'taints'>> {
  readonly type: 'JoinNode';
  readonly taints: readonly Taint[];
  readonly isNodePoolKnown: boolean;
}

/** Says that a node no longer answers. */
export interface ObserveNodeLost {
  readonly type: 'ObserveNodeLost';
  readonly reason: string;
}

/** Says that a lost node answers again. */
export interface ObserveNodeReturned {
  readonly type: 'ObserveNodeReturned';
}

/** Asks that nothing new is placed on a node. */
export interface CordonNode {
  readonly type: 'CordonNode';
  readonly reason: string;
}

/** Asks that a node takes pods again. */
export interface UncordonNode {
  readonly type: 'UncordonNode';
}

/** Says that one card of a node is broken. */
export interface ObserveDeviceFailed {
  readonly type: 'ObserveDeviceFailed';
  readonly device: number;
  readonly reason: string;
}

/** Says that a broken card works again. */
export interface ObserveDeviceRepaired {
  readonly type: 'ObserveDeviceRepaired';
  readonly device: number;
}

/** Says that a node is gone for good. */
export interface RemoveNode {
  readonly type: 'RemoveNode';
}

/** What can be asked or said of a node. */
export type NodeCommand =
  | JoinNode
  | ObserveNodeLost
  | ObserveNodeReturned
  | CordonNode
  | UncordonNode
  | ObserveDeviceFailed
  | ObserveDeviceRepaired
  | RemoveNode;

/** Why a node does not take what is asked or said of it. */
export type NodeRejection =
  | ({ readonly _tag: 'InvalidNode' } & FieldProblem)
  | { readonly _tag: 'UnknownNodePool'; readonly nodePoolId: string }
  /** There with another description: it must be removed before it joins anew. */
  | { readonly _tag: 'NodeExists'; readonly phase: PresentNode['phase'] }
  | { readonly _tag: 'NodeNotFound'; readonly phase: 'Absent' | 'Removed' }
  | { readonly _tag: 'DeviceNotFound'; readonly device: number; readonly count: number };

type Decision = Either<NodeRejection, readonly NodeEvent[]>;

/** Judges what is asked or said of a node. */
export const decide = (command: NodeCommand, state: Node): Decision => {
  if (command.type === 'JoinNode') return join(command, state);
  if (state.phase === 'Removed' && command.type === 'RemoveNode') return nothing;
  if (state.phase === 'Absent' || state.phase === 'Removed') {
    return left({ _tag: 'NodeNotFound', phase: state.phase });
  }
  return decidePresent(command, state);
};

const nothing: Decision = right([]);

const decidePresent = (command: Exclude<NodeCommand, JoinNode>, node: PresentNode): Decision => {
  const isLost = node.phase === 'Lost';
  const isCordoned = node.cordonReason !== undefined;
  switch (command.type) {
    case 'ObserveNodeLost':
      return news(!isLost, { type: 'NodeLost', data: { reason: command.reason } });
    case 'ObserveNodeReturned':
      return news(isLost, { type: 'NodeReturned', data: {} });
    case 'CordonNode':
      return news(!isCordoned, { type: 'NodeCordoned', data: { reason: command.reason } });
    case 'UncordonNode':
      return news(isCordoned, { type: 'NodeUncordoned', data: {} });
    case 'ObserveDeviceFailed':
    case 'ObserveDeviceRepaired':
      return observeDevice(command, node);
    case 'RemoveNode':
      return right([{ type: 'NodeRemoved', data: {} }]);
  }
};

const news = (isNews: boolean, event: NodeEvent): Decision => (isNews ? right([event]) : nothing);

const join = (command: JoinNode, state: Node): Decision => {
  const description = descriptionOf(command);
  if (state.phase === 'Ready' || state.phase === 'Lost') {
    return isSameDescription(state.description, description)
      ? nothing
      : left({ _tag: 'NodeExists', phase: state.phase });
  }
  const problem = descriptionProblem(description);
  if (problem !== undefined) return left({ _tag: 'InvalidNode', ...problem });
  if (!command.isNodePoolKnown) {
    return left({ _tag: 'UnknownNodePool', nodePoolId: command.nodePoolId });
  }
  return right([{ type: 'NodeJoined', data: description }]);
};

const descriptionOf = (command: JoinNode): NodeDescription => ({
  name: command.name,
  clusterId: command.clusterId,
  nodePoolId: command.nodePoolId,
  labels: command.labels,
  taints: [...command.taints],
  cpuMilli: command.cpuMilli,
  memoryBytes: command.memoryBytes,
  podsMax: command.podsMax,
  gpuCount: command.gpuCount,
  gpuModel: command.gpuModel,
  gpuMemoryMib: command.gpuMemoryMib,
  ...(command.mig === undefined ? {} : { mig: command.mig }),
  ...(command.resources === undefined ? {} : { resources: command.resources }),
  ...(command.deviceClasses === undefined ? {} : { deviceClasses: command.deviceClasses }),
});

const observeDevice = (
  command: ObserveDeviceFailed | ObserveDeviceRepaired,
  node: PresentNode,
): Decision => {
  const { device } = command;
  const health = node.devices[device]?.health;
  if (health === undefined) {
    return left({ _tag: 'DeviceNotFound', device, count: node.devices.length });
  }
  return command.type === 'ObserveDeviceFailed'
    ? news(health === 'Healthy', {
        type: 'NodeDeviceFailed',
        data: { device, reason: command.reason },
      })
    : news(health === 'Failed', { type: 'NodeDeviceRepaired', data: { device } });
};
