import { type Either, isLeft } from '../../../domain/foundation/fp.ts';
import type { HistoryEntry } from '../../../projections/workload-history/view.ts';
import { findWorkload, findWorkloadIn } from '../asks/find.ts';
import { complain, fail } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import type { AnyFault } from '../failures.ts';
import type { WorkloadNoun } from '../nouns.ts';
import { instantText } from '../print/index.ts';
import type { ServerFlags } from '../remote/destination.ts';
import { listen } from '../remote/listen.ts';
import type { Server } from '../remote/server.ts';
import { withServer } from '../remote/with-server.ts';
import { historyOf } from '../resources/history-of.ts';
import type { Source } from '../resources/kind.ts';
import { type Terminal, write } from '../terminal.ts';

/** `berth … logs`'s arguments. */
export interface LogsArguments extends ServerFlags {
  readonly noun: WorkloadNoun;
  readonly id: string;
  readonly ledger?: string;
  readonly project?: string;
  readonly follow?: boolean;
  readonly tail?: number;
  /** @unit ms */
  readonly since?: number;
  readonly timestamps: boolean;
}

/** Tells the life of a workload's pods from the ledger, line by line; with `follow` until it has ended. */
export const logs = (terminal: Terminal, args: LogsArguments): Promise<number> => {
  const { ledger } = args;
  if (ledger !== undefined) return logsIn(terminal, args, ledger);
  return withServer(terminal, args, async (server) => {
    const { noun, id: typed, project } = args;
    const found = await findWorkload(server, { noun, typed, project });
    if (isLeft(found)) return complain(terminal, found.left);
    if ('failure' in found.right) return fail(terminal, found.right.failure);
    return logsOf(terminal, { ...args, id: found.right.row.id }, { server });
  });
};

const logsIn = async (terminal: Terminal, args: LogsArguments, ledger: string): Promise<number> => {
  const { noun, id: typed, project, at } = args;
  const found = await findWorkloadIn({ ledger, at }, { noun, typed, project });
  if (isLeft(found)) return complain(terminal, found.left, ledger);
  if ('failure' in found.right) return fail(terminal, found.right.failure);
  return logsOf(terminal, { ...args, id: found.right.row.id }, { ledger, at });
};

const logsOf = async (terminal: Terminal, args: LogsArguments, source: Source): Promise<number> => {
  const history = await historyOf(source, args.id);
  if (isLeft(history)) return complain(terminal, history.left, args.ledger);
  const entries = history.right;
  const last = entries.at(-1);
  if (last === undefined) return unknown(terminal, args);
  await write(terminal.stdout, textOf(chosen(entries, args), args));
  if (args.follow !== true || source.server === undefined || hasEnded(last)) return exitCodes.ok;
  return followed(terminal, source.server, { args, after: last.revision });
};

const unknown = (terminal: Terminal, { id, ledger }: LogsArguments): Promise<number> =>
  fail(terminal, {
    what: `there is no workload '${id}'`,
    where: ledger,
    remedy: `berth workload list --ledger ${ledger ?? ''} names all`,
    exitCode: exitCodes.notFound,
  });

const chosen = (
  entries: readonly HistoryEntry[],
  { tail, since }: LogsArguments,
): readonly HistoryEntry[] => {
  const fromMs = since === undefined ? -Infinity : Date.now() - since;
  const young = entries.filter(({ atMs }) => atMs >= fromMs);
  return tail === undefined ? young : young.slice(Math.max(0, young.length - tail));
};

const textOf = (
  entries: readonly HistoryEntry[],
  { timestamps }: Pick<LogsArguments, 'timestamps'>,
): string =>
  entries
    .map(({ atMs, phase, text }) => {
      const at = timestamps ? `${instantText(atMs)} ` : '';
      return `${at}${phase}: ${text}\n`;
    })
    .join('');

const ends = new Set(['Completed', 'Failed', 'Deleted']);

const hasEnded = ({ phase }: HistoryEntry): boolean => ends.has(phase);

interface Followed {
  readonly args: LogsArguments;
  readonly after: number;
}

/** Prints what is new after each fact about the workload; ends when it has ended. */
const followed = async (
  terminal: Terminal,
  server: Server,
  { args, after }: Followed,
): Promise<number> => {
  let printed = after;
  for (;;) {
    const lost = await listen(server, {
      after: printed,
      query: { subject: `workload/${args.id}` },
      onFact: () => true,
      stopped: terminal.stopped,
    });
    if (lost !== undefined) return complain(terminal, lost);
    if (terminal.stopped?.aborted === true) return exitCodes.interrupted;
    const history: Either<AnyFault, readonly HistoryEntry[]> = await historyOf({ server }, args.id);
    if (isLeft(history)) return complain(terminal, history.left);
    const fresh = history.right.filter(({ revision }) => revision > printed);
    await write(terminal.stdout, textOf(fresh, args));
    const last = history.right.at(-1);
    printed = last?.revision ?? printed;
    if (last !== undefined && hasEnded(last)) return exitCodes.ok;
  }
};
