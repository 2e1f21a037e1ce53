import {
  dnsLabelProblem,
  type FieldProblem,
  firstProblem,
  shortened,
} from '../foundation/field.ts';
import { type Either, left, right } from '../foundation/fp.ts';
import type { NodePoolEvent } from './events.ts';
import type { GpuPlacementStrategy, NodePool, PlacementStrategy } from './state.ts';

/** Asks for a node pool; the sender knows whether another pool of the cluster has the same label. */
export interface CreateNodePool {
  readonly type: 'CreateNodePool';
  readonly name: string;
  readonly clusterId: string;
  /** Both empty for the default pool, of which there is one. */
  readonly labelKey: string;
  readonly labelValue: string;
  readonly gpuPlacement: GpuPlacementStrategy;
  readonly cpuPlacement: PlacementStrategy;
  readonly isClusterKnown: boolean;
  readonly isLabelTaken: boolean;
}

/** Chooses how pods are laid out in the pool. */
export interface ChooseNodePoolPlacement {
  readonly type: 'ChooseNodePoolPlacement';
  readonly gpuPlacement: GpuPlacementStrategy;
  readonly cpuPlacement: PlacementStrategy;
}

/** Asks for a pool to be gone; the sender knows which nodes and open queues are left in it. */
export interface DeleteNodePool {
  readonly type: 'DeleteNodePool';
  readonly nodes: number;
  readonly queues: number;
}

/** What can be asked of a node pool. */
export type NodePoolCommand = CreateNodePool | ChooseNodePoolPlacement | DeleteNodePool;

/** Why a node pool does not do as it was asked. */
export type NodePoolRejection =
  | ({ readonly _tag: 'InvalidNodePool' } & FieldProblem)
  | { readonly _tag: 'UnknownCluster'; readonly clusterId: string }
  | { readonly _tag: 'LabelTaken'; readonly labelKey: string; readonly labelValue: string }
  /** There with other data, or deleted: an id is not used twice. */
  | { readonly _tag: 'NodePoolExists'; readonly phase: 'Ready' | 'Deleted' }
  | { readonly _tag: 'NodePoolNotFound'; readonly phase: 'Absent' | 'Deleted' }
  | { readonly _tag: 'NodePoolInUse'; readonly nodes: number; readonly queues: number }
  /** Nodes without a label must have somewhere to be. */
  | { readonly _tag: 'DefaultNodePoolStays'; readonly name: string };

type Decision = Either<NodePoolRejection, readonly NodePoolEvent[]>;

/** Judges what is asked of a node pool. */
export const decide = (command: NodePoolCommand, state: NodePool): Decision => {
  switch (command.type) {
    case 'CreateNodePool':
      return create(command, state);
    case 'ChooseNodePoolPlacement':
      return choose(command, state);
    case 'DeleteNodePool':
      return remove(command, state);
  }
};

const create = (command: CreateNodePool, state: NodePool): Decision => {
  const { name, clusterId, labelKey, labelValue, gpuPlacement, cpuPlacement } = command;
  const data = { name, clusterId, labelKey, labelValue, gpuPlacement, cpuPlacement };
  if (state.phase !== 'Absent') {
    const stands = state.phase === 'Ready' && isSamePool(state, data);
    return stands ? right([]) : left({ _tag: 'NodePoolExists', phase: state.phase });
  }
  const problem = firstProblem(
    dnsLabelProblem('/name', name),
    dnsLabelProblem('/clusterId', clusterId),
    labelProblem(labelKey, labelValue),
  );
  if (problem !== undefined) return left({ _tag: 'InvalidNodePool', ...problem });
  if (!command.isClusterKnown) return left({ _tag: 'UnknownCluster', clusterId });
  if (command.isLabelTaken) return left({ _tag: 'LabelTaken', labelKey, labelValue });
  return right([{ type: 'NodePoolCreated', data }]);
};

type PoolData = Extract<NodePoolEvent, { readonly type: 'NodePoolCreated' }>['data'];

const isSamePool = (a: PoolData, b: PoolData): boolean =>
  a.name === b.name &&
  a.clusterId === b.clusterId &&
  a.labelKey === b.labelKey &&
  a.labelValue === b.labelValue &&
  a.gpuPlacement === b.gpuPlacement &&
  a.cpuPlacement === b.cpuPlacement;

const labelPart = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const labelPrefix = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** @source Kubernetes, "Labels and Selectors", syntax and character set */
const labelProblem = (key: string, value: string): FieldProblem | undefined => {
  if (key === '' && value === '') return undefined;
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  const isPrefixLegal = slash === -1 || (slash <= 253 && labelPrefix.test(key.slice(0, slash)));
  if (!isPrefixLegal || name.length > 63 || !labelPart.test(name)) {
    const problem = 'must be a label key like "example.com/pool", or empty with an empty value';
    return { pointer: '/labelKey', value: shortened(key), problem };
  }
  if (value === '' || (value.length <= 63 && labelPart.test(value))) return undefined;
  const problem = 'must be a label value: letters, digits, "-", "_", ".", at most 63 characters';
  return { pointer: '/labelValue', value: shortened(value), problem };
};

const choose = (command: ChooseNodePoolPlacement, state: NodePool): Decision => {
  if (state.phase !== 'Ready') return left({ _tag: 'NodePoolNotFound', phase: state.phase });
  const { gpuPlacement, cpuPlacement } = command;
  const stands = state.gpuPlacement === gpuPlacement && state.cpuPlacement === cpuPlacement;
  if (stands) return right([]);
  return right([{ type: 'NodePoolPlacementChosen', data: { gpuPlacement, cpuPlacement } }]);
};

const remove = ({ nodes, queues }: DeleteNodePool, state: NodePool): Decision => {
  if (state.phase === 'Absent') return left({ _tag: 'NodePoolNotFound', phase: state.phase });
  if (state.phase === 'Deleted') return right([]);
  if (state.labelKey === '') return left({ _tag: 'DefaultNodePoolStays', name: state.name });
  if (nodes > 0 || queues > 0) return left({ _tag: 'NodePoolInUse', nodes, queues });
  return right([{ type: 'NodePoolDeleted', data: {} }]);
};
