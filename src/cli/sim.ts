import { statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Scenario } from '../../adapters/ports/scenario.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import {
  bundledDay,
  type FileChoice,
  loadScenario,
  scenarioPolicy,
  type TraceChoice,
} from '../main/load-scenario.ts';
import { withLedger } from '../main/ledger-file.ts';
import { type RunResult, runScenario } from '../main/run-scenario.ts';
import { verifyLedger } from '../main/verify-ledger.ts';
import { complain, formatProblem, refuse } from './complain.ts';
import { type AnyFault, exitCodes } from './failures.ts';
import { spanText } from './print/index.ts';
import { awaitInterruption } from './interruption.ts';
import { reportRecord, reportText } from './sim-report.ts';
import { startBar, type Terminal, write } from './terminal.ts';

/** `berth sim demo`'s arguments. */
export interface DemoArguments {
  readonly ledger: string;
  readonly seed: number;
  readonly policy?: string | undefined;
  readonly output: string;
}

/** `berth sim run`'s arguments. */
export type RunArguments = (FileChoice | TraceChoice) & {
  readonly ledger: string;
  readonly overwrite: boolean;
  readonly policy?: string | undefined;
  readonly output: string;
};

/** Plays the bundled day into a ledger that is made anew each time. */
export const simDemo = async (terminal: Terminal, args: DemoArguments): Promise<number> => {
  const problem = formatProblem(args.output, reportFormats);
  if (problem !== undefined) return refuse(terminal, problem);
  return play(terminal, bundledDay(args.seed), { ...args, overwrite: true, isDemo: true });
};

/** Plays a scenario of one's own, or a trace, into a ledger. */
export const simRun = async (terminal: Terminal, args: RunArguments): Promise<number> => {
  const problem = formatProblem(args.output, reportFormats);
  if (problem !== undefined) return refuse(terminal, problem);
  const scenario = await loadScenario(args);
  if (isLeft(scenario)) return complain(terminal, scenario.left);
  return play(terminal, scenario.right, { ...args, isDemo: false });
};

const reportFormats = ['text', 'json'];

interface PlayArguments {
  readonly ledger: string;
  readonly overwrite: boolean;
  readonly seed: number;
  /** A file of rules; those that the scenario names, or the program's own, where it is left out. */
  readonly policy?: string | undefined;
  readonly scenario?: string | undefined;
  readonly output: string;
  /** Whether it is the bundled day, which always begins its ledger anew. */
  readonly isDemo: boolean;
}

const play = async (
  terminal: Terminal,
  scenario: Scenario,
  args: PlayArguments,
): Promise<number> => {
  const { policy: policyFile, scenario: file } = args;
  const policy = await scenarioPolicy(scenario, { file, policyFile });
  if (isLeft(policy)) return complain(terminal, policy.left);
  const obstacle = await obstacleTo(args);
  if (obstacle !== undefined) return complain(terminal, obstacle);
  const bar = await startBar(terminal, `play ${scenario.name}`);
  const interruption = awaitInterruption();
  const outcome = await runScenario({
    scenario,
    ledgerPath: args.ledger,
    isOverwriting: args.overwrite,
    seed: args.seed,
    policy: policy.right,
    onProgress: ({ jobsSubmitted, jobs, nowMs }) =>
      bar.update(jobsSubmitted, jobs, `virtual time ${spanText(nowMs - scenario.startMs)}`),
    isStopped: interruption.hasCome,
  });
  bar.stop();
  interruption.forget();
  if (isLeft(outcome)) return complain(terminal, outcome.left);
  if (interruption.hasCome()) return tellInterrupted(terminal, outcome.right, args);
  await write(terminal.stdout, reportIn(args.output, scenario.name, outcome.right));
  return exitCodes.ok;
};

const reportIn = (format: string, name: string, result: RunResult): string =>
  format === 'json'
    ? `${JSON.stringify(reportRecord(result), undefined, 2)}\n`
    : reportText(name, result);

/** Says what an interrupted run has left behind: first what is certain, then what a check of it finds. */
const tellInterrupted = async (
  terminal: Terminal,
  { revisions, ledgerPath }: RunResult,
  { isDemo }: PlayArguments,
): Promise<number> => {
  await write(
    terminal.stderr,
    `interrupted: the ledger holds ${revisions} facts and is closed\n  at: ${ledgerPath}\n`,
  );
  const verified = await verifyLedger(ledgerPath, () => undefined);
  if (isLeft(verified)) await complain(terminal, verified.left, ledgerPath);
  else await write(terminal.stderr, '  verified: chain, gaps and schemas are in order\n');
  const next = isDemo
    ? 'the next `berth sim demo` begins it anew'
    : 'run it again with --overwrite to begin the ledger anew';
  await write(terminal.stderr, `  remedy: ${next}; what it holds can be read\n`);
  return exitCodes.interrupted;
};

/** What keeps a ledger from standing at this path; its directory is made, and nothing is deleted that is no ledger. */
const obstacleTo = async ({ ledger, overwrite }: PlayArguments): Promise<AnyFault | undefined> => {
  const directory = dirname(ledger);
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    return {
      _tag: 'LedgerUnavailable',
      retry: 'never',
      place: ledger,
      cause: error instanceof Error ? error.message : String(error),
      remedy: `name a file in another place than ${directory}`,
    };
  }
  const found = statSync(ledger, { throwIfNoEntry: false });
  if (found === undefined || (found.isFile() && found.size === 0)) return undefined;
  // Reading first: what is refused gets no lock beside it.
  const read = await withLedger(ledger, 'read', (log) => log.head()());
  if (isLeft(read)) return read.left;
  const { revision } = read.right;
  if (!overwrite && revision > 0) {
    return { _tag: 'LedgerInUse', place: ledger, revisions: revision };
  }
  const opened = await withLedger(ledger, 'write', (log) => log.head()());
  return isLeft(opened) ? opened.left : undefined;
};
