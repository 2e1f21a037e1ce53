import type { Policy } from '../../domain/allocation/index.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import { policyDocument, printPolicy, readPolicy } from '../main/config/policy/index.ts';
import { complain, formatProblem, refuse } from './complain.ts';
import { exitCodes } from './exit-codes.ts';
import { type Terminal, write } from './terminal.ts';

/** `berth policy show`'s arguments. */
export interface ShowPolicyArguments {
  /** The program's own rules where it is left out. */
  readonly file?: string | undefined;
  readonly output: string;
}

/** `berth policy show [FILE]`: rules in full, under the version that decisions would name. */
export const showPolicy = async (
  terminal: Terminal,
  { file = 'default', output }: ShowPolicyArguments,
): Promise<number> => {
  const problem = formatProblem(output, ['yaml', 'json']);
  if (problem !== undefined) return refuse(terminal, problem);
  const policy = await readPolicy(file);
  if (isLeft(policy)) return complain(terminal, policy.left);
  await writePolicy(terminal, policy.right, output);
  return exitCodes.ok;
};

/** Prints rules as the document that they are. */
export const writePolicy = (terminal: Terminal, policy: Policy, output: string): Promise<void> =>
  write(
    terminal.stdout,
    output === 'json'
      ? `${JSON.stringify(policyDocument(policy), undefined, 2)}\n`
      : printPolicy(policy),
  );

/** `berth policy validate FILE`: exit 0 when it is in order. */
export const validatePolicy = async (terminal: Terminal, file: string): Promise<number> => {
  const policy = await readPolicy(file);
  if (isLeft(policy)) return complain(terminal, policy.left);
  await write(terminal.stdout, `${file}: in order, version ${policy.right.version}\n`);
  return exitCodes.ok;
};
