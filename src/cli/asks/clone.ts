import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import { specOfClone, type WorkloadSpec } from '../../../domain/workload/index.ts';
import { complain, fail } from '../complain.ts';
import type { RemoteFault } from '../remote/faults.ts';
import { listAt, memberOf } from '../remote/problem.ts';
import { formOf } from '../remote/row-forms.ts';
import type { Server } from '../remote/server.ts';
import { withServerOrLedger } from '../remote/with-ledger.ts';
import { projectIdOf } from '../resources/project-id.ts';
import type { Terminal } from '../terminal.ts';
import { findWorkload } from './find.ts';
import { workloadIdFor } from './drawn-id.ts';
import type { Deed } from './deed.ts';
import { flagOfPointer } from './flag-of.ts';
import { nameObjection } from './objection.ts';
import { refuseWrite } from './send.ts';
import { submitAndWait } from './submit-and-wait.ts';
import type { VerbArguments } from './workload-verbs.ts';

/** `berth … clone`'s arguments. */
export interface CloneArguments extends VerbArguments {
  /** The name of the copy. */
  readonly name: string;
  /** Another project than that of the source. */
  readonly toProject?: string;
  readonly nodePools?: string;
}

const specForm = formOf<WorkloadSpec>({
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
  const unnamed = nameObjection(args.name);
  if (unnamed !== undefined)
    return fail(terminal, { ...unnamed, what: unnamed.problem, where: 'NAME' });
  return withServerOrLedger(terminal, args, async (server) => {
    const [typed = ''] = args.workloads;
    const { noun, project } = args;
    const found = await findWorkload(server, { noun, typed, project });
    if (isLeft(found)) return complain(terminal, found.left);
    if ('failure' in found.right) return fail(terminal, found.right.failure);
    const source = found.right.row.id;
    const spec = await submissionOf(server, source);
    if (isLeft(spec)) return complain(terminal, spec.left);
    const toProject = await projectOfCopy(server, args);
    if (toProject !== undefined && isLeft(toProject)) return complain(terminal, toProject.left);
    const deed = submissionDeed(
      copyOf(spec.right, source, { ...args, projectId: toProject?.right }),
    );
    return submitAndWait(terminal, server, { deed, args });
  });
};

const projectOfCopy = (server: Server, { toProject }: CloneArguments) =>
  toProject === undefined ? undefined : projectIdOf(server, toProject);

const copyOf = (
  spec: WorkloadSpec,
  clonedFrom: string,
  { name, nodePools, projectId = spec.projectId }: CopyWish,
): WorkloadSpec => {
  const { nodePoolIds: _others, ...inOnePool } = spec;
  const copied = nodePools === undefined ? spec : { ...inOnePool, nodePoolId: nodePools };
  return specOfClone(copied, { name, projectId, clonedFrom });
};

/** What a copy has of its own. */
type CopyWish = Pick<CloneArguments, 'name' | 'nodePools'> & {
  readonly projectId: string | undefined;
};

const submissionDeed = (spec: WorkloadSpec): Deed => {
  const workloadId = workloadIdFor(spec.name);
  return {
    subject: `workload/${workloadId}`,
    outcome: 'submitted',
    asks: [{ type: 'SubmitWorkload', workloadId, spec }],
    whereOf: ({ pointer }) => flagOfPointer(pointer),
  };
};

/** What was asked for when a workload was submitted, as its first fact has it. */
const submissionOf = async (
  server: Server,
  id: string,
): Promise<Either<RemoteFault, WorkloadSpec>> => {
  const answer = await server.get('berth/v1/ledger/events', {
    subject: `workload/${id}`,
    type: 'WorkloadSubmitted',
    limit: 1,
  });
  if (isLeft(answer)) return answer;
  const [fact] = listAt(answer.right, 'items');
  const spec = memberOf(fact, 'data');
  if (specForm.fits(spec)) return right(spec);
  const problem = 'it does not tell how the workload was submitted';
  return left({ _tag: 'AnswerUnreadable', address: server.address, problem });
};
