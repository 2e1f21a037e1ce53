import type { AskedGrant } from '../../../adapters/ports/ask.ts';
import { closestTo } from '../../../domain/foundation/closest.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { type FlagProblem, isProblem } from './flag-problem.ts';
import { type GrantFlags, grantOfFlags, speaksOfGrant } from './grant-flags.ts';
import type { Wanted } from '../manifest/wish.ts';
import type { Called } from '../resources/meant.ts';
import { type Deed, isUnchanged } from './deed.ts';
import { amountsInWords, grantFlagOf } from './grant-words.ts';
import { idObjection, isObjection, objection, type Objection } from './objection.ts';
import { idNamed, settled } from './settle-ids.ts';
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
  withDeed(terminal, args, async (world, server) => {
    const grants = firstGrants(world, args);
    if (isProblem(grants)) return grants;
    const typed = idObjection(args.id);
    if (typed !== undefined) return typed;
    const wanted = await settled(server, world, unitOf(args, grants));
    return creationOf(args, told(planUnit(world, wanted)));
  });

const unitOf = (args: UnitArguments, grants: readonly AskedGrant[]): Wanted => {
  const { id, displayName: name, cluster: clusterId, defaultNodePool: defaultNodePoolId } = args;
  if (args.noun === 'department') return { kind: 'Department', id, name, clusterId, grants };
  const place = { departmentId: args.department ?? '', clusterId, defaultNodePoolId };
  return { kind: 'Project', id, name, ...place, grants };
};

const planUnit = (world: World, wanted: Wanted): Deed | Objection =>
  wanted.kind === 'Project'
    ? planProject(world, wanted)
    : wanted.kind === 'Department'
      ? planDepartment(world, wanted)
      : objection('metadata.name', 'it is no unit', 'name a project or a department');

/** What is there already is made once; to change it is another verb. */
const creationOf = ({ noun, id }: UnitArguments, deed: Deed | Objection): Deed | Objection => {
  if (isObjection(deed) || isUnchanged(deed) || deed.outcome === 'created') return deed;
  return {
    path: 'metadata.name',
    problem: `${noun} '${id}' is there already and is granted something else`,
    remedy: `change it: berth ${noun} set ${id}`,
    exitCode: exitCodes.conflict,
  };
};

/** A deed whose refusals speak of flags. */
const told = (deed: Deed | Objection): Deed | Objection =>
  isObjection(deed) ? deed : { ...deed, whereOf: grantFlagOf, wordsOf: amountsInWords };

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
    const { noun } = args;
    const id = idNamed(world, noun, args.id);
    const rows = noun === 'project' ? world.projects : world.departments;
    const row = rows.get(id);
    if (row === undefined) return unknownUnit(noun, id, [...rows.values()]);
    if (!speaksOfGrant(args)) return nothingSaid;
    const project = noun === 'project' ? world.projects.get(id) : undefined;
    const pool = poolOf(world, args, project?.defaultNodePoolId);
    if (typeof pool !== 'string') return pool;
    const grant = grantOfFlags(args, pool, row.grants.get(pool));
    if (isProblem(grant)) return grant;
    const wanted = { id, name: row.name, clusterId: row.clusterId, grants: [grant] };
    if (project === undefined)
      return told(planDepartment(world, { kind: 'Department', ...wanted }));
    const { departmentId, defaultNodePoolId } = project;
    return told(
      planProject(world, { kind: 'Project', ...wanted, departmentId, defaultNodePoolId }),
    );
  });

const nothingSaid: FlagProblem = {
  flag: '--gpu-quota',
  problem: 'nothing is said that could be set',
  remedy: 'say --gpu-quota, --gpu-limit, --gpu-weight, --priority or another',
};

const unknownUnit = (noun: string, id: string, rows: readonly Called[]): Objection => {
  const known = [...new Set(rows.flatMap((row) => [row.name, row.id]))];
  const close = closestTo(id, known);
  return {
    path: 'ID',
    problem: `there is no ${noun} '${id}'`,
    remedy:
      close.length === 0
        ? `berth ${noun} list names all ${rows.length}; berth ${noun} create makes one`
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
