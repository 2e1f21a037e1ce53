import { formatProblem, refuse } from '../complain.ts';
import type { Terminal } from '../terminal.ts';
import type { WhatIfArguments } from './tell.ts';

/** `berth whatif`: exit 0 with an answer, whatever it says. */
export const whatIfCommand = async (terminal: Terminal, args: WhatIfArguments): Promise<number> => {
  const problem = formatProblem(args.output, ['text', 'json']);
  if (problem !== undefined) return refuse(terminal, problem);
  const { ledger } = args;
  if (ledger === undefined) {
    const { whatIfOfServer } = await import('./of-server.ts');
    return whatIfOfServer(terminal, args);
  }
  const { whatIfOfFile } = await import('./of-file.ts');
  return whatIfOfFile(terminal, { ...args, ledger });
};
