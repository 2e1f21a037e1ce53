import { createClusterSim } from '../../../adapters/cluster-sim/index.ts';
import { memoryLedger, type MemoryLedger } from '../../../adapters/event-log-memory/index.ts';
import type { Cluster } from '../../../adapters/ports/cluster.ts';
import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { Scenario, ScenarioJob } from '../../../adapters/ports/scenario.ts';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import { type Either, isLeft } from '../../../domain/foundation/fp.ts';
import { randomOf } from '../../../domain/foundation/random.ts';
import type { Entitlements } from '../../../domain/foundation/shapes.ts';
import { type Brain, createBrain } from '../../../src/app/brain.ts';
import type { Request } from '../../../src/app/handle.ts';
import { setupRequests } from '../../../src/app/scenario-requests.ts';
import { playScenario } from '../../../src/app/tick.ts';
import { runTurn } from '../../../src/app/turn.ts';
import { createWriter } from '../../../src/app/writer.ts';

/** The answer of an outcome that has to be one. */
export const rightOf = <R>(outcome: Either<unknown, R>): R => {
  if (isLeft(outcome)) throw new Error(JSON.stringify(outcome.left));
  return outcome.right;
};

const entitled = (quota: number): Entitlements => ({
  gpuMilli: { quota, limit: -1, weight: 1 },
  cpuMilli: { quota: -1, limit: -1, weight: 1 },
  memoryMib: { quota: -1, limit: -1, weight: 1 },
  priority: 100,
});

const jobOf = (seed: number, k: number): ScenarioJob => {
  const random = randomOf(`${seed}/${k}`);
  const devices = random.pick([1, 1, 2, 4]);
  const isShare = random.chance(250);
  return {
    id: `job-${String(k).padStart(3, '0')}`,
    projectId: random.pick(['red', 'blue']),
    workloadType: 'training',
    priority: random.pick([50, 50, 80]),
    preemptible: true,
    subGroups: [
      {
        name: 'main',
        pods: random.chance(150) ? 2 : 1,
        request: {
          gpuDevices: isShare ? 1 : devices,
          gpuMilli: isShare ? 500 : 1000,
          cpuMilli: 1000,
          memoryBytes: 2 ** 30,
        },
      },
    ],
    nodeSelector: {},
    submitAtMs: 1000 * random.below(600),
    runMs: 1000 * (60 + random.below(600)),
    cancelAtMs: random.chance(100) ? 1_500_000 : undefined,
    exitCode: random.chance(50) ? 1 : 0,
  };
};

/** Four nodes of four GPUs, two projects, more work than fits, and a node that fails and comes back. */
export const smallScenario = (seed: number, jobs = 40): Scenario => ({
  name: 'small',
  clusterId: 'small',
  nodePoolId: 'default',
  startMs: 0,
  nodes: ['a', 'b', 'c', 'd'].map((letter) => ({
    id: `node-${letter}`,
    labels: {},
    taints: [],
    cpuMilli: 64_000,
    memoryBytes: 2 ** 38,
    podsMax: 32,
    gpuCount: 4,
    gpuModel: 'H100',
    gpuMemoryMib: 81_920,
  })),
  departments: [{ id: 'lab', entitlements: entitled(16_000) }],
  projects: [
    { id: 'red', departmentId: 'lab', entitlements: entitled(8000) },
    { id: 'blue', departmentId: 'lab', entitlements: entitled(8000) },
  ],
  jobs: Array.from({ length: jobs }, (_, k) => jobOf(seed, k)).toSorted(
    (a, b) => a.submitAtMs - b.submitAtMs || (a.id < b.id ? -1 : 1),
  ),
  failures: [{ nodeId: 'node-b', atMs: 400_000, returnAtMs: 700_000 }],
});

/** The cluster that a scenario is played on. */
export const clusterOf = (scenario: Scenario): Cluster => {
  const jobs = new Map(scenario.jobs.map((job) => [job.id, job]));
  return createClusterSim({
    seed: 1,
    runMsOf: (id) => jobs.get(id)?.runMs,
    exitCodeOf: (id) => jobs.get(id)?.exitCode ?? 0,
    failures: scenario.failures,
    startLatencyMs: { min: 1000, max: 3000 },
    restartLossMs: () => 7000,
  });
};

/** The first requests of a ledger: who leads, and everything that the scenario takes for granted. */
export const beginning = (scenario: Scenario): readonly Request[] => [
  {
    commandId: 'elect:1',
    subject: { kind: 'ledger', id: 'main' },
    command: { type: 'Elect', holder: 'test' },
    atMs: scenario.startMs,
    origin: 'command',
  },
  ...setupRequests(scenario),
];

/** A scenario that was played to its end into a ledger in memory. */
export interface Played {
  readonly brain: Brain;
  readonly ledger: MemoryLedger;
  readonly log: EventLog;
}

/** Plays a scenario into a new ledger in memory. */
export const played = async (scenario: Scenario): Promise<Played> => {
  const ledger = memoryLedger();
  const log = rightOf(await ledger.open()());
  const brain = createBrain(defaultPolicy);
  brain.epoch = 1;
  const writer = createWriter(log, 0, 64);
  rightOf(await runTurn(brain, writer, beginning(scenario)));
  rightOf(
    await playScenario(brain, writer, {
      scenario,
      cluster: clusterOf(scenario),
      onProgress: () => undefined,
      onRefused: (request, answer) => {
        throw new Error(`${JSON.stringify(request)} is refused: ${JSON.stringify(answer)}`);
      },
    }),
  );
  return { brain, ledger, log };
};
