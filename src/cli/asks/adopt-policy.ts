import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import { judgedPolicy, readPolicy } from '../../main/config/policy/index.ts';
import { complain, formatProblem, refuse } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { writePolicy } from '../policy.ts';
import type { ServerFlags } from '../remote/destination.ts';
import type { RemoteFault } from '../remote/faults.ts';
import { memberOf } from '../remote/problem.ts';
import type { Server } from '../remote/server.ts';
import { withServer } from '../remote/with-server.ts';
import type { Terminal } from '../terminal.ts';
import { doDeeds, refuseWrite, type WriteFlags } from './send.ts';

/** `berth policy adopt`'s arguments. */
export interface AdoptArguments extends WriteFlags {
  readonly file: string;
}

/** `berth policy adopt FILE`: lets a server decide by the rules of a file from now on. */
export const adoptPolicy = async (terminal: Terminal, args: AdoptArguments): Promise<number> => {
  const refused = refuseWrite(terminal, args);
  if (refused !== undefined) return refused;
  const policy = await readPolicy(args.file);
  if (isLeft(policy)) return complain(terminal, policy.left);
  return withServer(terminal, args, async (server) => {
    const inForce = await rulesOf(server);
    if (isLeft(inForce)) return complain(terminal, inForce.left);
    const { version, revision: expectedRevision } = inForce.right;
    const isSo = version === policy.right.version;
    const asks = isSo ? [] : [{ type: 'AdoptPolicy', policy: policy.right } as const];
    const subject = `policy/${policy.right.version}`;
    const deed = { subject, outcome: 'adopted', asks, expectedRevision };
    return doDeeds(terminal, server, { deeds: [deed], flags: args });
  });
};

/** `berth policy current`: the rules that a server decides by. */
export const currentPolicy = async (
  terminal: Terminal,
  args: ServerFlags & { readonly output: string },
): Promise<number> => {
  const problem = formatProblem(args.output, ['yaml', 'json']);
  if (problem !== undefined) return refuse(terminal, problem);
  return withServer(terminal, args, async (server) => {
    const inForce = await rulesOf(server);
    if (isLeft(inForce)) return complain(terminal, inForce.left);
    const policy = judgedPolicy(inForce.right.policy);
    if (isLeft(policy)) return complain(terminal, unreadable(server, policy.left.problem));
    await writePolicy(terminal, policy.right, args.output);
    return exitCodes.ok;
  });
};

const unreadable = ({ address }: Server, problem: string): RemoteFault => ({
  _tag: 'AnswerUnreadable',
  address,
  problem,
});

/** The rules that a server decides by, not looked at yet, with their version and the fact that adopted them. */
const rulesOf = async (
  server: Server,
): Promise<
  Either<
    RemoteFault,
    { readonly version: string; readonly revision: number; readonly policy: unknown }
  >
> => {
  const row = await server.get('berth/v1/policies/main');
  if (isLeft(row)) return row;
  const [version, revision] = [memberOf(row.right, 'name'), memberOf(row.right, 'revision')];
  if (typeof version === 'string' && typeof revision === 'number') {
    return right({ version, revision, policy: memberOf(row.right, 'policy') });
  }
  return left(unreadable(server, 'it does not say which rules are in force'));
};
