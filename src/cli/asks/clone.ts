import type { Labels } from '../../../domain/foundation/shapes.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { WorkloadSpec } from '../../../domain/workload/index.ts';
import { complain, fail } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { listAt, memberOf } from '../remote/problem.ts';
import { formOf } from '../remote/row-forms.ts';
import type { Server } from '../remote/server.ts';
import { withServer } from '../remote/with-server.ts';
import type { Terminal } from '../terminal.ts';
import { findWorkload } from './find.ts';
import { workloadIdFor } from './plan-workload.ts';
import { doDeeds, refuseWrite } from './send.ts';
import { waitFor } from './wait.ts';
import { running, type VerbArguments } from './workload-verbs.ts';

/** `berth … clone`'s arguments. */
export interface CloneArguments extends VerbArguments {
  /** The name of the copy. */
  readonly name: string;
  /** Another project than that of the source. */
  readonly toProject?: string;
  readonly nodePools?: string;
}

const specForm = formOf<WorkloadSpec & { readonly labels?: Labels }>({
  name: 'text',
  projectId: 'text',
  nodePoolId: 'text',
  workloadType: 'text',
  priority: 'number',
  preemptible: 'flag',
  subGroups: 'list',
});

/** `berth … clone`: asks for a copy of all that was asked for once, under another name. */
export const cloneWorkload = async (terminal: Terminal, args: CloneArguments): Promise<number> => {
  const refused = refuseWrite(terminal, args);
  if (refused !== undefined) return refused;
  return withServer(terminal, args, async (server) => {
    const [typed = ''] = args.workloads;
    const { noun, project } = args;
    const found = await findWorkload(server, { noun, typed, project });
    if (isLeft(found)) return complain(terminal, found.left);
    if ('failure' in found.right) return fail(terminal, found.right.failure);
    const spec = await submissionOf(server, found.right.row.id);
    if (isLeft(spec)) return complain(terminal, spec.left);
    const workloadId = workloadIdFor(args.name);
    const copy: WorkloadSpec = {
      ...spec.right,
      name: args.name,
      projectId: args.toProject ?? spec.right.projectId,
      nodePoolId: args.nodePools ?? spec.right.nodePoolId,
      clonedFrom: found.right.row.id,
    };
    const subject = `workload/${workloadId}`;
    const asks = [{ type: 'SubmitWorkload' as const, workloadId, spec: copy }];
    const deeds = [{ subject, outcome: 'submitted', asks }];
    const exitCode = await doDeeds(terminal, server, { deeds, flags: args });
    const isDone = exitCode === exitCodes.ok && args.dryRun === 'none';
    if (args.wait !== true || !isDone) return exitCode;
    const waiting = { ids: [workloadId], until: running, withinMs: args.waitTimeout };
    return waitFor(terminal, server, waiting);
  });
};

/** What was asked for when a workload was submitted, as its first fact has it. */
const submissionOf = async (server: Server, id: string) => {
  const answer = await server.get('berth/v1/ledger/events', {
    subject: `workload/${id}`,
    type: 'WorkloadSubmitted',
    limit: 1,
  });
  if (isLeft(answer)) return answer;
  const [fact] = listAt(answer.right, 'items');
  const spec = memberOf(fact, 'data');
  if (specForm.fits(spec)) return { _tag: 'Right' as const, right: spec };
  const problem = 'it does not tell how the workload was submitted';
  const fault = { _tag: 'AnswerUnreadable' as const, address: server.address, problem };
  return { _tag: 'Left' as const, left: fault };
};
