import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Placement, Plan } from '../../../domain/allocation/index.ts';
import { brokenLaws, scenarios, type Scheduler, simulate } from '../../../src/testing/index.ts';
import { smallScenario } from '../app/stage.ts';
import { firstComeFirstServed } from './first-come.ts';

const scenario = smallScenario(3, 30);

describe('a scheduler of one’s own', () => {
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
});
