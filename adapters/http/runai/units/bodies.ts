import { type Static, Type } from 'typebox';
import { withRefused } from '../refused.ts';
import { closed, maybe } from '../shapes.ts';
import { resourceShape } from './resources.ts';

const label = Type.String({
  pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$',
  description: 'a DNS label',
});

/** What Run:ai takes for projects and departments and Berth does not do. */
export const notYetUnit = {
  description: 'descriptions are not kept yet: leave it out',
  enforceRunaiScheduler: 'everything is scheduled by Berth: leave it out',
  nodeTypes: 'node types are named by workloads alone so far: leave it out',
  schedulingRules: 'scheduling rules are not offered yet: leave it out',
  overtimeData: 'overtime is not offered yet: leave it out',
  requestedNamespace: 'the namespace is runai- and the name: leave it out',
} as const;

const resources = Type.Array(resourceShape, { maxItems: 1_000 });

const resourceExample = {
  nodePool: { id: 'default' },
  gpu: { deserved: 2.5, limit: 8, overQuotaWeight: 2 },
  cpu: { deserved: 64_000, limit: -1 },
  memory: { deserved: 512_000, limit: -1 },
  priority: 'Medium',
};

/** A department that is to be. */
export const departmentBody = withRefused(
  Type.Object(
    { name: label, clusterId: label, resources: maybe(resources) },
    {
      ...closed,
      examples: [{ name: 'research', clusterId: 'cluster', resources: [resourceExample] }],
    },
  ),
  notYetUnit,
);

const projectExample = {
  name: 'robots',
  clusterId: 'cluster',
  parentId: 'department',
  resources: [resourceExample],
};

/** A project that is to be. */
export const projectBody = withRefused(
  Type.Object(
    {
      name: label,
      clusterId: maybe(label),
      parentId: Type.String({ maxLength: 253, description: 'its department' }),
      defaultNodePools: maybe(Type.Array(label, { maxItems: 100 })),
      resources: maybe(resources),
    },
    { ...closed, examples: [projectExample] },
  ),
  notYetUnit,
);
/** See `projectBody`. */
export type ProjectBody = Static<typeof projectBody>;

/** A unit as it is to be: what cannot be changed may be said as it is. */
export const unitPutBody = withRefused(
  Type.Object(
    {
      name: maybe(label),
      clusterId: maybe(label),
      parentId: maybe(Type.String({ maxLength: 253 })),
      defaultNodePools: maybe(Type.Array(label, { maxItems: 100 })),
      resources: maybe(resources),
    },
    { ...closed, examples: [{ resources: [resourceExample] }] },
  ),
  notYetUnit,
);
/** See `unitPutBody`. */
export type UnitPutBody = Static<typeof unitPutBody>;

/** What a unit is to be promised: in all pools (PUT), or in those that are named (PATCH). */
export const resourcesBody = Type.Array(resourceShape, {
  minItems: 1,
  maxItems: 1_000,
  examples: [[resourceExample]],
});

/** Some of what a unit is to be promised; what is left out stays as it is. */
export const resourcesPatchBody = Type.Array(resourceShape, {
  minItems: 1,
  maxItems: 1_000,
  examples: [[{ nodePool: { id: 'default' }, gpu: { deserved: 3 } }]],
});
