import { exitCodes } from '../exit-codes.ts';
import type { Server } from '../remote/server.ts';
import type { Terminal } from '../terminal.ts';
import type { Deed } from './deed.ts';
import { doDeeds, type WriteFlags } from './send.ts';
import { running, waitFor } from './wait.ts';

/** How a submission is sent. */
export interface Submission {
  readonly deed: Deed;
  readonly args: WriteFlags & { readonly wait?: boolean; readonly waitTimeout?: number };
}

/** Submits one workload, and waits until it runs where that is wanted. */
export const submitAndWait = async (
  terminal: Terminal,
  server: Server,
  { deed, args }: Submission,
): Promise<number> => {
  const exitCode = await doDeeds(terminal, server, { deeds: [deed], flags: args });
  const isDone = exitCode === exitCodes.ok && args.dryRun === 'none';
  if (args.wait !== true || !isDone) return exitCode;
  const ids = [deed.subject.slice('workload/'.length)];
  return waitFor(terminal, server, { ids, until: running, withinMs: args.waitTimeout });
};
