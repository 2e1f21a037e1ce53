import { isLeft } from '../../../domain/foundation/fp.ts';
import { complain, fail, formatProblem, refuse } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { printData } from '../print/index.ts';
import { printTree } from '../print/tree.ts';
import type { TrialFlags } from '../remote/with-ledger.ts';
import type { Finding, RemoteFault } from '../remote/faults.ts';
import { failureOfRemote } from '../remote/remote-failures.ts';
import type { Server } from '../remote/server.ts';
import { startBar, type Terminal, write } from '../terminal.ts';
import type { Deed } from './deed.ts';
import { doDeed, outcomeOf } from './do-deed.ts';
import { foretellDeeds } from './foretell.ts';

/** What every command that changes something takes. */
export interface WriteFlags extends TrialFlags {
  readonly output: string;
  readonly dryRun: string;
}

/** What is wrong with the flags of a write, as the text to print. */
export const writeProblem = ({ output, dryRun, ledger, at }: WriteFlags): string | undefined => {
  const problem = formatProblem(output, ['text', 'name', 'json', 'yaml']);
  if (problem !== undefined) return problem;
  if (ledger !== undefined && dryRun !== 'server') return ledgerProblem;
  if (at !== undefined && ledger === undefined) return momentProblem;
  return ['none', 'client', 'server'].includes(dryRun)
    ? undefined
    : `error: there is no dry run of '${dryRun}'\n  at: --dry-run\n  remedy: use none, client or server\n`;
};

const ledgerProblem =
  'error: a ledger file takes nothing, it only says what would be\n  at: --ledger\n  remedy: add --dry-run=server\n';

const momentProblem =
  'error: a server is asked as it is now\n  at: --at\n  remedy: name a ledger file with --ledger, or leave --at out\n';

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
  /** What the next plan would make of it, of a dry run of the server. */
  forecast?: unknown;
}

/** How far a row of deeds has come. */
interface Course {
  readonly terminal: Terminal;
  readonly flags: WriteFlags;
  readonly told: Told[];
  /** What was done, or only tried. */
  readonly done: Deed[];
  /** The subjects of deeds that were not done. */
  readonly undone: Set<string>;
  exitCode: number;
}

/** Does deeds one after the other and tells each; one that fails holds up only those that need it. */
export const doDeeds = async (
  terminal: Terminal,
  server: Server,
  { deeds, flags }: { readonly deeds: readonly Deed[]; readonly flags: WriteFlags },
): Promise<number> => {
  const bar = deeds.length >= barFrom ? await startBar(terminal, 'send') : undefined;
  const course: Course = {
    terminal,
    flags,
    told: [],
    done: [],
    undone: new Set(),
    exitCode: exitCodes.ok,
  };
  for (const [place, deed] of deeds.entries()) {
    bar?.update(place, deeds.length, deed.subject);
    const isGoingOn = await oneMore(server, deed, course);
    if (!isGoingOn) break;
  }
  bar?.stop();
  if (flags.dryRun === 'server') await foretell(server, course);
  if (flags.output === 'json' || flags.output === 'yaml') {
    await write(terminal.stdout, await printData(flags.output, course.told));
  }
  return course.exitCode;
};

/** Does one deed; answers whether there is any use in going on. */
const oneMore = async (server: Server, deed: Deed, course: Course): Promise<boolean> => {
  const { terminal, flags, told, undone } = course;
  const { subject, asks } = deed;
  const lacking = deed.needs?.find((need) => undone.has(need));
  if (lacking !== undefined) {
    undone.add(subject);
    await write(terminal.stderr, `${subject} is left out, for it needs ${lacking}\n`);
    return true;
  }
  const done = await doDeed(server, deed, flags.dryRun);
  if (isLeft(done)) {
    undone.add(subject);
    const exitCode = await complainOf(terminal, deed, done.left);
    if (course.exitCode === exitCodes.ok) course.exitCode = exitCode;
    return done.left._tag === 'ServerRefused';
  }
  const outcome = outcomeOf(deed, done.right, flags.dryRun);
  told.push({ subject, outcome, asks, revision: done.right.revision });
  course.done.push(deed);
  if (flags.output === 'text') await write(terminal.stdout, `${subject} ${outcome}\n`);
  if (flags.output === 'name') await write(terminal.stdout, `${subject}\n`);
  return true;
};

/** Tells what the next plan would make of what was tried. */
const foretell = async (server: Server, course: Course): Promise<void> => {
  const { terminal, flags, told } = course;
  const foretold = await foretellDeeds(server, course.done);
  if (isLeft(foretold)) {
    course.exitCode = await complain(terminal, foretold.left);
    return;
  }
  for (const { deed, forecast, refusal, tree } of foretold.right) {
    const line = told.find(({ subject }) => subject === deed.subject);
    if (line !== undefined) line.forecast = forecast;
    if (refusal !== undefined) {
      const exitCode = await complainOf(terminal, deed, refusal);
      if (course.exitCode === exitCodes.ok) course.exitCode = exitCode;
    } else if (flags.output === 'text') await write(terminal.stdout, printTree(tree));
  }
};

/** Says why a deed was not done, in the words of who asked for it. */
const complainOf = (terminal: Terminal, deed: Deed, fault: RemoteFault): Promise<number> => {
  if (fault._tag !== 'ServerRefused') return complain(terminal, fault);
  const { whereOf, wordsOf = same } = deed;
  const [said] = fault.findings;
  const findings = fault.findings.map(wordsOf);
  const failure = failureOfRemote({ ...fault, findings });
  const [finding] = findings;
  const place = finding === undefined ? undefined : (whereOf?.(finding) ?? ownPlace(deed, finding));
  const isReworded = finding !== said && finding?.value !== undefined && place !== undefined;
  const where = isReworded ? `${place}, value ${finding.value}` : (place ?? failure.where);
  const what = `${deed.subject}: ${failure.what}`;
  return fail(terminal, { ...failure, what, where });
};

const same = (finding: Finding): Finding => finding;

/** The argument that names the thing itself, where an ask has its id. */
const ownPlace = ({ subject }: Deed, { pointer }: Finding): string | undefined => {
  const noun = subject.slice(0, subject.indexOf('/'));
  if (pointer.toLowerCase() !== `/${noun}id`) return undefined;
  return noun === 'workload' ? 'WORKLOAD' : 'ID';
};
