import { expect, test } from 'vitest';
import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import type { Scenario, ScenarioJob } from '../../../adapters/ports/scenario.ts';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { createBrain } from '../../../src/app/brain.ts';
import { replay } from '../../../src/app/replay.ts';
import { playScenario } from '../../../src/app/tick.ts';
import { runTurn } from '../../../src/app/turn.ts';
import { createWriter } from '../../../src/app/writer.ts';
import { cardJob } from './card-job.ts';
import { beginning, clusterOf, rightOf, smallScenario } from './stage.ts';

const minuteMs = 60_000;

const long = (id: string, projectId: string): ScenarioJob =>
  cardJob({ id, projectId, submitAtMs: 1000, runMs: 60 * minuteMs });

/** The department lets its workloads run for 20 minutes, red among them for 10. */
const limited = (): Scenario => {
  const whole = smallScenario(1, 0);
  const [lab] = whole.departments;
  const [red, blue] = whole.projects;
  if (lab === undefined || red === undefined || blue === undefined) throw new Error('not there');
  const runningAtMost = <Unit extends { readonly entitlements: object }>(
    unit: Unit,
    minutes: number,
  ) => ({
    ...unit,
    entitlements: { ...unit.entitlements, terms: { maxRunMs: minutes * minuteMs } },
  });
  return {
    ...whole,
    failures: [],
    departments: [runningAtMost(lab, 20)],
    projects: [runningAtMost(red, 10), blue],
    jobs: [long('in-blue', 'blue'), long('in-red', 'red')],
  };
};

test('a workload is stopped when it has run for as long as its queue lets one run', async () => {
  const scenario = limited();
  const facts: BerthRecorded[] = [];
  const brain = createBrain(defaultPolicy, [{ apply: (fact) => facts.push(fact) }]);
  brain.epoch = 1;
  const log = rightOf(await memoryLedger().open()());
  const writer = createWriter(log, 0, 64);
  rightOf(await runTurn(brain, writer, beginning(scenario)));
  const onRefused = (): never => expect.unreachable('nothing is refused');
  const stage = { scenario, cluster: clusterOf(scenario), onProgress: () => undefined, onRefused };
  rightOf(await playScenario(brain, writer, stage));
  const factOf = (id: string, type: string) =>
    facts.find((fact) => fact.subject.id === id && fact.type === type);
  for (const [id, minutes, queueId] of [
    ['in-red', 10, 'red@default'],
    ['in-blue', 20, 'department:lab@default'],
  ] as const) {
    const startedAtMs = factOf(id, 'WorkloadStarted')?.atMs ?? 0;
    expect(factOf(id, 'WorkloadStopRequested')).toMatchObject({
      atMs: startedAtMs + minutes * minuteMs,
      origin: 'time',
      data: {
        reason: `queue ${queueId} lets it run for ${minutes * 60} s at a stretch, and it has`,
      },
    });
    expect(factOf(id, 'WorkloadStopped')).toBeDefined();
  }
  const options = { verify: true, mismatchesMax: 10, onProgress: () => undefined };
  expect(rightOf(await replay(createBrain(defaultPolicy), log, options)).mismatches).toEqual([]);
});
