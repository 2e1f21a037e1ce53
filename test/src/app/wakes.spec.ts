import { describe, expect, test } from 'vitest';
import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import type { Scenario, ScenarioJob } from '../../../adapters/ports/scenario.ts';
import { defaultPolicy, type Policy } from '../../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { createBrain } from '../../../src/app/brain.ts';
import { nextDeadlineMs } from '../../../src/app/deadlines.ts';
import { recover } from '../../../src/app/recover.ts';
import { replay } from '../../../src/app/replay.ts';
import { playScenario } from '../../../src/app/tick.ts';
import { runAllocation, runTurn } from '../../../src/app/turn.ts';
import { createWriter } from '../../../src/app/writer.ts';
import { beginning, clusterOf, rightOf, smallScenario } from './stage.ts';

const minuteMs = 60_000;

const job = (id: string, change: Partial<ScenarioJob>): ScenarioJob => ({
  id,
  projectId: 'red',
  workloadType: 'training',
  priority: 50,
  preemptible: true,
  subGroups: [
    {
      name: 'main',
      pods: 2,
      request: { gpuDevices: 4, gpuMilli: 1000, cpuMilli: 1000, memoryBytes: 2 ** 30 },
    },
  ],
  nodeSelector: {},
  submitAtMs: 1000,
  runMs: 30 * minuteMs,
  cancelAtMs: undefined,
  exitCode: 0,
  ...change,
});

const twoNodes = (jobs: readonly ScenarioJob[]): Scenario => {
  const whole = smallScenario(1, 0);
  return { ...whole, nodes: whole.nodes.slice(0, 2), failures: [], jobs };
};

/** Plays a scenario under a policy until it ends, or is stopped before an instant. */
const play = async (scenario: Scenario, change: Partial<Policy>, untilMs = Infinity) => {
  const policy: Policy = { ...defaultPolicy, ...change };
  const facts: BerthRecorded[] = [];
  const brain = createBrain(policy, [{ apply: (fact) => facts.push(fact) }]);
  brain.epoch = 1;
  const log = rightOf(await memoryLedger().open()());
  const writer = createWriter(log, 0, 64);
  rightOf(await runTurn(brain, writer, beginning(scenario)));
  rightOf(
    await playScenario(brain, writer, {
      scenario,
      cluster: clusterOf(scenario),
      onProgress: () => undefined,
      onRefused: (request) => {
        throw new Error(`${JSON.stringify(request)} is refused`);
      },
      isStopped: () => (nextDeadlineMs(brain) ?? 0) >= untilMs,
    }),
  );
  const options = { verify: true, mismatchesMax: 10, onProgress: () => undefined };
  const { mismatches } = rightOf(await replay(createBrain(policy), log, options));
  const atMsOf = (id: string, type: string): number =>
    facts.find((fact) => fact.subject.id === id && fact.type === type)?.atMs ?? -1;
  const typesOf = (id: string): readonly string[] =>
    facts.flatMap(({ subject, type }) => (subject.id === id ? [type] : []));
  return { brain, policy, log, mismatches, atMsOf, typesOf };
};

const gang = { podSets: [{ name: 'main', minPods: 2 }], groups: [] };

describe('a pool is planned again by the time alone', () => {
  const halved = {
    ...twoNodes([job('halved', { gang })]),
    failures: [{ nodeId: 'node-b', atMs: 10 * minuteMs, returnAtMs: 20 * minuteMs }],
  };

  test('a gang that has lost a pod for longer than the grace gives back the others, and starts again when it can', async () => {
    const { atMsOf, typesOf, mismatches } = await play(halved, { staleGraceMs: 2 * minuteMs });
    expect(atMsOf('halved', 'WorkloadPodsLost')).toBe(10 * minuteMs);
    expect(atMsOf('halved', 'WorkloadPreempted')).toBe(12 * minuteMs);
    const types = typesOf('halved');
    expect(types.slice(types.indexOf('WorkloadPodsLost'))).toEqual([
      'WorkloadPodsLost',
      'WorkloadDegraded',
      'WorkloadPreempted',
      'WorkloadEvicted',
      'WorkloadDeferred',
      'WorkloadAllocated',
      'WorkloadStarted',
      'WorkloadCompleted',
    ]);
    expect(mismatches).toEqual([]);
  });

  test('a gang that gets its pod back within the grace runs on', async () => {
    const { atMsOf, typesOf, mismatches } = await play(halved, { staleGraceMs: 15 * minuteMs });
    expect(typesOf('halved')).not.toContain('WorkloadPreempted');
    expect(atMsOf('halved', 'WorkloadGrown')).toBe(20 * minuteMs);
    expect(typesOf('halved').slice(-2)).toEqual(['WorkloadRecovered', 'WorkloadCompleted']);
    expect(mismatches).toEqual([]);
  });

  const rivals = twoNodes([
    job('first', {}),
    job('second', { priority: 80, submitAtMs: 5 * minuteMs }),
  ]);

  test('work goes for other work of its queue once it has run for as long as it is safe', async () => {
    const minRun = { ...defaultPolicy.minRun, preemptMs: 10 * minuteMs };
    const { atMsOf, mismatches } = await play(rivals, { minRun });
    const beganAtMs = atMsOf('first', 'WorkloadAllocated');
    expect(atMsOf('first', 'WorkloadPreempted')).toBe(beganAtMs + 10 * minuteMs);
    expect(mismatches).toEqual([]);
  });

  test('who waits may have others evicted once it has waited for as long as it has to', async () => {
    const { atMsOf, mismatches } = await play(rivals, { preemptionDelayMs: 7 * minuteMs });
    const queuedAtMs = atMsOf('second', 'WorkloadQueued');
    expect(atMsOf('first', 'WorkloadPreempted')).toBe(queuedAtMs + 7 * minuteMs);
    expect(mismatches).toEqual([]);
  });

  test('a brain that took over knows when to plan again although no fact says so', async () => {
    const minRun = { ...defaultPolicy.minRun, preemptMs: 10 * minuteMs };
    const whole = await play(rivals, { minRun });
    const wokenAtMs = whole.atMsOf('first', 'WorkloadPreempted');
    const { log, policy } = await play(rivals, { minRun }, wokenAtMs);
    const facts: BerthRecorded[] = [];
    const next = createBrain(policy, [{ apply: (fact) => facts.push(fact) }]);
    rightOf(await recover(next, log));
    const writer = createWriter(log, next.states.revision, 1);
    facts.length = 0;
    rightOf(await runAllocation(next, writer, 8 * minuteMs));
    expect(facts).toEqual([]);
    expect(nextDeadlineMs(next)).toBe(wokenAtMs);
    rightOf(await runAllocation(next, writer, wokenAtMs));
    expect(facts[0]).toMatchObject({ type: 'WorkloadPreempted', atMs: wokenAtMs });
  });
});
