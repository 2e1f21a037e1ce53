import { isLeft } from '../../../domain/foundation/fp.ts';
import { emptyPatch } from '../../app/whatif/index.ts';
import { momentOf } from '../../main/moments/asked.ts';
import { whatIfInLedger } from '../../main/whatif/whatif-ledger.ts';
import { complain, fail, formatProblem, refuse } from '../complain.ts';
import { exitCodes } from '../failures.ts';
import { startBar, type Terminal, write } from '../terminal.ts';
import { textOfWhatIf } from './answer.ts';
import { readPatch } from './patch-file.ts';

/** What `berth whatif` is told. */
export interface WhatIfArguments {
  readonly ledger: string;
  readonly at: string;
  readonly until?: string;
  readonly patch?: string;
  readonly output: string;
}

/** `berth whatif`: exit 0 with an answer, whatever it says. */
export const whatIfCommand = async (terminal: Terminal, args: WhatIfArguments): Promise<number> => {
  const problem = formatProblem(args.output, ['text', 'json']);
  if (problem !== undefined) return refuse(terminal, problem);
  const patch = args.patch === undefined ? emptyPatch : await readPatch(args.patch);
  if ('what' in patch) return fail(terminal, patch);
  const at = momentOf(args.at);
  if (isLeft(at)) return complain(terminal, at.left, args.ledger);
  const until = args.until === undefined ? undefined : momentOf(args.until);
  if (until !== undefined && isLeft(until)) return complain(terminal, until.left, args.ledger);
  const question = { at: at.right, until: until?.right, patch };
  const bar = await startBar(terminal, 'what if');
  const found = await whatIfInLedger(args.ledger, question, (done, of) => bar.update(done, of, ''));
  bar.stop();
  if (isLeft(found)) {
    const fault = found.left;
    if (fault._tag !== 'PatchRefused') return complain(terminal, fault, args.ledger);
    const where = `${args.patch}, field ${fault.field}`;
    const { problem: what, remedy } = fault;
    return fail(terminal, { what, where, remedy, exitCode: exitCodes.usage });
  }
  const text =
    args.output === 'json'
      ? `${JSON.stringify(found.right, undefined, 2)}\n`
      : textOfWhatIf(found.right);
  await write(terminal.stdout, text);
  return exitCodes.ok;
};
