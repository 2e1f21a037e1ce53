import { Type } from 'typebox';
import type { Amounts } from '../../../../domain/foundation/shapes.ts';
import type { OrgUnits } from '../../../../projections/org-units/index.ts';
import { noAmounts, type QueueSums, rowsOf } from '../../../../projections/queue-board/index.ts';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import { closed, instantShape, instantText } from '../shapes.ts';
import { mbOf } from './memory.ts';
import { promisedSaid, resourceShape } from './resources.ts';
import { queueOf, type UnitKind, type UnitRow } from './unit.ts';

/** What is looked at besides a unit's row. */
export interface UnitsSeen {
  readonly kind: UnitKind;
  readonly units: OrgUnits;
  /** What each queue and all below it hold. @cost O(queues), when it is first looked at */
  readonly sums: () => ReadonlyMap<string, QueueSums>;
}

/** Looks at a brain for units of a kind. */
export const unitsSeen = ({ views }: LiveBrain, kind: UnitKind): UnitsSeen => {
  let known: ReadonlyMap<string, QueueSums> | undefined;
  return {
    kind,
    units: views.units,
    sums: () => {
      known ??= new Map(rowsOf(views.queues).map(({ id, subtree }) => [id, subtree]));
      return known;
    },
  };
};

/** What a unit holds in one pool. */
const heldIn = (row: UnitRow, nodePoolId: string, { kind, sums }: UnitsSeen) => {
  const held = sums().get(queueOf(kind, row.id, nodePoolId));
  return {
    allocated: held?.allocated ?? noAmounts,
    allocatedNonPreemptible: held?.allocatedNonPreemptible ?? noAmounts,
  };
};

/** GPUs that a unit is promised in all pools; -1 where one of them promises all there is. */
export const gpuQuotaOf = (row: UnitRow): number => {
  let milli = 0;
  for (const { gpuMilli } of row.grants.values()) {
    if (gpuMilli.quota < 0) return -1;
    milli += gpuMilli.quota;
  }
  return milli / 1000;
};

/** GPUs that a unit holds in all pools. */
export const gpusAllocatedOf = (row: UnitRow, see: UnitsSeen): number => {
  let milli = 0;
  for (const poolId of row.grants.keys()) milli += heldIn(row, poolId, see).allocated.gpuMilli;
  return milli / 1000;
};

const amountsSaid = ({ gpuMilli, cpuMilli, memoryMib }: Amounts): object => ({
  gpu: gpuMilli / 1000,
  cpu: cpuMilli,
  memory: mbOf(memoryMib),
});

/** What a unit is promised and holds in each pool, as Run:ai tells it. */
export const resourcesSaid = (row: UnitRow, see: UnitsSeen): readonly object[] =>
  [...row.grants].map(([poolId, granted]) => {
    const held = heldIn(row, poolId, see);
    return {
      nodePool: { id: poolId, name: see.units.nodePools.get(poolId)?.name ?? poolId },
      ...promisedSaid(granted),
      allocated: amountsSaid(held.allocated),
      allocatedNonPreemptible: amountsSaid(held.allocatedNonPreemptible),
    };
  });

/** A unit as Run:ai tells it. */
export const unitSaid = (row: UnitRow, see: UnitsSeen): object => ({
  id: row.id,
  name: row.name,
  clusterId: row.clusterId,
  ...('departmentId' in row
    ? {
        parentId: row.departmentId,
        parent: {
          id: row.departmentId,
          name: see.units.departments.get(row.departmentId)?.name ?? row.departmentId,
          type: 'department',
        },
        requestedNamespace: `runai-${row.name}`,
        defaultNodePools: row.defaultNodePoolIds ?? [row.defaultNodePoolId],
      }
    : {}),
  resources: resourcesSaid(row, see),
  totalResources: { gpuQuota: gpuQuotaOf(row), gpuAllocated: gpusAllocatedOf(row, see) },
  status: { phase: 'Ready' },
  createdAt: instantText(row.createdAtMs),
  revision: row.revision,
});

const text = Type.String();
const amounts = Type.Object(
  { gpu: Type.Number(), cpu: Type.Integer(), memory: Type.Integer() },
  { ...closed, description: 'GPUs, millicores, megabytes' },
);

/** What a unit is promised and holds in one pool. */
export const promisedShape = Type.Object(
  { ...resourceShape.properties, allocated: amounts, allocatedNonPreemptible: amounts },
  { ...closed, 'x-component': 'RunaiResources' },
);

/** A unit as Run:ai tells it. */
export const unitShape = Type.Object(
  {
    id: text,
    name: text,
    clusterId: text,
    parentId: Type.Optional(Type.String({ description: 'the department of a project' })),
    parent: Type.Optional(Type.Object({ id: text, name: text, type: text }, closed)),
    requestedNamespace: Type.Optional(text),
    defaultNodePools: Type.Optional(Type.Array(text)),
    resources: Type.Array(promisedShape),
    totalResources: Type.Object(
      {
        gpuQuota: Type.Number({ description: '-1 where a pool promises all there is' }),
        gpuAllocated: Type.Number(),
      },
      closed,
    ),
    status: Type.Object({ phase: text }, closed),
    createdAt: instantShape,
    revision: Type.Integer({ minimum: 1, description: 'the last fact about it' }),
  },
  { ...closed, 'x-component': 'RunaiOrgUnit' },
);
