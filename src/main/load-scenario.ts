import { dirname, join } from 'node:path';
import {
  demoDay,
  readOpenb,
  readPhilly,
  readScenarioFile,
  withTeams,
} from '../../adapters/traces/index.ts';
import type { InputFault, Scenario } from '../../adapters/ports/scenario.ts';
import type { Policy } from '../../domain/allocation/index.ts';
import { closestTo } from '../../domain/foundation/closest.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import { readPolicy } from './config/policy/index.ts';

/** A scenario of one's own, in a file. */
export interface FileChoice {
  readonly scenario: string;
  readonly seed: number;
}

/** Which public trace to play, as the command line names it. */
export interface TraceChoice {
  readonly scenario?: undefined;
  readonly trace: string;
  readonly jobs: string;
  readonly nodes: string;
  readonly queues: string | undefined;
  /** A file of teams beside those of the trace. */
  readonly teams: string | undefined;
  readonly quotaScale: number;
  readonly load: number | undefined;
  readonly departures: boolean;
  readonly seed: number;
}

/** The bundled day. */
export const bundledDay = (seed: number): Scenario => demoDay(seed);

/** Reads what is to be played; a trace that nobody knows, or an option that it does not take, is refused by name. */
export const loadScenario = async (
  choice: FileChoice | TraceChoice,
): Promise<Either<InputFault, Scenario>> => {
  if (choice.scenario !== undefined) return readScenarioFile(choice.scenario)();
  return loadTrace(choice);
};

/** The rules that somebody chose, or those that a scenario names, which lie beside its file; none where neither does. */
export const scenarioPolicy = async (
  { policyFile: named }: Scenario,
  {
    file,
    policyFile,
  }: { readonly file: string | undefined; readonly policyFile: string | undefined },
): Promise<Either<InputFault, Policy | undefined>> => {
  if (policyFile !== undefined) return readPolicy(policyFile);
  if (named === undefined) return right(undefined);
  return readPolicy(file === undefined ? named : join(dirname(file), named));
};

const loadTrace = async (choice: TraceChoice): Promise<Either<InputFault, Scenario>> => {
  const { seed, departures, load } = choice;
  if (choice.trace === 'openb') {
    if (choice.queues !== undefined) return left(unfit('--queues', 'is for --trace philly'));
    const files = { nodesFile: choice.nodes, jobsFile: choice.jobs };
    const sampled = load === undefined ? {} : { load };
    const trace = await readOpenb({ ...files, seed, departures, ...sampled })();
    return isLeft(trace) || choice.teams === undefined
      ? trace
      : withTeams(trace.right, choice.teams)();
  }
  if (choice.trace === 'philly') {
    if (load !== undefined || !departures) {
      return left(unfit('--load, --no-departures', 'are for --trace openb'));
    }
    if (choice.teams !== undefined) return left(unfit('--teams', 'is for --trace openb'));
    if (choice.queues === undefined) {
      return left(unfit('--queues', 'is missing: philly needs the nodes per virtual cluster'));
    }
    const { jobs: jobsFile, nodes, queues: queuesFile, quotaScale } = choice;
    return readPhilly({ jobsFile, nodes, queuesFile, quotaScale })();
  }
  const close = closestTo(choice.trace, traces);
  const remedy =
    close.length === 0 ? `say ${traces.join(' or ')}` : `did you mean ${close.join(' or ')}?`;
  return left(unfit('--trace', `'${choice.trace}' is no trace that berth knows`, remedy));
};

const traces = ['openb', 'philly'];

const unfit = (
  option: string,
  problem: string,
  remedy = 'see berth sim run --help',
): InputFault => ({
  _tag: 'InputRefused',
  retry: 'never',
  file: 'command line',
  line: undefined,
  field: option,
  problem: `${option} ${problem}`,
  remedy,
});
