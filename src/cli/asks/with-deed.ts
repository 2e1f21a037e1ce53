import { isLeft } from '../../../domain/foundation/fp.ts';
import { complain, fail, refuse } from '../complain.ts';
import type { Server } from '../remote/server.ts';
import { withServer } from '../remote/with-server.ts';
import type { Terminal } from '../terminal.ts';
import type { Deed } from './deed.ts';
import { type FlagProblem, isProblem, textOfProblem } from './flag-problem.ts';
import { isObjection, type Objection } from './objection.ts';
import { doDeeds, refuseWrite, type WriteFlags } from './send.ts';
import { fetchWorld, type World } from './world.ts';

const flagByPath = new Map([
  ['metadata.name', 'ID'],
  ['spec.cluster', '--cluster'],
  ['spec.department', '--department'],
  ['spec.defaultNodePool', '--default-node-pool'],
]);

const flagByTerm = new Map([
  ['minRunTime', '--preempt-min-run or --reclaim-min-run'],
  ['maxRunTime', '--max-run'],
  ['lends', '--lend-gpu, --lend-cpu or --lend-memory'],
]);

const flagOf = (path: string): string => {
  if (!path.startsWith('spec.nodePools.')) return flagByPath.get(path) ?? path;
  const [, , , resource, member] = path.split('.');
  if (resource === 'terms') return flagByTerm.get(member ?? '') ?? '--bound';
  return member === undefined ? '--node-pool' : `--${resource ?? ''}-${member}`;
};

type Planned = Deed | Objection | FlagProblem;

/** Plans one deed on what there is, and does it. */
export const withDeed = async (
  terminal: Terminal,
  args: WriteFlags,
  plan: (world: World, server: Server) => Planned | Promise<Planned>,
): Promise<number> => {
  const refused = refuseWrite(terminal, args);
  if (refused !== undefined) return refused;
  return withServer(terminal, args, async (server) => {
    const world = await fetchWorld(server);
    if (isLeft(world)) return complain(terminal, world.left);
    const deed = await plan(world.right, server);
    if (isProblem(deed)) return refuse(terminal, textOfProblem(deed));
    if (isObjection(deed)) {
      const { path, problem: what, remedy, exitCode } = deed;
      return fail(terminal, { what, where: flagOf(path), remedy, exitCode });
    }
    return doDeeds(terminal, server, { deeds: [deed], flags: args });
  });
};
