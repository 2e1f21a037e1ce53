import { Type } from 'typebox';
import {
  gpuMilliAllocatedOf,
  nodeStateOf,
  type NodeRow,
} from '../../../../projections/node-list/index.ts';
import type { NodePoolRow } from '../../../../projections/org-units/index.ts';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { ListTable } from '../../list/index.ts';
import { closed, instantShape, instantText } from '../shapes.ts';

/** What is looked at besides a pool's row: the nodes of each pool. */
export interface PoolsSeen {
  readonly nodesOf: (nodePoolId: string) => readonly NodeRow[];
}

/** Looks at the nodes of each pool, once. */
export const poolsSeen = ({ views }: LiveBrain): PoolsSeen => {
  const byPool = Map.groupBy(views.nodes.rows.values(), ({ nodePoolId }) => nodePoolId);
  return { nodesOf: (nodePoolId) => byPool.get(nodePoolId) ?? [] };
};

const gpusOf = (nodes: readonly NodeRow[]): number =>
  nodes.reduce((sum, { gpuCount }) => sum + gpuCount, 0);

const gpusAllocatedOf = (nodes: readonly NodeRow[]): number =>
  nodes.reduce((sum, node) => sum + gpuMilliAllocatedOf(node), 0) / 1000;

/** A node pool as Run:ai tells it. */
export const poolSaid = (row: NodePoolRow, { nodesOf }: PoolsSeen): object => {
  const nodes = nodesOf(row.id);
  return {
    id: row.id,
    name: row.name,
    clusterId: row.clusterId,
    labelKey: row.labelKey,
    labelValue: row.labelValue,
    placementStrategy: { cpu: row.cpuPlacement, gpu: row.gpuPlacement },
    nodes: nodes.map(({ name }) => name),
    status: { phase: nodes.some((node) => nodeStateOf(node) === 'Ready') ? 'Ready' : 'Empty' },
    totalResources: { gpu: gpusOf(nodes), gpuAllocated: gpusAllocatedOf(nodes) },
    createdAt: instantText(row.createdAtMs),
    revision: row.revision,
  };
};

const text = Type.String();

/** See `poolSaid`. */
export const poolShape = Type.Object(
  {
    id: text,
    name: text,
    clusterId: text,
    labelKey: Type.String({ description: 'empty for the pool that takes all other nodes' }),
    labelValue: text,
    placementStrategy: Type.Object({ cpu: text, gpu: text }, closed),
    nodes: Type.Array(text),
    status: Type.Object(
      { phase: Type.String({ description: 'Ready, or Empty while no node of it is ready' }) },
      closed,
    ),
    totalResources: Type.Object({ gpu: Type.Integer(), gpuAllocated: Type.Number() }, closed),
    createdAt: instantShape,
    revision: Type.Integer({ minimum: 0, description: 'the last fact about it' }),
  },
  { ...closed, 'x-component': 'RunaiNodePool' },
);

/** What lists of node pools can be filtered and sorted by. */
export const poolTable: ListTable<NodePoolRow, PoolsSeen> = {
  noun: 'node pool',
  idOf: ({ id }) => id,
  usual: { sortBy: 'name', sortOrder: 'asc' },
  searched: [({ name }) => name, ({ labelValue }) => labelValue],
  fields: new Map([
    ['id', { kind: 'text', of: ({ id }: NodePoolRow) => id }],
    ['name', { kind: 'text', of: ({ name }: NodePoolRow) => name }],
    ['clusterId', { kind: 'text', of: ({ clusterId }: NodePoolRow) => clusterId }],
    ['labelKey', { kind: 'text', of: ({ labelKey }: NodePoolRow) => labelKey }],
    ['labelValue', { kind: 'text', of: ({ labelValue }: NodePoolRow) => labelValue }],
    ['createdAt', { kind: 'instant', of: ({ createdAtMs }: NodePoolRow) => createdAtMs }],
    [
      'gpu',
      { kind: 'number', of: ({ id }: NodePoolRow, see: PoolsSeen) => gpusOf(see.nodesOf(id)) },
    ],
    [
      'gpuAllocated',
      {
        kind: 'number',
        of: ({ id }: NodePoolRow, see: PoolsSeen) => gpusAllocatedOf(see.nodesOf(id)),
      },
    ],
  ]),
};
