import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InputFault, Scenario } from '../../adapters/ports/scenario.ts';
import type { Policy } from '../../domain/allocation/index.ts';
import { type Either, isLeft, right } from '../../domain/foundation/fp.ts';
import { loadScenario, scenarioPolicy } from '../main/load-scenario.ts';
import { testScenario } from '../main/test-scenario.ts';
import { complain, formatProblem, refuse } from './complain.ts';
import { exitCodes } from './exit-codes.ts';
import {
  type FileTested,
  hasPassed,
  junitOf,
  recordOfFile,
  textOfFile,
} from './scenario-report.ts';
import { type Terminal, write } from './terminal.ts';

/** `berth scenario test`'s arguments. */
export interface ScenarioTestArguments {
  readonly files: readonly string[];
  readonly seed: number;
  readonly policy?: string | undefined;
  readonly ledgers?: string | undefined;
  readonly output: string;
}

/** A file that was read. */
interface Wanted {
  readonly file: string;
  readonly scenario: Scenario;
  readonly policy: Policy | undefined;
}

/** `berth scenario test`: all files are read before the first is played; exit 1 where something is otherwise than expected. */
export const scenarioTest = async (
  terminal: Terminal,
  args: ScenarioTestArguments,
): Promise<number> => {
  const problem = formatProblem(args.output, ['text', 'json', 'junit']);
  if (problem !== undefined) return refuse(terminal, problem);
  const wanted: Wanted[] = [];
  let refused: number | undefined;
  for (const file of new Set(args.files)) {
    const read = await wantedOf(file, args);
    if (isLeft(read)) refused = await complain(terminal, read.left);
    else wanted.push(read.right);
  }
  return refused ?? playAll(terminal, wanted, args);
};

const wantedOf = async (
  file: string,
  { seed, policy: policyFile }: ScenarioTestArguments,
): Promise<Either<InputFault, Wanted>> => {
  const scenario = await loadScenario({ scenario: file, seed });
  if (isLeft(scenario)) return scenario;
  const policy = await scenarioPolicy(scenario.right, { file, policyFile });
  return isLeft(policy) ? policy : right({ file, scenario: scenario.right, policy: policy.right });
};

const playAll = async (
  terminal: Terminal,
  wanted: readonly Wanted[],
  { seed, ledgers, output }: ScenarioTestArguments,
): Promise<number> => {
  const folder = ledgers ?? mkdtempSync(join(tmpdir(), 'berth-scenarios-'));
  mkdirSync(folder, { recursive: true });
  const tested: FileTested[] = [];
  for (const [place, { file, scenario, policy }] of wanted.entries()) {
    const ledger = join(folder, `${place + 1}-${scenario.name}.db`);
    const startMs = performance.now();
    const outcome = await testScenario({ scenario, policy, seed, ledgerPath: ledger });
    if (isLeft(outcome)) return complain(terminal, outcome.left, ledger);
    const one = { file, ...outcome.right, ledger, tookMs: performance.now() - startMs };
    tested.push(one);
    if (output === 'text') await write(terminal.stdout, textOfFile(one));
  }
  const failed = tested.filter((one) => !hasPassed(one)).length;
  if (failed === 0 && ledgers === undefined) rmSync(folder, { recursive: true });
  await tell(terminal, { wanted, tested, failed }, output);
  return failed === 0 ? exitCodes.ok : exitCodes.failure;
};

interface Outcome {
  readonly wanted: readonly Wanted[];
  readonly tested: readonly FileTested[];
  readonly failed: number;
}

const tell = async (
  terminal: Terminal,
  { wanted, tested, failed }: Outcome,
  output: string,
): Promise<void> => {
  if (output === 'json') {
    await write(terminal.stdout, `${JSON.stringify(tested.map(recordOfFile), undefined, 2)}\n`);
  } else if (output === 'junit') {
    const expected = wanted.map(({ file, scenario }) => [file, scenario.expected ?? []] as const);
    await write(terminal.stdout, junitOf(tested, new Map(expected)));
  } else {
    await write(terminal.stdout, `${tested.length} scenarios, ${failed} failed\n`);
  }
};
