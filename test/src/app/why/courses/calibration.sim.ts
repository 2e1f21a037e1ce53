import { expect, it } from 'vitest';
import type { Scenario, ScenarioJob } from '../../../../../adapters/ports/scenario.ts';
import { defaultPolicy, roomsOnNodes } from '../../../../../domain/allocation/index.ts';
import { randomOf } from '../../../../../domain/foundation/random.ts';
import { snapshotOf } from '../../../../../projections/capacity/index.ts';
import { type Brain, createBrain } from '../../../../../src/app/brain.ts';
import { foldInto } from '../../../../../src/app/fold-brain.ts';
import { policyFor } from '../../../../../src/app/policy.ts';
import { readFacts } from '../../../../../src/app/read.ts';
import { bandOf } from '../../../../../src/app/why/courses/index.ts';
import { played, rightOf, smallScenario } from '../../stage.ts';

/** Jobs on the four nodes of the small scenario, coming all the time at a load that they can hardly bear. */
const steady = (seed: number): Scenario => {
  const random = randomOf(seed);
  const scenario = smallScenario(seed, 1);
  const [like] = scenario.jobs;
  if (like === undefined) throw new Error('no job to go by');
  const jobs = Array.from({ length: 700 }, (_, k): ScenarioJob => {
    const request = { gpuMilli: 1000, cpuMilli: 1000, memoryBytes: 2 ** 30 };
    const gpuDevices = random.pick([1, 1, 1, 2, 2, 4]);
    return {
      ...like,
      id: `job-${k}`,
      projectId: random.pick(['red', 'blue']),
      priority: 50,
      subGroups: [{ name: 'main', pods: 1, request: { ...request, gpuDevices } }],
      submitAtMs: 40_000 * k + 1000 * random.below(40),
      runMs: 1000 * (30 + random.below(random.pick([300, 900]))),
      cancelAtMs: undefined,
      exitCode: 0,
    };
  });
  return { ...scenario, jobs, failures: [] };
};

interface Foretold {
  readonly id: string;
  readonly atMs: number;
  readonly p10Ms: number;
  readonly p90Ms: number;
}

const foretoldIn = (brain: Brain, atMs: number): readonly Foretold[] => {
  const pool = snapshotOf(brain.capacity, 'default');
  if (pool === undefined) return [];
  const past = brain.capacity.past.get('default');
  const waiting = [...pool.workloads.values()].filter((one) => one.waitingClass !== undefined);
  return waiting.flatMap(({ id }) => {
    const rooms = roomsOnNodes(pool, policyFor(brain, 'default'), id);
    const band = rooms && bandOf({ rooms, past, workloadId: id, nowMs: atMs });
    return band === undefined || band.p10Ms === Infinity
      ? []
      : [{ id, atMs, p10Ms: band.p10Ms, p90Ms: band.p90Ms }];
  });
};

/** How many of those that were estimated while they waited began before, within and after their band. */
const shares = async (seed: number) => {
  const scenario = steady(seed);
  const lastMs = Math.max(...scenario.jobs.map(({ submitAtMs }) => submitAtMs));
  const { log } = await played(scenario);
  const brain = createBrain(defaultPolicy);
  const { revision: head } = rightOf(await log.head()());
  const foretold: Foretold[] = [];
  const begun = new Map<string, number>();
  const every = Math.floor(head / 120);
  const see = ({ fact }: { fact: Parameters<typeof foldInto>[1] }): void => {
    foldInto(brain, fact);
    const { type, subject, atMs, revision } = fact;
    if (type === 'WorkloadAllocated') begun.set(subject.id, begun.get(subject.id) ?? atMs);
    const isAsked = revision > head / 5 && revision % every === 0 && atMs < lastMs;
    if (isAsked) foretold.push(...foretoldIn(brain, atMs));
  };
  rightOf(await readFacts(log, { after: 0, to: head }, see));
  const count = { before: 0, within: 0, after: 0 };
  for (const { id, atMs, p10Ms, p90Ms } of foretold) {
    const inMs = (begun.get(id) ?? Infinity) - atMs;
    if (inMs < 0) continue; // it waits for another attempt
    count[inMs < p10Ms ? 'before' : inMs > p90Ms ? 'after' : 'within'] += 1;
  }
  return count;
};

it('the band holds more than half of what really happens, and neither side is left to chance', async () => {
  const sum = { before: 0, within: 0, after: 0 };
  for (const seed of [1, 2, 3]) {
    const found = await shares(seed);
    sum.before += found.before;
    sum.within += found.within;
    sum.after += found.after;
  }
  const all = sum.before + sum.within + sum.after;
  process.stdout.write(`${JSON.stringify({ ...sum, share: sum.within / all })}\n`);
  expect(all).toBeGreaterThan(200);
  expect(sum.within / all).toBeGreaterThan(0.55);
  expect(sum.after / all).toBeLessThan(0.3);
  expect(sum.before / all).toBeLessThan(0.4);
});
