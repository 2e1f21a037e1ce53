import { createClusterSim, heliosRestartLossMs } from '../../adapters/cluster-sim/index.ts';
import { memoryLedger } from '../../adapters/event-log-memory/index.ts';
import type { Cluster } from '../../adapters/ports/cluster.ts';
import type { Scenario } from '../../adapters/ports/scenario.ts';
import { defaultPolicy, plan, type Policy } from '../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { hexOf } from '../../domain/foundation/chain.ts';
import { type Either, isLeft } from '../../domain/foundation/fp.ts';
import { invariant } from '../../domain/foundation/invariant.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { reportOf, type SimReport, simReport } from '../../projections/sim-report/index.ts';
import { type Brain, createBrain, watch } from '../app/brain.ts';
import type { Request } from '../app/handle.ts';
import { setupRequests } from '../app/scenario-requests.ts';
import { playScenario, type Stage } from '../app/tick.ts';
import { runTurn } from '../app/turn.ts';
import { createWriter, type Writer } from '../app/writer.ts';
import type { BookedWorkload, Books } from './books.ts';
import { openBooks } from './keep-books.ts';
import { LawBroken, plannerOf, type Scheduler } from './scheduler.ts';

/** What may be different from a plain run. */
export interface SimulationOptions {
  /** The rules of the kernel; those of an installation that chose nothing unless said. */
  readonly policy?: Policy;
  /** Decides instead of the kernel. */
  readonly scheduler?: Scheduler;
  /** Draws the latencies of the simulated cluster; 1 unless said. */
  readonly seed?: number;
  /** Most facts of a run that comes to an end; 2,000 and 500 for each job unless said. */
  readonly factsMax?: number;
}

/** What a run left behind. */
export interface Simulation {
  /** The ledger from its first fact. */
  readonly facts: readonly BerthRecorded[];
  /** Waits, GPU-hours, evictions, project by project. */
  readonly report: SimReport;
  /** The hash of the ledger's chain, 64 hex digits: equal for equal facts on every machine. */
  readonly digest: string;
  readonly revisions: Revision;
  /** Requests of the scenario that a rule refused; 0 unless it is at odds with itself. */
  readonly refused: number;
}

/**
 * Plays a scenario in virtual time through the whole engine, on a simulated cluster and a ledger in memory.
 *
 * The same scenario, rules and seed give the same facts on every machine.
 * @cost about 7 ms for a generated scenario, about a second for the bundled day
 * @throws LawBroken when a scheduler makes a plan that breaks a law, or when workloads are evicted without end
 */
export const simulate = async (
  scenario: Scenario,
  options: SimulationOptions = {},
): Promise<Simulation> => {
  const { policy = defaultPolicy, scheduler, seed = 1 } = options;
  const factsMax = options.factsMax ?? 2_000 + 500 * scenario.jobs.length;
  const { facts, books, keep } = recorder();
  const report = watch(simReport);
  const planner = scheduler === undefined ? plan : plannerOf(scheduler, books);
  const brain = createBrain(policy, [report, keep], planner);
  const log = rightOf(await memoryLedger().open()());
  const writer = createWriter(log, 0, commitEvery);
  await begin(brain, writer, scenario);
  const isStopped = (): boolean => facts.length > factsMax;
  const world = { scenario, cluster: clusterFor(scenario, seed), isStopped };
  const refused = await playOn(brain, writer, world);
  if (isStopped()) throw endless(facts.length, books);
  const { revision: revisions, hash } = rightOf(await log.head()());
  return { facts, report: reportOf(report.view()), digest: hexOf(hash), revisions, refused };
};

/** A run that does not end: somebody goes and comes back, again and again. */
const endless = (facts: number, books: Books): LawBroken => {
  let most: BookedWorkload | undefined;
  for (const one of books.workloads.values())
    if (most === undefined || one.attempt > most.attempt) most = one;
  const who = most === undefined ? '' : `: ${most.id} is in its attempt ${most.attempt}`;
  return new LawBroken(`runsEnd: after ${facts} facts the scenario is not at its end${who}`);
};

/** Keeps every fact, and the books of them. */
const recorder = () => {
  const facts: BerthRecorded[] = [];
  const books = openBooks();
  const apply = (fact: BerthRecorded): void => {
    facts.push(fact);
    books.book(fact);
  };
  return { facts, books, keep: { apply } };
};

/** Facts that are appended together; nothing outside waits for them. */
const commitEvery = 4096;

/** Wins the ledger and makes everything that the scenario takes for granted. */
const begin = async (brain: Brain, writer: Writer, scenario: Scenario): Promise<void> => {
  brain.epoch = 1;
  const elect: Request = {
    commandId: 'elect:1',
    subject: { kind: 'ledger', id: 'main' },
    command: { type: 'Elect', holder: 'berth-testing' },
    atMs: scenario.startMs,
    origin: 'command',
  };
  const setup = setupRequests(scenario).map((request) => layingOut(request, brain.basePolicy));
  for (const answer of rightOf(await runTurn(brain, writer, [elect, ...setup]))) {
    invariant(!isLeft(answer), () => `the scenario is refused: ${JSON.stringify(answer)}`);
  }
};

/** A node pool says itself how pods are laid out; here it says what the rules under test say. */
const layingOut = (request: Request, { gpuPlacement, cpuPlacement }: Policy): Request => {
  const { command } = request;
  if (typeof command === 'function' || command.type !== 'CreateNodePool') return request;
  return { ...request, command: { ...command, gpuPlacement, cpuPlacement } };
};

const playOn = async (
  brain: Brain,
  writer: Writer,
  world: Pick<Stage, 'scenario' | 'cluster' | 'isStopped'>,
): Promise<number> => {
  let refused = 0;
  const onRefused = (): void => {
    refused += 1;
  };
  rightOf(await playScenario(brain, writer, { ...world, onRefused, onProgress: () => undefined }));
  return refused;
};

const clusterFor = (scenario: Scenario, seed: number): Cluster => {
  const jobs = new Map(scenario.jobs.map((job) => [job.id, job]));
  return createClusterSim({
    seed,
    runMsOf: (workloadId) => jobs.get(workloadId)?.runMs,
    exitCodeOf: (workloadId) => jobs.get(workloadId)?.exitCode ?? 0,
    failures: scenario.failures,
    startLatencyMs: { min: 1_000, max: 3_000 },
    restartLossMs: heliosRestartLossMs,
  });
};

/** A ledger in memory has no faults; one would be a defect. */
const rightOf = <R>(outcome: Either<unknown, R>): R => {
  invariant(!isLeft(outcome), () => `the ledger in memory failed: ${JSON.stringify(outcome)}`);
  return outcome.right;
};
