import { isLeft } from '../../../domain/foundation/fp.ts';
import { emptyPatch } from '../../app/whatif/index.ts';
import { momentOf } from '../../main/moments/asked.ts';
import { whatIfInLedger } from '../../main/whatif/whatif-ledger.ts';
import { complain, complainAt, fail } from '../complain.ts';
import { startBar, type Terminal } from '../terminal.ts';
import { readPatch } from './patch-file.ts';
import { refusePatch, tell, type WhatIfArguments } from './tell.ts';

/** Plays a what-if of a ledger file here. */
export const whatIfOfFile = async (
  terminal: Terminal,
  args: WhatIfArguments & { readonly ledger: string },
): Promise<number> => {
  const { ledger } = args;
  const patch = args.patch === undefined ? emptyPatch : await readPatch(args.patch);
  if ('what' in patch) return fail(terminal, patch);
  const at = momentOf(args.at);
  if (isLeft(at)) return complain(terminal, at.left, ledger);
  const until = args.until === undefined ? undefined : momentOf(args.until);
  if (until !== undefined && isLeft(until)) return complainAt(terminal, '--until', until.left);
  const question = { at: at.right, until: until?.right, patch };
  const bar = await startBar(terminal, 'what if');
  const found = await whatIfInLedger(ledger, question, (done, of) => bar.update(done, of, ''));
  bar.stop();
  if (!isLeft(found)) return tell(terminal, args, found.right);
  const fault = found.left;
  return fault._tag === 'PatchRefused'
    ? refusePatch(terminal, args, fault)
    : complain(terminal, fault, ledger);
};
