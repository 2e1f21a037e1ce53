import { gpuMilliAsked } from '../../../../domain/foundation/device-slices.ts';
import { Type } from 'typebox';
import { memoryText } from '../../../../domain/foundation/quantity.ts';
import type { PodPlacement, SubGroup } from '../../../../domain/foundation/shapes.ts';
import type { WorkloadRow } from '../../../../projections/workload-list/index.ts';
import type { ListTable } from '../../list/index.ts';
import { closed } from '../shapes.ts';

/** A pod of a workload. */
export interface PodRow {
  readonly id: string;
  readonly row: WorkloadRow;
  readonly group: SubGroup;
  readonly pod: number;
  /** Where it is; `undefined` while it waits. */
  readonly placement: PodPlacement | undefined;
}

const waiting: ReadonlySet<string> = new Set(['Creating', 'Pending', 'Resuming']);

/** The pods of a workload: those that hold a place, and while it waits those that want one. */
export const podsOf = (row: WorkloadRow): readonly PodRow[] => {
  if (row.placements.length > 0) return placedPodsOf(row);
  if (!waiting.has(row.phase)) return [];
  return row.subGroups.flatMap((group) =>
    Array.from({ length: group.pods }, (_, pod) =>
      podOf(row, group, { pod, placement: undefined }),
    ),
  );
};

/** The pods of a workload that hold a place. */
export const placedPodsOf = (row: WorkloadRow): readonly PodRow[] =>
  row.placements.flatMap((placement) => {
    const group = row.subGroups.find(({ name }) => name === placement.subGroup);
    return group === undefined ? [] : [podOf(row, group, { pod: placement.pod, placement })];
  });

const podOf = (
  row: WorkloadRow,
  group: SubGroup,
  { pod, placement }: Pick<PodRow, 'pod' | 'placement'>,
): PodRow => ({ id: `${row.id}:${group.name}:${pod}`, row, group, pod, placement });

const phaseOf = ({ row, placement }: PodRow): string => {
  if (placement === undefined) return 'Pending';
  return row.phase === 'Initializing' ? 'Pending' : 'Running';
};

const nameOf = ({ row, group, pod }: PodRow): string => `${row.name}-${group.name}-${pod}`;

/** A pod as Run:ai tells it. */
export const podSaid = (pod: PodRow): object => {
  const { id, row, group, placement } = pod;
  const { request } = group;
  return {
    id,
    name: nameOf(pod),
    workloadId: row.id,
    subGroup: group.name,
    k8sPhase: phaseOf(pod),
    currentNodeName: placement?.nodeId,
    currentNodePool: placement === undefined ? undefined : row.nodePoolId,
    requestedNodePools: row.nodePoolIds ?? [row.nodePoolId],
    requestedResources: {
      gpu: gpuMilliAsked(request) / 1000,
      cpu: request.cpuMilli / 1000,
      cpuMemory: memoryText(request.memoryBytes),
    },
    devices: placement?.devices ?? [],
    attempt: row.attempt,
  };
};

const text = Type.String();

/** See `podSaid`. */
export const podShape = Type.Object(
  {
    id: text,
    name: text,
    workloadId: text,
    subGroup: text,
    k8sPhase: Type.Union([Type.Literal('Pending'), Type.Literal('Running')]),
    currentNodeName: Type.Optional(text),
    currentNodePool: Type.Optional(text),
    requestedNodePools: Type.Array(text),
    requestedResources: Type.Object(
      { gpu: Type.Number(), cpu: Type.Number(), cpuMemory: text },
      closed,
    ),
    devices: Type.Array(Type.Integer(), { description: 'its GPUs by their numbers on the node' }),
    attempt: Type.Integer(),
  },
  { ...closed, 'x-component': 'RunaiPod' },
);

/** What lists of pods can be filtered and sorted by. */
export const podTable: ListTable<PodRow, undefined> = {
  noun: 'pod',
  idOf: ({ id }) => id,
  usual: { sortBy: 'name', sortOrder: 'asc' },
  searched: [nameOf],
  fields: new Map([
    ['id', { kind: 'text', of: ({ id }: PodRow) => id }],
    ['name', { kind: 'text', of: nameOf }],
    ['workloadId', { kind: 'text', of: ({ row }: PodRow) => row.id }],
    ['workloadName', { kind: 'text', of: ({ row }: PodRow) => row.name }],
    ['projectId', { kind: 'text', of: ({ row }: PodRow) => row.projectId }],
    ['currentNodePool', { kind: 'text', of: ({ row }: PodRow) => row.nodePoolId }],
    ['currentNodeName', { kind: 'text', of: ({ placement }: PodRow) => placement?.nodeId }],
    ['k8sPhase', { kind: 'text', words: ['Pending', 'Running'], of: phaseOf }],
    ['gpus', { kind: 'number', of: ({ placement }: PodRow) => placement?.devices.length }],
  ]),
};
