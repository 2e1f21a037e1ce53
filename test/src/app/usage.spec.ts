import { describe, expect, test } from 'vitest';
import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import type { Scenario, ScenarioJob } from '../../../adapters/ports/scenario.ts';
import { defaultPolicy, type Policy } from '../../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { usageIn } from '../../../projections/capacity/index.ts';
import { createBrain } from '../../../src/app/brain.ts';
import { loadCheckpoint, saveCheckpoint } from '../../../src/app/checkpoint.ts';
import { policySubject } from '../../../src/app/policy-subject.ts';
import { recover } from '../../../src/app/recover.ts';
import { replay } from '../../../src/app/replay.ts';
import { playScenario } from '../../../src/app/tick.ts';
import { runTurn } from '../../../src/app/turn.ts';
import { createWriter } from '../../../src/app/writer.ts';
import { cardJob } from './card-job.ts';
import { beginning, clusterOf, rightOf, smallScenario } from './stage.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const job = (id: string, projectId: string, change: Partial<ScenarioJob>): ScenarioJob =>
  cardJob({ id, projectId, submitAtMs: 0, runMs: 20 * hourMs, ...change });

/** Nobody is promised anything: all of the 16 cards are over quota. */
const promisedNothing = (scenario: Scenario): Scenario => ({
  ...scenario,
  projects: scenario.projects.map((project) => {
    const gpuMilli = { quota: 0, limit: -1, weight: 1 };
    return { ...project, entitlements: { ...project.entitlements, gpuMilli } };
  }),
});

/** Yesterday red has twelve of the cards and blue has four; today each wants all of them. */
const twoDays = (): Scenario => {
  const named = (label: string, count: number, change: Partial<ScenarioJob>) =>
    Array.from({ length: count }, (_, k) =>
      job(`${label}-${String(k).padStart(2, '0')}`, label.slice(2), change),
    );
  const today = { submitAtMs: dayMs, runMs: hourMs };
  return {
    ...promisedNothing(smallScenario(1, 0)),
    failures: [],
    jobs: [
      ...named('1-blue', 4, {}),
      ...named('1-red', 12, {}),
      ...named('2-blue', 16, today),
      ...named('2-red', 16, today),
    ],
  };
};

const play = async (usage: Policy['usage'], scenario = twoDays()) => {
  const facts: BerthRecorded[] = [];
  const brain = createBrain(defaultPolicy, [{ apply: (fact) => facts.push(fact) }]);
  brain.epoch = 1;
  const log = rightOf(await memoryLedger().open()());
  const writer = createWriter(log, 0, 64);
  const policy: Policy = { ...defaultPolicy, version: 'with-past', usage };
  const adopt = {
    commandId: 'adopt',
    subject: policySubject,
    command: { type: 'AdoptPolicy', policy },
    atMs: 0,
    origin: 'command',
  } as const;
  rightOf(await runTurn(brain, writer, [...beginning(scenario), adopt]));
  const onRefused = (): never => expect.unreachable('nothing is refused');
  const stage = { scenario, cluster: clusterOf(scenario), onProgress: () => undefined, onRefused };
  rightOf(await playScenario(brain, writer, stage));
  const begun = (project: string): number =>
    facts.filter(
      ({ type, atMs, subject }) =>
        type === 'WorkloadAllocated' && atMs === dayMs && subject.id.startsWith(`2-${project}`),
    ).length;
  return { brain, log, policy, begun };
};

const options = { verify: true, mismatchesMax: 10, onProgress: () => undefined };

describe('use over time', () => {
  const usage = { factorMilli: 1000, halfLifeMs: dayMs, windowMs: 7 * dayMs };

  test('gives a queue that used more yesterday less of what is over quota today', async () => {
    const { begun, log } = await play(usage);
    // U is 0.75 and 0.25 of what was used, n one half each: w′ = max(0, n + n − U).
    expect([begun('red'), begun('blue')]).toEqual([5, 11]);
    const report = rightOf(await replay(createBrain(defaultPolicy), log, options));
    expect(report.mismatches).toEqual([]);
    expect(report.plans).toBeGreaterThan(0);
  });

  test('is nothing to rules that ignore it', async () => {
    const { begun } = await play({ ...usage, factorMilli: 0 });
    expect([begun('red'), begun('blue')]).toEqual([8, 8]);
  });

  test('counts by its window where nothing fades', async () => {
    const { begun } = await play({ ...usage, halfLifeMs: 0 });
    expect(begun('red')).toBeLessThan(begun('blue'));
    const short = await play({ ...usage, halfLifeMs: 0, windowMs: hourMs });
    expect([short.begun('red'), short.begun('blue')]).toEqual([8, 8]);
  });

  test.each([1, 2, 3, 4, 5, 6])('leaves nothing unexplained in ledger %i', async (seed) => {
    const minuteMs = 60_000;
    const short = { factorMilli: 2500, halfLifeMs: 4 * minuteMs, windowMs: 60 * minuteMs };
    const { log } = await play(short, promisedNothing(smallScenario(seed, 60)));
    const report = rightOf(await replay(createBrain(defaultPolicy), log, options));
    expect(report.mismatches).toEqual([]);
    expect(report.plans).toBeGreaterThan(20);
  });

  test('is the same after a restart, from facts alone or from a checkpoint', async () => {
    const { brain, log, policy } = await play(usage);
    const at = { rule: policy.usage, nowMs: dayMs + 3 * hourMs };
    const seen = usageIn(brain.capacity, 'default', at);
    expect([...seen.keys()].toSorted()).toEqual([
      'blue@default',
      'department:lab@default',
      'red@default',
    ]);
    expect(seen.get('red@default')?.gpuMilli).toBeGreaterThan(0);
    const folded = createBrain(defaultPolicy);
    rightOf(await recover(folded, log));
    expect(usageIn(folded.capacity, 'default', at)).toEqual(seen);
    rightOf(await saveCheckpoint(brain, log));
    const loaded = rightOf(await loadCheckpoint(createBrain(defaultPolicy), log));
    expect(loaded.revision).toBeGreaterThan(0);
    expect(usageIn(loaded.brain.capacity, 'default', at)).toEqual(seen);
  });
});
