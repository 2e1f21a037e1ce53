import { isLeft } from '../../../domain/foundation/fp.ts';
import { complain, fail, refuse } from '../complain.ts';
import { withServerOrLedger } from '../remote/with-ledger.ts';
import type { Terminal } from '../terminal.ts';
import { flagOfPath, flagOfPointer } from './flag-of.ts';
import { isProblem, textOfProblem } from './flag-problem.ts';
import { isObjection } from './objection.ts';
import { planWorkload } from './plan-workload.ts';
import { refusedFlag } from './refused-flags.ts';
import { idNamed } from './settle-ids.ts';
import { refuseWrite } from './send.ts';
import { submitAndWait } from './submit-and-wait.ts';
import type { SubmitArguments } from './submit-arguments.ts';
import { wishOfFlags } from './submit-flags.ts';
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
  if (isProblem(wish)) return refuse(terminal, textOfProblem(wish));
  return withServerOrLedger(terminal, args, async (server) => {
    const world = await fetchWorld(server);
    if (isLeft(world)) return complain(terminal, world.left);
    const typed = wish.projectId ?? server.project;
    const project = typed === undefined ? undefined : idNamed(world.right, 'project', typed);
    const ground = { world: world.right, project };
    const planned = planWorkload(ground, { ...wish, projectId: project }, undefined);
    if (isObjection(planned)) {
      const { path, problem: what, remedy, exitCode } = planned;
      return fail(terminal, { what, where: flagOfPath(path), remedy, exitCode });
    }
    const deed = { ...planned, whereOf: whereOfFlag };
    return submitAndWait(terminal, server, { deed, args });
  });
};

const whereOfFlag = ({ pointer }: { readonly pointer: string }): string | undefined =>
  flagOfPointer(pointer);
