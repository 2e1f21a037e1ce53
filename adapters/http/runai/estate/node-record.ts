import { Type } from 'typebox';
import { memoryText } from '../../../../domain/foundation/quantity.ts';
import { taintShape } from '../../../../domain/foundation/shapes.ts';
import {
  gpuMilliAllocatedOf,
  gpuMilliFreeOf,
  type NodeRow,
  nodeStateOf,
} from '../../../../projections/node-list/index.ts';
import type { ListField, ListTable } from '../../list/index.ts';
import { closed, instantShape, instantText, wordsOf } from '../shapes.ts';

const statuses = ['Ready', 'NotReady'] as const;
const statusOf = (row: NodeRow): string => (nodeStateOf(row) === 'Lost' ? 'NotReady' : 'Ready');

/** A node as Run:ai tells it, with what is held of it. */
export const nodeSaid = (row: NodeRow): object => ({
  id: row.id,
  name: row.name,
  clusterUuid: row.clusterId,
  nodePool: row.nodePoolId,
  status: statusOf(row),
  statusReason: row.lostReason,
  isSchedulable: nodeStateOf(row) === 'Ready',
  cordonReason: row.cordonReason,
  stateSince: instantText(row.stateSinceMs),
  labels: row.labels,
  taints: row.taints,
  gpuInfo: {
    gpuType: row.gpuModel,
    gpuCount: row.gpuCount,
    gpuMemoryMib: row.gpuMemoryMib,
    brokenDevices: row.brokenDevices,
  },
  resources: resourcesOf(row),
  revision: row.revision,
});

const resourcesOf = (row: NodeRow): object => ({
  gpu: {
    total: row.gpuCount,
    allocated: gpuMilliAllocatedOf(row) / 1000,
    free: gpuMilliFreeOf(row) / 1000,
  },
  cpu: { total: row.cpuMilli / 1000, allocated: row.cpuMilliAllocated / 1000 },
  cpuMemory: {
    total: memoryText(row.memoryBytes),
    allocated: memoryText(row.memoryBytesAllocated),
  },
  pods: { total: row.podsMax, allocated: row.pods },
});

const text = Type.String();
const amount = Type.Number({ minimum: 0 });
const share = (of: typeof text | typeof amount) =>
  Type.Object({ total: of, allocated: of }, closed);

/** See `nodeSaid`. */
export const nodeShape = Type.Object(
  {
    id: text,
    name: text,
    clusterUuid: text,
    nodePool: text,
    status: wordsOf(statuses),
    statusReason: Type.Optional(text),
    isSchedulable: Type.Boolean({ description: 'false while it is cordoned or lost' }),
    cordonReason: Type.Optional(text),
    stateSince: instantShape,
    labels: Type.Record(text, text),
    taints: Type.Array(taintShape),
    gpuInfo: Type.Object(
      {
        gpuType: text,
        gpuCount: Type.Integer(),
        gpuMemoryMib: Type.Integer(),
        brokenDevices: Type.Array(Type.Integer()),
      },
      closed,
    ),
    resources: Type.Object(
      {
        gpu: Type.Object({ total: amount, allocated: amount, free: amount }, closed),
        cpu: share(amount),
        cpuMemory: share(text),
        pods: share(amount),
      },
      closed,
    ),
    revision: Type.Integer({ minimum: 0, description: 'the last fact about it' }),
  },
  { ...closed, 'x-component': 'RunaiNode' },
);

const fields: Readonly<Record<string, ListField<NodeRow, undefined>>> = {
  id: { kind: 'text', of: (row) => row.id },
  name: { kind: 'text', of: (row) => row.name },
  clusterUuid: { kind: 'text', of: (row) => row.clusterId },
  nodePool: { kind: 'text', of: (row) => row.nodePoolId },
  status: { kind: 'text', words: statuses, of: statusOf },
  isSchedulable: { kind: 'boolean', of: (row) => nodeStateOf(row) === 'Ready' },
  gpuType: { kind: 'text', of: (row) => row.gpuModel },
  gpuCount: { kind: 'number', of: (row) => row.gpuCount },
  allocatedGPU: { kind: 'number', of: (row) => gpuMilliAllocatedOf(row) / 1000 },
  freeGPU: { kind: 'number', of: (row) => gpuMilliFreeOf(row) / 1000 },
  pods: { kind: 'number', of: (row) => row.pods },
};

/** What lists of nodes can be filtered and sorted by. */
export const nodeTable: ListTable<NodeRow, undefined> = {
  noun: 'node',
  idOf: ({ id }) => id,
  usual: { sortBy: 'name', sortOrder: 'asc' },
  searched: [({ name }) => name, ({ gpuModel }) => gpuModel],
  fields: new Map(Object.entries(fields)),
};
