import type { AskedGrant } from '../../../adapters/ports/ask.ts';
import { closestTo } from '../../../domain/foundation/closest.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { type FlagProblem, isProblem } from './flag-problem.ts';
import { type GrantFlags, grantOfFlags, speaksOfGrant } from './grant-flags.ts';
import type { Objection } from './objection.ts';
import { planDepartment, planProject } from './plan-unit.ts';
import type { WriteFlags } from './send.ts';
import { withDeed } from './with-deed.ts';
import type { World } from './world.ts';

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
    if (!speaksOfGrant(args)) return nothingSaid;
    const project = noun === 'project' ? world.projects.get(id) : undefined;
    const pool = poolOf(world, args, project?.defaultNodePoolId);
    if (typeof pool !== 'string') return pool;
    const grant = grantOfFlags(args, pool, row.grants.get(pool));
    if (isProblem(grant)) return grant;
    const wanted = { id, name: row.name, clusterId: row.clusterId, grants: [grant] };
    if (project === undefined) return planDepartment(world, { kind: 'Department', ...wanted });
    const { departmentId, defaultNodePoolId } = project;
    return planProject(world, { kind: 'Project', ...wanted, departmentId, defaultNodePoolId });
  });

const nothingSaid: FlagProblem = {
  flag: '--gpu-quota',
  problem: 'nothing is said that could be set',
  remedy: 'say --gpu-quota, --gpu-limit, --gpu-weight, --priority or another',
};

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
