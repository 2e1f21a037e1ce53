import { createClusterSim } from '../../../adapters/cluster-sim/index.ts';
import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import type { Cluster } from '../../../adapters/ports/cluster.ts';
import type { Scenario, ScenarioJob } from '../../../adapters/ports/scenario.ts';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { Workload } from '../../../domain/workload/index.ts';
import { type Brain, createBrain, type Watcher } from '../../../src/app/brain.ts';
import { replay } from '../../../src/app/replay.ts';
import { playScenario, type Stage } from '../../../src/app/tick.ts';
import { runTurn } from '../../../src/app/turn.ts';
import { createWriter } from '../../../src/app/writer.ts';
import { beginning, rightOf, smallScenario } from './stage.ts';

const job = (id: string, change: Partial<ScenarioJob>): ScenarioJob => ({
  id,
  projectId: 'red',
  workloadType: 'training',
  priority: 50,
  preemptible: true,
  subGroups: [
    {
      name: 'main',
      pods: 1,
      request: { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 1000, memoryBytes: 2 ** 30 },
    },
  ],
  nodeSelector: {},
  submitAtMs: 1000,
  runMs: 60_000,
  cancelAtMs: undefined,
  exitCode: 0,
  ...change,
});

/** How long one of them is kept. */
export const monthMs = 30 * 86_400_000;
const scenario: Scenario = {
  ...smallScenario(1, 0),
  failures: [],
  jobs: [
    job('fails-for-good', { exitCode: 1, backoffLimit: 2 }),
    job('fails-twice', { exitCode: 1, backoffLimit: 6 }),
    job('kept-a-month', { timeToLiveMs: monthMs }),
    job('kept-not-at-all', { timeToLiveMs: 0 }),
    job('never-tried-again', { exitCode: 1 }),
    job('taken-back', { exitCode: 1, backoffLimit: 6, cancelAtMs: 70_000 }),
    job('too-long', { runMs: undefined, timeLimitMs: 3_600_000 }),
  ],
};

/** What came of the scenario. */
export interface Story {
  readonly brain: Brain;
  readonly facts: readonly BerthRecorded[];
  readonly endMs: number;
  readonly mismatches: number;
  readonly of: (id: string) => readonly BerthRecorded[];
  readonly phaseOf: (id: string) => string | undefined;
}

/** A cluster where `fails-twice` ends well the third time. */
const clusterFor = ({ jobs }: Scenario): Cluster => {
  const byId = new Map(jobs.map((one) => [one.id, one]));
  const ends = new Map<string, number>();
  return createClusterSim({
    seed: 1,
    runMsOf: (id) => byId.get(id)?.runMs,
    exitCodeOf: (id) => {
      ends.set(id, (ends.get(id) ?? 0) + 1);
      return id === 'fails-twice' && ends.get(id) === 3 ? 0 : (byId.get(id)?.exitCode ?? 0);
    },
    failures: [],
    startLatencyMs: { min: 1000, max: 1000 },
    restartLossMs: () => 0,
  });
};

const stage: Stage = {
  scenario,
  cluster: clusterFor(scenario),
  onProgress: () => undefined,
  onRefused: (request) => {
    throw new Error(`${JSON.stringify(request)} is refused`);
  },
};

/** Plays the scenario to its end, and replays what came of it. */
export const play = async (): Promise<Story> => {
  const facts: BerthRecorded[] = [];
  const watcher: Watcher = { apply: (fact) => facts.push(fact) };
  const brain = createBrain(defaultPolicy, [watcher]);
  brain.epoch = 1;
  const log = rightOf(await memoryLedger().open()());
  const writer = createWriter(log, 0, 64);
  rightOf(await runTurn(brain, writer, beginning(scenario)));
  const endMs = rightOf(await playScenario(brain, writer, stage));
  const options = { verify: true, mismatchesMax: 10, onProgress: () => undefined };
  const report = rightOf(await replay(createBrain(defaultPolicy), log, options));
  return {
    brain,
    facts,
    endMs,
    mismatches: report.mismatches.length,
    of: (id) => facts.filter(({ subject }) => subject.id === id),
    phaseOf: (id) => (brain.states.byKind.workload.get(id)?.state as Workload | undefined)?.phase,
  };
};
