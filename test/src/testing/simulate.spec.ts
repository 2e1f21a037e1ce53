import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { nodeList } from '../../../projections/node-list/index.ts';
import {
  booksOf,
  brokenLaws,
  defaultPolicy,
  scenarios,
  simulate,
} from '../../../src/testing/index.ts';
import { smallScenario } from '../app/stage.ts';

const scenario = smallScenario(3, 30);
/** Always the same: one scenario in 20,000 turns in a circle under the usual rules, as docs/TESTING.md says. */
const seed = 1;

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
      { numRuns: 100, seed },
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
      { numRuns: 50, seed },
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

  it('a run that does not come to its end is stopped, and says who comes and goes', async () => {
    await expect(simulate(scenario, { factsMax: 100 })).rejects.toThrow(
      /^runsEnd: after 1\d\d facts the scenario is not at its end: job-\d+ is in its attempt \d$/,
    );
  });

  it('a scenario that is at odds with itself is refused', async () => {
    const [project] = scenario.projects;
    const projects =
      project === undefined ? [] : [{ ...project, departmentId: 'nowhere', id: '-' }];
    await expect(simulate({ ...scenario, projects })).rejects.toThrow('the scenario is refused');
  });
});
