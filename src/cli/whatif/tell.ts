import type { PatchRefused } from '../../app/whatif/index.ts';
import type { WhatIf } from '../../main/whatif/answer.ts';
import { fail } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ServerFlags } from '../remote/destination.ts';
import { type Terminal, write } from '../terminal.ts';
import { whereInPatch } from './where-in-patch.ts';
import { textOfWhatIf } from './answer.ts';

/** What `berth whatif` is told. */
export interface WhatIfArguments extends ServerFlags {
  readonly ledger?: string;
  readonly at: string;
  readonly until?: string;
  readonly patch?: string;
  readonly output: string;
}

/** Tells an answer, wherever it comes from. */
export const tell = async (
  terminal: Terminal,
  { output }: WhatIfArguments,
  answer: WhatIf,
): Promise<number> => {
  const isJson = output === 'json';
  const text = isJson ? `${JSON.stringify(answer, undefined, 2)}\n` : textOfWhatIf(answer);
  await write(terminal.stdout, text);
  return exitCodes.ok;
};

/** Tells what of a patch cannot be. */
export const refusePatch = async (
  terminal: Terminal,
  { patch }: WhatIfArguments,
  { field, problem: what, remedy }: Omit<PatchRefused, '_tag'>,
): Promise<number> =>
  fail(terminal, {
    what,
    where: await whereInPatch(patch ?? '', field),
    remedy,
    exitCode: exitCodes.usage,
  });
