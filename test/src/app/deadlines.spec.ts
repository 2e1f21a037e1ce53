import { beforeAll, describe, expect, test } from 'vitest';
import { createClusterSim } from '../../../adapters/cluster-sim/index.ts';
import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import type { Scenario, ScenarioJob } from '../../../adapters/ports/scenario.ts';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { eventId } from '../../../domain/foundation/ids.ts';
import type { Workload } from '../../../domain/workload/index.ts';
import { type Brain, createBrain, type Watcher } from '../../../src/app/brain.ts';
import { dueRequests, nextDeadlineMs } from '../../../src/app/deadlines.ts';
import { replay } from '../../../src/app/replay.ts';
import { playScenario } from '../../../src/app/tick.ts';
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

const monthMs = 30 * 86_400_000;
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

interface Story {
  readonly brain: Brain;
  readonly facts: readonly BerthRecorded[];
  readonly endMs: number;
  readonly mismatches: number;
  readonly of: (id: string) => readonly BerthRecorded[];
  readonly phaseOf: (id: string) => string | undefined;
}

/** Plays the scenario on a cluster where `fails-twice` ends well the third time, and replays what came of it. */
const play = async (): Promise<Story> => {
  const facts: BerthRecorded[] = [];
  const watcher: Watcher = { apply: (fact) => facts.push(fact) };
  const brain = createBrain(defaultPolicy, [watcher]);
  brain.epoch = 1;
  const jobs = new Map(scenario.jobs.map((one) => [one.id, one]));
  const ends = new Map<string, number>();
  const cluster = createClusterSim({
    seed: 1,
    runMsOf: (id) => jobs.get(id)?.runMs,
    exitCodeOf: (id) => {
      ends.set(id, (ends.get(id) ?? 0) + 1);
      return id === 'fails-twice' && ends.get(id) === 3 ? 0 : (jobs.get(id)?.exitCode ?? 0);
    },
    failures: [],
    startLatencyMs: { min: 1000, max: 1000 },
    restartLossMs: () => 0,
  });
  const log = rightOf(await memoryLedger().open()());
  const writer = createWriter(log, 0, 64);
  rightOf(await runTurn(brain, writer, beginning(scenario)));
  const stage = {
    scenario,
    cluster,
    onProgress: () => undefined,
    onRefused: (request: object) => {
      throw new Error(`${JSON.stringify(request)} is refused`);
    },
  };
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

describe('a scenario with deadlines, in virtual time', () => {
  let story: Story;
  beforeAll(async () => {
    story = await play();
  });
  const typesOf = (id: string): readonly string[] => story.of(id).map(({ type }) => type);
  const atMsOf = (id: string, type: string): readonly number[] =>
    story.of(id).flatMap((fact) => (fact.type === type ? [fact.atMs] : []));

  test('a workload that fails twice and then ends well is tried again after 10 s, then after 20 s', () => {
    const tries = ['WorkloadQueued', 'WorkloadAllocated', 'WorkloadStarted'];
    expect(typesOf('fails-twice')).toEqual([
      'WorkloadSubmitted',
      ...tries,
      'WorkloadRetryScheduled',
      ...tries,
      'WorkloadRetryScheduled',
      ...tries,
      'WorkloadCompleted',
    ]);
    const failed = atMsOf('fails-twice', 'WorkloadRetryScheduled');
    const queued = atMsOf('fails-twice', 'WorkloadQueued').slice(1);
    expect(queued.map((atMs, k) => atMs - (failed[k] ?? 0))).toEqual([10_000, 20_000]);
    const attempts = story
      .of('fails-twice')
      .flatMap(({ type, data }) => (type === 'WorkloadAllocated' ? [data.attempt] : []));
    expect(attempts).toEqual([1, 2, 3]);
  });

  test('a workload whose tries are used up has failed, one without tries at its first failure', () => {
    const types = typesOf('fails-for-good');
    expect(types.filter((type) => type === 'WorkloadRetryScheduled')).toHaveLength(2);
    expect(types.at(-1)).toBe('WorkloadFailed');
    expect(typesOf('never-tried-again')).not.toContain('WorkloadRetryScheduled');
    expect(story.phaseOf('never-tried-again')).toBe('Failed');
  });

  test('a workload that runs on is stopped when it has run for as long as it may', () => {
    const [startedAtMs = 0] = atMsOf('too-long', 'WorkloadStarted');
    const reached = story.of('too-long').find(({ type }) => type === 'WorkloadTimeLimitReached');
    expect(reached).toMatchObject({
      atMs: startedAtMs + 3_600_000,
      origin: 'time',
      commandId: `expiry@${startedAtMs + 3_600_000}:too-long.ExpireTimeLimit`,
      data: { attempt: 1, ranMs: 3_600_000, limitMs: 3_600_000 },
    });
    expect(typesOf('too-long').slice(-3)).toEqual([
      'WorkloadTimeLimitReached',
      'WorkloadStopRequested',
      'WorkloadStopped',
    ]);
  });

  test('a workload is gone when it was kept for as long as it was to be, in the same instant if not at all', () => {
    const [doneAtMs = 0] = atMsOf('kept-a-month', 'WorkloadCompleted');
    expect(atMsOf('kept-a-month', 'WorkloadDeleted')).toEqual([doneAtMs + monthMs]);
    expect(atMsOf('kept-not-at-all', 'WorkloadDeleted')).toEqual(
      atMsOf('kept-not-at-all', 'WorkloadCompleted'),
    );
    expect(story.endMs).toBe(doneAtMs + monthMs);
  });

  test('a workload that is taken back while it waits for its next try is not tried again', () => {
    expect(typesOf('taken-back').slice(-3)).toEqual([
      'WorkloadRetryScheduled',
      'WorkloadDeletionRequested',
      'WorkloadDeleted',
    ]);
  });

  test('nothing is due in the end, and no device is held', () => {
    expect(nextDeadlineMs(story.brain)).toBeUndefined();
    expect(dueRequests(story.brain, Number.MAX_SAFE_INTEGER)).toEqual([]);
    expect(
      [...story.brain.capacity.pools.values()].map(({ allocated }) => allocated.gpuMilli),
    ).toEqual([0]);
  });

  test('replays to the same decisions, and every fact has an id of its own', () => {
    expect(story.mismatches).toBe(0);
    const ids = story.facts.map(({ commandId, index }) => eventId(commandId, index));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
