import type { Ask } from '../../../adapters/ports/ask.ts';
import type { ProjectRow } from '../../../projections/org-units/view.ts';
import type { Wanted } from '../manifest/wish.ts';
import type { Deed } from './deed.ts';
import {
  fixedObjection,
  idObjection,
  missingObjection,
  objection,
  type Objection,
} from './objection.ts';
import { unitDeed } from './unit-deed.ts';
import type { World } from './world.ts';

type WantedOf<Kind extends Wanted['kind']> = Extract<Wanted, { readonly kind: Kind }>;

/** The cluster that is meant: the one that is named, else the only one. */
export const clusterIdOf = (world: World, named: string | undefined): string | Objection => {
  const path = 'spec.cluster';
  if (named !== undefined) {
    return missingObjection(world, 'cluster', { id: named, path }) ?? named;
  }
  const coming = [...world.coming].filter((subject) => subject.startsWith('cluster/'));
  const known = [...world.clusters.keys(), ...coming.map((subject) => subject.slice(8))];
  const [only] = known;
  if (only !== undefined && known.length === 1) return only;
  return only === undefined
    ? objection(path, 'there is no cluster yet', 'make one: berth cluster create ID')
    : objection(path, 'it does not say which cluster', `name one of ${known.join(', ')}`);
};

/** What must be asked so that there is a department, with its grants. */
export const planDepartment = (world: World, wanted: WantedOf<'Department'>): Deed | Objection => {
  const { id } = wanted;
  const row = world.departments.get(id);
  const clusterId = clusterIdOf(world, wanted.clusterId ?? row?.clusterId);
  if (typeof clusterId !== 'string') return clusterId;
  const wrong =
    idObjection(id) ??
    (row === undefined || row.clusterId === clusterId
      ? undefined
      : fixed('spec.cluster', 'its cluster', row.clusterId));
  if (wrong !== undefined) return wrong;
  const name = wanted.name ?? id;
  if (row === undefined) world.comingClusters.set(id, clusterId);
  const create: Ask = { type: 'CreateDepartment', departmentId: id, name, clusterId };
  return unitDeed(world, {
    subject: `department/${id}`,
    row,
    create,
    grants: wanted.grants,
    needs: [`cluster/${clusterId}`],
    grantOf: (grant) => ({ type: 'GrantDepartmentQuota', departmentId: id, ...grant }),
  });
};

/** What must be asked so that there is a project, with its grants. */
export const planProject = (world: World, wanted: WantedOf<'Project'>): Deed | Objection => {
  const { id, departmentId, name = id } = wanted;
  const row = world.projects.get(id);
  const clusterId = clusterIdOf(
    world,
    wanted.clusterId ??
      row?.clusterId ??
      world.departments.get(departmentId)?.clusterId ??
      world.comingClusters.get(departmentId),
  );
  if (typeof clusterId !== 'string') return clusterId;
  const present = row?.defaultNodePoolId;
  const defaultNodePoolId = defaultPoolOf(world, wanted, { present, clusterId });
  if (typeof defaultNodePoolId !== 'string') return defaultNodePoolId;
  const { defaultNodePoolIds = row?.defaultNodePoolIds } = wanted;
  const several = defaultNodePoolIds === undefined ? {} : { defaultNodePoolIds };
  const places = { departmentId, clusterId, defaultNodePoolId, ...several };
  const wrong =
    idObjection(id) ??
    missingObjection(world, 'department', { id: departmentId, path: 'spec.department' }) ??
    (row && placeObjection(row, places));
  if (wrong !== undefined) return wrong;
  if (row === undefined) world.comingPools.set(id, defaultNodePoolId);
  return unitDeed(world, {
    subject: `project/${id}`,
    row,
    create: { type: 'CreateProject', projectId: id, name, ...places },
    grants: wanted.grants,
    needs: [
      `cluster/${clusterId}`,
      `department/${departmentId}`,
      ...(defaultNodePoolIds ?? [defaultNodePoolId]).map((pool) => `nodepool/${pool}`),
    ],
    grantOf: (grant) => ({ type: 'GrantProjectQuota', projectId: id, ...grant }),
  });
};

type Places = Pick<
  ProjectRow,
  'departmentId' | 'clusterId' | 'defaultNodePoolId' | 'defaultNodePoolIds'
>;

/** A project stays where it is: what is asked for otherwise cannot be. */
const placeObjection = (row: ProjectRow, places: Places): Objection | undefined => {
  if (row.departmentId !== places.departmentId) {
    return fixed('spec.department', 'its department', row.departmentId);
  }
  if (row.clusterId !== places.clusterId) {
    return fixed('spec.cluster', 'its cluster', row.clusterId);
  }
  if (row.defaultNodePoolId !== places.defaultNodePoolId) {
    return fixed('spec.defaultNodePool', 'its default node pool', row.defaultNodePoolId);
  }
  const [present, wanted] = [row, places].map((one) =>
    (one.defaultNodePoolIds ?? [one.defaultNodePoolId]).join(', '),
  );
  return present === wanted
    ? undefined
    : fixed('spec.defaultNodePools', 'the list of its default node pools', present ?? '');
};

const fixed = (path: string, what: string, now: string): Objection =>
  fixedObjection(path, {
    what,
    now,
    remedy: 'leave it as it is, or delete the thing and make it anew',
  });

const defaultPoolOf = (
  world: World,
  { defaultNodePoolId, grants }: WantedOf<'Project'>,
  { present, clusterId }: { readonly present: string | undefined; readonly clusterId: string },
): string | Objection => {
  const path = 'spec.defaultNodePool';
  const asked = defaultNodePoolId ?? present ?? grants[0]?.nodePoolId;
  if (asked !== undefined) {
    return missingObjection(world, 'nodepool', { id: asked, path }) ?? asked;
  }
  const known = [...world.nodePools.values()]
    .filter((pool) => pool.clusterId === clusterId)
    .map((pool) => pool.id);
  const [only, ...others] = known;
  if (only !== undefined && others.length === 0) return only;
  return objection(
    path,
    'it does not say which node pool is its default',
    `name one: ${known.join(', ')}`,
  );
};
