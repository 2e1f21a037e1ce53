import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { nodeList } from '../../../projections/node-list/index.ts';
import type { Placement, Plan } from '../../../domain/allocation/index.ts';
import {
  booksOf,
  brokenLaws,
  defaultPolicy,
  scenarios,
  type Scheduler,
  simulate,
} from '../../../src/testing/index.ts';
import { smallScenario } from '../app/stage.ts';
import { firstComeFirstServed } from './first-come.ts';

const scenario = smallScenario(3, 30);

describe('simulator', () => {
  it('∀ scenario is accepted, keeps every law under the usual rules, and comes to an end', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(), async (any) => {
        const { facts, refused, revisions, report } = await simulate(any);
        expect(refused).toBe(0);
        expect(facts).toHaveLength(revisions);
        expect(report.workloads.total).toBe(any.jobs.length);
        expect(brokenLaws(facts)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('∀ scenario the books hold of each card what the list of nodes holds', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(), async (any) => {
        const { facts } = await simulate(any);
        const list = facts.reduce(nodeList.apply, nodeList.initial());
        const held = new Map<string, number>();
        for (const { stage, pods } of booksOf(facts).workloads.values()) {
          if (stage !== 'bound' && stage !== 'leaving') continue;
          for (const { nodeId, devices, gpuMilli } of pods)
            for (const card of devices)
              held.set(`${nodeId}/${card}`, (held.get(`${nodeId}/${card}`) ?? 0) + gpuMilli);
        }
        for (const { id, deviceGpuMilli } of list.rows.values())
          expect(deviceGpuMilli).toEqual(
            deviceGpuMilli.map((_, card) => held.get(`${id}/${card}`) ?? 0),
          );
      }),
      { numRuns: 50 },
    );
  });

  it('the same scenario, rules and seed give the same ledger; another seed gives another', async () => {
    const first = await simulate(scenario);
    expect((await simulate(scenario)).digest).toBe(first.digest);
    expect((await simulate(scenario, { seed: 2 })).digest).not.toBe(first.digest);
    expect(first.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('the kernel decides by the rules that are tried, and every decision names them', async () => {
    const policy = { ...defaultPolicy, version: 'mine', gpuPlacement: 'spread' } as const;
    const { facts } = await simulate(scenario, { policy });
    const versions = facts.flatMap(({ data }) => ('basis' in data ? [data.basis.policy] : []));
    expect(new Set(versions)).toEqual(new Set(['mine']));
    const nodesOf = (all: typeof facts): readonly string[] =>
      all.flatMap((fact) =>
        fact.type === 'WorkloadAllocated' ? fact.data.placements.map((pod) => pod.nodeId) : [],
      );
    expect(nodesOf(facts).slice(0, 4)).not.toEqual(
      nodesOf((await simulate(scenario)).facts).slice(0, 4),
    );
  });

  it('a scheduler that says what the kernel says changes nothing', async () => {
    const echo: Scheduler = ({ kernelPlan }) => kernelPlan();
    const plain = await simulate(scenario);
    expect((await simulate(scenario, { scheduler: echo })).digest).toBe(plain.digest);
  });

  it('∀ scenario a scheduler of one’s own, which reads the books alone, keeps every law', async () => {
    let placements = 0;
    await fc.assert(
      fc.asyncProperty(scenarios(), async (any) => {
        const { facts } = await simulate(any, { scheduler: firstComeFirstServed });
        expect(brokenLaws(facts)).toEqual([]);
        placements += facts.filter(({ type }) => type === 'WorkloadAllocated').length;
      }),
      { numRuns: 50 },
    );
    expect(placements).toBeGreaterThan(50);
  });

  const first = (made: Plan, change: (placed: Placement) => Placement): Plan => ({
    ...made,
    placements: made.placements.map(change),
  });
  const planted: readonly (readonly [string, (made: Plan) => Plan])[] = [
    [
      'nodesHold: card 0 of node-a is now given away to',
      (made) =>
        first(made, (one) => ({
          ...one,
          pods: one.pods.map((pod) => ({
            ...pod,
            nodeId: 'node-a',
            devices: pod.devices.map((_, at) => at),
          })),
        })),
    ],
    [
      'seatsAreFit: job-',
      (made) =>
        first(made, (one) => ({ ...one, pods: one.pods.map((pod) => ({ ...pod, devices: [9] })) })),
    ],
    ['gangsAreWhole: job-', (made) => first(made, (one) => ({ ...one, pods: one.pods.slice(1) }))],
    [
      'gangsAreWhole: job-',
      (made) => ({ ...made, placements: [...made.placements, ...made.placements] }),
    ],
    [
      'verdictsAreSingle: job-',
      (made) => ({ ...made, verdicts: [...made.verdicts, ...made.verdicts] }),
    ],
    [
      'evictionsServe: job-',
      (made) => (made.evictions.length === 0 ? made : { ...made, nominations: [], placements: [] }),
    ],
    [
      'sharesAreRespected: job-',
      (made) => ({
        ...made,
        evictions: made.evictions.map((one) => ({ ...one, action: 'preempt' as const })),
      }),
    ],
  ];

  it.each(planted)('a bad scheduler is stopped: %s', async (says, change) => {
    const scheduler: Scheduler = ({ kernelPlan }) => change(kernelPlan());
    await expect(simulate(scenario, { scheduler })).rejects.toThrow(says);
  });

  it('a scenario that is at odds with itself is refused', async () => {
    const [project] = scenario.projects;
    const projects =
      project === undefined ? [] : [{ ...project, departmentId: 'nowhere', id: '-' }];
    await expect(simulate({ ...scenario, projects })).rejects.toThrow('the scenario is refused');
  });
});
