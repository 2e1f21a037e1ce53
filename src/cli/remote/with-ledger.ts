import { isLeft } from '../../../domain/foundation/fp.ts';
import { complain } from '../complain.ts';
import type { Terminal } from '../terminal.ts';
import type { ServerFlags } from './destination.ts';
import { createServer, type Server } from './server.ts';
import { withServer } from './with-server.ts';

/** A command that is only tried may ask a ledger file instead of a server. */
export interface TrialFlags extends ServerFlags {
  readonly ledger?: string | undefined;
}

/** Like `withServer`; where a ledger file is named, that answers as a server would. */
export const withServerOrLedger = async (
  terminal: Terminal,
  flags: TrialFlags,
  use: (server: Server) => Promise<number>,
): Promise<number> => {
  const { ledger, at, timeout: timeoutMs = usualMs } = flags;
  if (ledger === undefined) return withServer(terminal, flags, use);
  const { withStillServer } = await import('../../main/forecast/still-server.ts');
  const answer = await withStillServer({ path: ledger, at }, async ({ url, token }) => {
    const server = await createServer({
      url: new URL(`${url}/`),
      token,
      project: undefined,
      timeoutMs,
    });
    try {
      return await use(server);
    } finally {
      server.close();
    }
  });
  return isLeft(answer) ? complain(terminal, answer.left, ledger) : answer.right;
};

/** A ledger of millions of facts takes a while. @unit ms */
const usualMs = 300_000;
