import type { Ask } from '../../../adapters/ports/ask.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { WorkloadRow } from '../../../projections/workload-list/view.ts';
import { complain, fail, refuse } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import type { WorkloadNoun } from '../nouns.ts';
import type { Server } from '../remote/server.ts';
import { withServer } from '../remote/with-server.ts';
import type { Terminal } from '../terminal.ts';
import type { Deed } from './deed.ts';
import { findWorkload } from './find.ts';
import { doDeeds, refuseWrite, type WriteFlags } from './send.ts';
import { running, waitFor, type Waited } from './wait.ts';

/** What the verbs on workloads take. */
export interface VerbArguments extends WriteFlags {
  readonly noun: WorkloadNoun;
  /** Names or ids. */
  readonly workloads: readonly string[];
  readonly project?: string;
  readonly reason?: string;
  readonly wait?: boolean;
  /** @unit ms */
  readonly waitTimeout?: number;
  readonly ignoreNotFound?: boolean;
}

/** What is asked of each workload, what it is then, and what to wait for. */
interface Verb {
  readonly askOf: (row: WorkloadRow) => Ask | undefined;
  readonly outcome: string;
  readonly until: Waited;
  /** The flag that led to what a server finds wrong. */
  readonly flagOf?: (pointer: string) => string | undefined;
}

/** `berth … stop`, `suspend`. */
export const stopWorkloads = (terminal: Terminal, args: VerbArguments): Promise<number> => {
  const reason = args.reason ?? 'asked for on the command line';
  return eachWorkload(terminal, args, {
    askOf: ({ id: workloadId }) => ({ type: 'StopWorkload', workloadId, reason }),
    outcome: 'stopping',
    until: { phases: ['Stopped', 'Deleted'], what: 'it has stopped' },
  });
};

/** `berth … resume`. */
export const resumeWorkloads = (terminal: Terminal, args: VerbArguments): Promise<number> =>
  eachWorkload(terminal, args, {
    askOf: ({ id: workloadId }) => ({ type: 'ResumeWorkload', workloadId }),
    outcome: 'resumed',
    until: running,
  });

/** `berth … delete`. */
export const deleteWorkloads = (terminal: Terminal, args: VerbArguments): Promise<number> => {
  const reason = args.reason ?? 'asked for on the command line';
  return eachWorkload(terminal, args, {
    askOf: ({ id: workloadId, phase }) =>
      phase === 'Deleted' ? undefined : { type: 'DeleteWorkload', workloadId, reason },
    outcome: 'deleting',
    until: { phases: ['Deleted'], what: 'it is gone' },
  });
};

/** `berth inference scale`. */
export const scaleWorkloads = (
  terminal: Terminal,
  args: VerbArguments & { readonly replicas: number },
): Promise<number> =>
  eachWorkload(terminal, args, {
    askOf: ({ id: workloadId }) => ({
      type: 'ScaleWorkload',
      workloadId,
      replicas: args.replicas,
    }),
    outcome: 'scaled',
    until: running,
    flagOf: (pointer) => (pointer.includes('replicas') ? '--replicas' : undefined),
  });

const eachWorkload = async (
  terminal: Terminal,
  args: VerbArguments,
  verb: Verb,
): Promise<number> => {
  const refused = refuseWrite(terminal, args);
  if (refused !== undefined) return refused;
  if (args.workloads.length > namedMax) {
    const what = `error: more than ${namedMax} workloads are named\n`;
    return refuse(terminal, `${what}  remedy: name fewer at once\n`);
  }
  return withServer(terminal, args, async (server) => {
    const found = await findAll(terminal, server, args);
    if (found.rows === undefined) return found.exitCode;
    const deeds = found.rows.map((row) => deedOf(row, verb));
    const exitCode = await doDeeds(terminal, server, { deeds, flags: args });
    if (args.wait !== true || exitCode !== exitCodes.ok || args.dryRun !== 'none') return exitCode;
    const ids = found.rows.map(({ id }) => id);
    return waitFor(terminal, server, { ids, until: verb.until, withinMs: args.waitTimeout });
  });
};

/** Most workloads of one command line. */
const namedMax = 1000;

const deedOf = (row: WorkloadRow, { askOf, outcome, flagOf }: Verb): Deed => {
  const ask = askOf(row);
  const asks = ask === undefined ? [] : [ask];
  const whereOf = ({ pointer }: { readonly pointer: string }) => flagOf?.(pointer);
  return { subject: `workload/${row.id}`, outcome, asks, whereOf };
};

/** Finds all that are named before anything is sent; nothing is sent when one is not there. */
const findAll = async (
  terminal: Terminal,
  server: Server,
  { noun, workloads, project, ignoreNotFound }: VerbArguments,
): Promise<{ readonly rows?: readonly WorkloadRow[]; readonly exitCode: number }> => {
  const rows = new Map<string, WorkloadRow>();
  for (const typed of workloads) {
    const found = await findWorkload(server, { noun, typed, project });
    if (isLeft(found)) return { exitCode: await complain(terminal, found.left) };
    if ('row' in found.right) rows.set(found.right.row.id, found.right.row);
    else {
      const { failure } = found.right;
      const isBorne = ignoreNotFound === true && failure.exitCode === exitCodes.notFound;
      if (!isBorne) return { exitCode: await fail(terminal, failure) };
    }
  }
  return { rows: [...rows.values()], exitCode: exitCodes.ok };
};
