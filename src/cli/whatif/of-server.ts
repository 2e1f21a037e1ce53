import { isLeft, right } from '../../../domain/foundation/fp.ts';
import { complain, fail } from '../complain.ts';
import type { RemoteFault } from '../remote/faults.ts';
import { inForm, whatIfForm } from '../remote/inquiry-forms.ts';
import { withServer } from '../remote/with-server.ts';
import type { Terminal } from '../terminal.ts';
import { portablePatch, readPatch } from './patch-file.ts';
import { refusePatch, tell, type WhatIfArguments } from './tell.ts';

/** Lets a server play a what-if of its ledger; a patch that cannot be read is told here, with its line. */
export const whatIfOfServer = async (
  terminal: Terminal,
  args: WhatIfArguments,
): Promise<number> => {
  const { at, until, patch: file } = args;
  const read = file === undefined ? undefined : await readPatch(file);
  if (read !== undefined && 'what' in read) return fail(terminal, read);
  const patch = file === undefined ? right(undefined) : await portablePatch(file);
  if (isLeft(patch)) return complain(terminal, patch.left);
  return withServer(terminal, args, async (server) => {
    const body = { at, until, patch: patch.right };
    const answer = await server.inquire('berth/v1/whatif', body);
    const found = inForm(server, whatIfForm, answer);
    if (!isLeft(found)) return tell(terminal, args, found.right);
    const refused = refusedIn(found.left);
    return refused === undefined
      ? complain(terminal, found.left)
      : refusePatch(terminal, args, refused);
  });
};

/** What of the patch cannot be, where that is what the server says. */
const refusedIn = (fault: RemoteFault) => {
  const [finding] = fault._tag === 'ServerRefused' && fault.slug === 'patch' ? fault.findings : [];
  if (finding === undefined) return undefined;
  const { value, problem, remedy = '' } = finding;
  const field: unknown = value === undefined ? '' : JSON.parse(value);
  return { field: typeof field === 'string' ? field : '', problem, remedy };
};
