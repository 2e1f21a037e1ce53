import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { complain, fail, formatProblem, refuse } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { printData } from '../print/index.ts';
import type { ServerFlags } from '../remote/destination.ts';
import type { RemoteFault } from '../remote/faults.ts';
import { memberOf } from '../remote/problem.ts';
import { failureOfRemote } from '../remote/remote-failures.ts';
import type { AskDone, Server } from '../remote/server.ts';
import { startBar, type Terminal, write } from '../terminal.ts';
import { type Deed, isUnchanged } from './deed.ts';

/** What every command that changes something takes. */
export interface WriteFlags extends ServerFlags {
  readonly output: string;
  readonly dryRun: string;
}

/** What is wrong with the flags of a write, as the text to print. */
export const writeProblem = ({ output, dryRun }: WriteFlags): string | undefined => {
  const problem = formatProblem(output, ['text', 'name', 'json', 'yaml']);
  if (problem !== undefined) return problem;
  return ['none', 'client', 'server'].includes(dryRun)
    ? undefined
    : `error: there is no dry run of '${dryRun}'\n  at: --dry-run\n  remedy: use none, client or server\n`;
};

/** Refuses flags of a write that cannot be; `undefined` where all is well. */
export const refuseWrite = (terminal: Terminal, flags: WriteFlags): Promise<number> | undefined => {
  const problem = writeProblem(flags);
  return problem === undefined ? undefined : refuse(terminal, problem);
};

/** From so many deeds on a person sees a bar. */
const barFrom = 20;

/** What of a deed is printed as data. */
interface Told {
  readonly subject: string;
  readonly outcome: string;
  readonly revision: number | null;
  readonly asks: Deed['asks'];
}

/** Does deeds one after the other and tells each; those behind a failed one are done all the same. */
export const doDeeds = async (
  terminal: Terminal,
  server: Server,
  { deeds, flags }: { readonly deeds: readonly Deed[]; readonly flags: WriteFlags },
): Promise<number> => {
  const bar = deeds.length >= barFrom ? await startBar(terminal, 'send') : undefined;
  const told: Told[] = [];
  let exitCode: number = exitCodes.ok;
  for (const [place, deed] of deeds.entries()) {
    bar?.update(place, deeds.length, deed.subject);
    const done = await doDeed(server, deed, flags);
    if (isLeft(done)) {
      const code = await complainOf(terminal, deed, done.left);
      exitCode = exitCode === exitCodes.ok ? code : exitCode;
      if (done.left._tag !== 'ServerRefused') break;
      continue;
    }
    const outcome = outcomeOf(deed, done.right, flags);
    told.push({ subject: deed.subject, outcome, asks: deed.asks, revision: done.right.revision });
    if (flags.output === 'text') await write(terminal.stdout, `${deed.subject} ${outcome}\n`);
    if (flags.output === 'name') await write(terminal.stdout, `${deed.subject}\n`);
  }
  bar?.stop();
  if (flags.output === 'json' || flags.output === 'yaml') {
    await write(terminal.stdout, await printData(flags.output, told));
  }
  return exitCode;
};

interface DeedDone {
  readonly revision: number | null;
  readonly isNew: boolean;
  /** Whether a server has judged it, where it was not meant. */
  readonly isJudged: boolean;
}

const outcomeOf = (deed: Deed, done: DeedDone, { dryRun }: WriteFlags): string => {
  const outcome = isUnchanged(deed) || !done.isNew ? 'unchanged' : deed.outcome;
  if (dryRun === 'none') return outcome;
  if (dryRun === 'client') return `${outcome} (dry run)`;
  return done.isJudged
    ? `${outcome} (server dry run)`
    : `${outcome} (server dry run; not judged, for it needs ${(deed.needs ?? []).join(' and ')})`;
};

const doDeed = async (
  server: Server,
  deed: Deed,
  { dryRun }: WriteFlags,
): Promise<Either<RemoteFault, DeedDone>> => {
  const nothing = { revision: null, isNew: true, isJudged: false };
  if (dryRun === 'client') return right(nothing);
  if (dryRun === 'server' && (deed.needs ?? []).length > 0) {
    return right(nothing);
  }
  const isDryRun = dryRun === 'server';
  // What comes after a creation cannot be judged before the thing is there.
  const asks = isDryRun ? deed.asks.slice(0, 1) : deed.asks;
  let { expectedRevision } = deed;
  let last: AskDone | undefined;
  let isNew = false;
  for (const ask of asks) {
    const done = await server.ask(ask, { isDryRun, expectedRevision });
    if (isLeft(done)) return done;
    last = done.right;
    isNew ||= done.right.facts.length > 0;
    if (expectedRevision !== undefined) {
      expectedRevision = lastRevisionOf(done.right) ?? expectedRevision;
    }
  }
  const revision = last?.revision ?? null;
  return right({ revision, isNew, isJudged: true });
};

const lastRevisionOf = ({ facts }: AskDone): number | undefined => {
  const revision = memberOf(facts.at(-1), 'revision');
  return typeof revision === 'number' ? revision : undefined;
};

/** Says why a deed was not done, in the words of who asked for it. */
const complainOf = (terminal: Terminal, deed: Deed, fault: RemoteFault): Promise<number> => {
  if (fault._tag !== 'ServerRefused') return complain(terminal, fault);
  const { whereOf } = deed;
  const failure = failureOfRemote(fault);
  const [finding] = fault.findings;
  const where = finding === undefined ? undefined : whereOf?.(finding);
  const what = `${deed.subject}: ${failure.what}`;
  return fail(terminal, { ...failure, what, where: where ?? failure.where });
};
