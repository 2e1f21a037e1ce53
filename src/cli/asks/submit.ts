import { isLeft } from '../../../domain/foundation/fp.ts';
import { complain, fail, refuse } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { withServer } from '../remote/with-server.ts';
import type { Terminal } from '../terminal.ts';
import { isObjection } from './objection.ts';
import { planWorkload } from './plan-workload.ts';
import { refusedFlag } from './refused-flags.ts';
import { doDeeds, refuseWrite } from './send.ts';
import { flagOfPath, flagOfPointer, type SubmitArguments, wishOfFlags } from './submit-flags.ts';
import { waitFor } from './wait.ts';
import { running } from './workload-verbs.ts';
import { fetchWorld } from './world.ts';

/** `berth TYPE submit`: asks for a workload as the flags say it. */
export const submitWorkload = async (
  terminal: Terminal,
  args: SubmitArguments,
): Promise<number> => {
  const refused = refuseWrite(terminal, args);
  if (refused !== undefined) return refused;
  const unknown = refusedFlag(args);
  if (unknown !== undefined) return refuse(terminal, unknown);
  const wish = wishOfFlags(args);
  if ('problem' in wish) {
    const { flag, problem, remedy } = wish;
    return refuse(terminal, `error: ${problem}\n  at: ${flag}\n  remedy: ${remedy}\n`);
  }
  return withServer(terminal, args, async (server) => {
    const world = await fetchWorld(server);
    if (isLeft(world)) return complain(terminal, world.left);
    const ground = { world: world.right, project: server.project };
    const deed = planWorkload(ground, wish, undefined);
    if (isObjection(deed)) {
      const { path, problem: what, remedy, exitCode } = deed;
      return fail(terminal, { what, where: flagOfPath(path), remedy, exitCode });
    }
    const whereOf = ({ pointer }: { readonly pointer: string }) => flagOfPointer(pointer);
    const deeds = [{ ...deed, whereOf }];
    const exitCode = await doDeeds(terminal, server, { deeds, flags: args });
    const isDone = exitCode === exitCodes.ok && args.dryRun === 'none';
    if (args.wait !== true || !isDone) return exitCode;
    const ids = [deed.subject.slice('workload/'.length)];
    return waitFor(terminal, server, { ids, until: running, withinMs: args.waitTimeout });
  });
};
