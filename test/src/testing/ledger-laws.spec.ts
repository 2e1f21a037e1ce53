import { describe, expect, it } from 'vitest';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import {
  brokenLaws,
  everyPlanKeeps,
  ledgerLaws,
  plansIn,
  simulate,
} from '../../../src/testing/index.ts';
import { smallScenario } from '../app/stage.ts';

const { facts } = await simulate(smallScenario(3, 30));

type Fact<Type extends BerthRecorded['type']> = Extract<BerthRecorded, { readonly type: Type }>;

/** The ledger with each fact of a type changed, or left out. */
const changed = <Type extends BerthRecorded['type']>(
  type: Type,
  change: (fact: Fact<Type>) => BerthRecorded | undefined,
): readonly BerthRecorded[] => {
  const isIt = (fact: BerthRecorded): fact is Fact<Type> => fact.type === type;
  return facts.flatMap((fact) => (isIt(fact) ? (change(fact) ?? []) : fact));
};

const last = facts.length;
const planted: readonly (readonly [keyof typeof ledgerLaws, RegExp, readonly BerthRecorded[]])[] = [
  ['nothingIsMissing', /^after revision 5 comes 7$/, facts.filter((fact) => fact.revision !== 6)],
  [
    'nothingIsMissing',
    /^revision \d+: after fact 1 of workload\/job-\d+ comes its fact 9$/,
    changed('WorkloadQueued', (fact) => ({ ...fact, subjectRevision: 9 })),
  ],
  [
    'devicesAreConserved',
    /^revision \d+: card 0 of node-\w is given to \d+ of 1000 when job-\d+ gets \d+$/,
    changed('WorkloadAllocated', (fact) => {
      const placements = fact.data.placements.map((pod) => ({
        ...pod,
        devices: pod.devices.map((_, at) => at),
      }));
      return { ...fact, data: { ...fact.data, placements } };
    }),
  ],
  [
    'devicesAreConserved',
    /^revision \d+: job-\d+ is given card \d of node-a, which is not there$/,
    changed('NodeJoined', (fact) => (fact.subject.id === 'node-a' ? undefined : fact)),
  ],
  [
    'devicesAreConserved',
    /^revision \d+: job-\d+ is given cards and holds some already$/,
    changed('WorkloadEvicted', () => undefined),
  ],
  [
    'devicesAreConserved',
    /^\d+ thousandths of cards were given, 0 came back, and 0 are held$/,
    facts.filter(({ type }) => type === 'NodeJoined' || type === 'WorkloadAllocated').slice(0, 5),
  ],
  [
    'decisionsNameTheirBasis',
    /^revision \d+: WorkloadAllocated was decided on revision 1, and its plan on \d+$/,
    changed('WorkloadAllocated', (fact) => ({
      ...fact,
      data: { ...fact.data, basis: { ...fact.data.basis, revision: 1 } },
    })),
  ],
  [
    'waitersKnowWhy',
    /^job-\d+ waits in its attempt 1 and was not told why$/,
    facts.slice(0, facts.findIndex(({ type }) => type === 'WorkloadQueued') + 1),
  ],
];

describe('laws of a ledger', () => {
  it('a ledger that the engine wrote keeps all of them', () => {
    expect(last).toBeGreaterThan(100);
    expect(brokenLaws(facts)).toEqual([]);
  });

  it.each(planted)('%s finds that %s', (name, says, ledger) => {
    expect(ledgerLaws[name](ledger)).toMatch(says);
  });

  it('every law has a planted ledger that breaks it', () => {
    const shown = new Set<string>(planted.map(([name]) => name));
    expect(Object.keys(ledgerLaws).filter((name) => !shown.has(name))).toEqual([]);
  });

  it('a law of plans is held against every plan, and says at which revision it is broken', () => {
    const plans = [...plansIn(facts)];
    let looked = 0;
    const never = everyPlanKeeps(() => ((looked += 1), undefined));
    expect(never(facts)).toBeUndefined();
    expect(looked).toBe(plans.length);
    const always = everyPlanKeeps(({ placements }) => `${placements.length} placements`);
    expect(always(facts)).toBe(`revision ${plans[0]?.revision}: 1 placements`);
  });

  it('the plans of a ledger hold every decision of it', () => {
    const decisions = facts
      .filter(({ origin }) => origin === 'decision')
      .filter(({ commandId }) => commandId.startsWith('plan:'));
    const counted = [...plansIn(facts)].reduce(
      (sum, { made }) =>
        sum +
        made.evictions.length +
        made.nominations.length +
        made.placements.length +
        made.verdicts.length,
      0,
    );
    expect(counted).toBe(decisions.length);
  });

  it('all that is broken is told by name', () => {
    const told = brokenLaws(
      changed('WorkloadAllocated', (fact) => {
        const placements = fact.data.placements.map((pod) => ({ ...pod, nodeId: 'node-a' }));
        return { ...fact, data: { ...fact.data, placements } };
      }),
    );
    expect(told.map((line) => line.split(':')[0])).toEqual(['devicesAreConserved', 'nodesHold']);
  });
});
