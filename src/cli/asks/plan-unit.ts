import type { Ask, AskedGrant } from '../../../adapters/ports/ask.ts';
import type { Entitlements } from '../../../domain/foundation/shapes.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { areSameEntitlements, entitlementsOf } from '../../../domain/queue/index.ts';
import type { Wanted } from '../manifest/wish.ts';
import type { Deed } from './deed.ts';
import {
  fixedObjection,
  idObjection,
  isObjection,
  missingObjection,
  objection,
  type Objection,
} from './objection.ts';
import { isComing, type World } from './world.ts';

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
  const clusterId = clusterIdOf(world, wanted.clusterId);
  if (typeof clusterId !== 'string') return clusterId;
  const row = world.departments.get(id);
  const wrong =
    idObjection(id) ??
    (row === undefined || row.clusterId === clusterId
      ? undefined
      : fixed('spec.cluster', 'its cluster', row.clusterId));
  if (wrong !== undefined) return wrong;
  const name = wanted.name ?? id;
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
  const { id, departmentId } = wanted;
  const clusterId = clusterIdOf(world, wanted.clusterId);
  if (typeof clusterId !== 'string') return clusterId;
  const row = world.projects.get(id);
  const defaultNodePoolId = defaultPoolOf(world, wanted, row?.defaultNodePoolId);
  if (typeof defaultNodePoolId !== 'string') return defaultNodePoolId;
  const wrong =
    idObjection(id) ??
    missingObjection(world, 'department', { id: departmentId, path: 'spec.department' }) ??
    (row === undefined || row.departmentId === departmentId
      ? undefined
      : fixed('spec.department', 'its department', row.departmentId)) ??
    (row === undefined || row.clusterId === clusterId
      ? undefined
      : fixed('spec.cluster', 'its cluster', row.clusterId)) ??
    (row === undefined || row.defaultNodePoolId === defaultNodePoolId
      ? undefined
      : fixed('spec.defaultNodePool', 'its default node pool', row.defaultNodePoolId));
  if (wrong !== undefined) return wrong;
  if (row === undefined) world.comingPools.set(id, defaultNodePoolId);
  const name = wanted.name ?? id;
  const places = { departmentId, clusterId, defaultNodePoolId };
  return unitDeed(world, {
    subject: `project/${id}`,
    row,
    create: { type: 'CreateProject', projectId: id, name, ...places },
    grants: wanted.grants,
    needs: [`cluster/${clusterId}`, `department/${departmentId}`, `nodepool/${defaultNodePoolId}`],
    grantOf: (grant) => ({ type: 'GrantProjectQuota', projectId: id, ...grant }),
  });
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
  present: string | undefined,
): string | Objection => {
  const path = 'spec.defaultNodePool';
  const asked = defaultNodePoolId ?? present ?? grants[0]?.nodePoolId;
  if (asked !== undefined) {
    return missingObjection(world, 'nodepool', { id: asked, path }) ?? asked;
  }
  const [only, ...others] = world.nodePools.keys();
  if (only !== undefined && others.length === 0) return only;
  return objection(
    path,
    'it does not say which node pool is its default',
    `name one: ${[...world.nodePools.keys()].join(', ')}`,
  );
};

interface UnitParts {
  readonly subject: string;
  readonly row:
    { readonly grants: ReadonlyMap<string, Entitlements>; readonly revision: number } | undefined;
  readonly create: Ask;
  readonly grants: readonly AskedGrant[];
  readonly needs: readonly string[];
  readonly grantOf: (grant: AskedGrant) => Ask;
}

const unitDeed = (world: World, parts: UnitParts): Deed | Objection => {
  const asks: Ask[] = parts.row === undefined ? [parts.create] : [];
  const needs = new Set(parts.needs);
  for (const grant of parts.grants) {
    const wrong = grantObjection(world, grant);
    if (wrong !== undefined) return wrong;
    needs.add(`nodepool/${grant.nodePoolId}`);
    if (isNews(parts.row?.grants, grant)) asks.push(parts.grantOf(grant));
  }
  if (parts.row === undefined) world.coming.add(parts.subject);
  return {
    subject: parts.subject,
    outcome: parts.row === undefined ? 'created' : 'configured',
    asks,
    expectedRevision: parts.row?.revision,
    needs: [...needs].filter((subject) => isComing(world, subject)),
  };
};

const grantObjection = (world: World, { nodePoolId, entitlements }: AskedGrant) => {
  const path = `spec.nodePools.${nodePoolId}`;
  const missing = missingObjection(world, 'nodepool', { id: nodePoolId, path });
  if (missing !== undefined) return missing;
  const judged = entitlementsOf(entitlements);
  if (!isLeft(judged)) return undefined;
  const { pointer } = judged.left;
  const at = `${path}.${pointer
    .split('/')
    .slice(2)
    .map((step) => memberNames[step] ?? step)
    .join('.')}`;
  return judged.left._tag === 'QuotaUnset'
    ? objection(at, 'the quota is not said', judged.left.remedy)
    : objection(at, `${judged.left.value}: ${judged.left.problem}`, 'say another amount');
};

const memberNames: Readonly<Record<string, string>> = {
  gpuMilli: 'gpu',
  cpuMilli: 'cpu',
  memoryMib: 'memory',
};

/** Whether a grant says something else than what is so. */
const isNews = (
  grants: ReadonlyMap<string, Entitlements> | undefined,
  { nodePoolId, entitlements }: AskedGrant,
): boolean => {
  const now = grants?.get(nodePoolId);
  const asked = entitlementsOf(entitlements);
  return now === undefined || isLeft(asked) || !areSameEntitlements(now, asked.right);
};

export { isObjection };
