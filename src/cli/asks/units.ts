import type { Ask, AskedGrant } from '../../../adapters/ports/ask.ts';
import { closestTo } from '../../../domain/foundation/closest.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { complain, fail, refuse } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { withServer } from '../remote/with-server.ts';
import type { Terminal } from '../terminal.ts';
import type { Deed } from './deed.ts';
import { type GrantFlags, grantOfFlags, speaksOfGrant } from './grant-flags.ts';
import { isObjection, type Objection } from './objection.ts';
import { planDepartment, planProject } from './plan-unit.ts';
import { doDeeds, refuseWrite, type WriteFlags } from './send.ts';
import { type FlagProblem, isProblem } from './flag-problem.ts';
import { fetchWorld, type World } from './world.ts';

/** `berth project|department create` and `set`'s arguments. */
export interface UnitArguments extends WriteFlags, GrantFlags {
  readonly noun: 'project' | 'department';
  readonly id: string;
  readonly displayName?: string;
  readonly cluster?: string;
  readonly department?: string;
  readonly defaultNodePool?: string;
}

/** Creates a project or a department, with a grant where flags speak of one. */
export const createUnit = (terminal: Terminal, args: UnitArguments): Promise<number> =>
  withDeed(terminal, args, (world) => {
    const grants = firstGrants(world, args);
    if (isProblem(grants)) return grants;
    const { id, displayName: name, cluster: clusterId, defaultNodePool: defaultNodePoolId } = args;
    if (args.noun === 'department') {
      return planDepartment(world, { kind: 'Department', id, name, clusterId, grants });
    }
    const departmentId = args.department ?? '';
    const place = { departmentId, clusterId, defaultNodePoolId };
    return planProject(world, { kind: 'Project', id, name, ...place, grants });
  });

const firstGrants = (world: World, args: UnitArguments): readonly AskedGrant[] | FlagProblem => {
  if (!speaksOfGrant(args)) return [];
  const pool = poolOf(world, args, undefined);
  if (typeof pool !== 'string') return pool;
  const grant = grantOfFlags(args, pool, undefined);
  return isProblem(grant) ? grant : [grant];
};

/** Changes what a project or a department is granted in one node pool; what no flag speaks of stays. */
export const setUnit = (terminal: Terminal, args: UnitArguments): Promise<number> =>
  withDeed(terminal, args, (world) => {
    const { noun, id } = args;
    const rows = noun === 'project' ? world.projects : world.departments;
    const row = rows.get(id);
    if (row === undefined) return unknownUnit(noun, id, [...rows.keys()]);
    if (!speaksOfGrant(args)) {
      const remedy = 'say --gpu-quota, --gpu-limit, --gpu-weight, --priority or another';
      return { flag: '--gpu-quota', problem: 'nothing is said that could be set', remedy };
    }
    const usual = world.projects.get(id)?.defaultNodePoolId;
    const pool = poolOf(world, args, noun === 'project' ? usual : undefined);
    if (typeof pool !== 'string') return pool;
    const grant = grantOfFlags(args, pool, row.grants.get(pool));
    if (isProblem(grant)) return grant;
    const { clusterId } = row;
    const wanted = { id, name: row.name, clusterId, grants: [grant] };
    if (noun === 'department') return planDepartment(world, { kind: 'Department', ...wanted });
    const project = world.projects.get(id);
    const departmentId = project?.departmentId ?? '';
    return planProject(world, {
      kind: 'Project',
      ...wanted,
      departmentId,
      defaultNodePoolId: usual,
    });
  });

const unknownUnit = (noun: string, id: string, known: readonly string[]): Objection => {
  const close = closestTo(id, known);
  return {
    path: 'ID',
    problem: `there is no ${noun} '${id}'`,
    remedy:
      close.length === 0
        ? `berth ${noun} list names all ${known.length}; berth ${noun} create makes one`
        : `did you mean ${close.join(' or ')}?`,
    exitCode: exitCodes.notFound,
  };
};

/** The node pool that is meant: the one that is named, the project's own, or the only one. */
const poolOf = (
  world: World,
  { nodePool, defaultNodePool }: UnitArguments,
  usual: string | undefined,
): string | FlagProblem => {
  const named = nodePool ?? usual ?? defaultNodePool;
  if (named !== undefined) return named;
  const [only, ...others] = world.nodePools.keys();
  if (only !== undefined && others.length === 0) return only;
  const remedy = `name one: ${[...world.nodePools.keys()].join(', ')}`;
  return { flag: '--node-pool', problem: 'it does not say in which node pool', remedy };
};

const flagByPath = new Map([
  ['metadata.name', 'ID'],
  ['spec.cluster', '--cluster'],
  ['spec.department', '--department'],
  ['spec.defaultNodePool', '--default-node-pool'],
]);

const flagOf = (path: string): string => {
  if (!path.startsWith('spec.nodePools.')) return flagByPath.get(path) ?? path;
  const [, , , resource, member] = path.split('.');
  return member === undefined ? '--node-pool' : `--${resource ?? ''}-${member}`;
};

/** Plans one deed on what there is, and does it. */
export const withDeed = async (
  terminal: Terminal,
  args: WriteFlags,
  plan: (world: World) => Deed | Objection | FlagProblem,
): Promise<number> => {
  const refused = refuseWrite(terminal, args);
  if (refused !== undefined) return refused;
  return withServer(terminal, args, async (server) => {
    const world = await fetchWorld(server);
    if (isLeft(world)) return complain(terminal, world.left);
    const deed = plan(world.right);
    if (isProblem(deed)) {
      const { flag, problem, remedy } = deed;
      return refuse(terminal, `error: ${problem}\n  at: ${flag}\n  remedy: ${remedy}\n`);
    }
    if (isObjection(deed)) {
      const { path, problem: what, remedy, exitCode } = deed;
      return fail(terminal, { what, where: flagOf(path), remedy, exitCode });
    }
    return doDeeds(terminal, server, { deeds: [deed], flags: args });
  });
};

/** What is asked for when a thing that has an id is to go. */
const deletions: Readonly<Record<DeletedNoun, (id: string) => Ask>> = {
  project: (projectId) => ({ type: 'DeleteProject', projectId }),
  department: (departmentId) => ({ type: 'DeleteDepartment', departmentId }),
  nodepool: (nodePoolId) => ({ type: 'DeleteNodePool', nodePoolId }),
  node: (nodeId) => ({ type: 'RemoveNode', nodeId }),
  cluster: (clusterId) => ({ type: 'RemoveCluster', clusterId }),
};

/** What can be deleted by its id. */
export type DeletedNoun = 'project' | 'department' | 'nodepool' | 'node' | 'cluster';

/** Deletes things by their ids. */
export const deleteByIds = async (
  terminal: Terminal,
  args: WriteFlags & { readonly noun: DeletedNoun; readonly ids: readonly string[] },
): Promise<number> => {
  const refused = refuseWrite(terminal, args);
  if (refused !== undefined) return refused;
  const { noun, ids } = args;
  const deeds = ids.map((typed) => {
    const id = typed.startsWith(`${noun}/`) ? typed.slice(noun.length + 1) : typed;
    return { subject: `${noun}/${id}`, outcome: 'deleted', asks: [deletions[noun](id)] };
  });
  return withServer(terminal, args, (server) => doDeeds(terminal, server, { deeds, flags: args }));
};
