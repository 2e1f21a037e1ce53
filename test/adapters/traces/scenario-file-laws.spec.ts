import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readScenarioFile } from '../../../adapters/traces/index.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { folderOf, scenarioOf } from './files.ts';
import { anyScenario } from './scenario-file-any.ts';
import { printScenario } from './scenario-file-printer.ts';

const folder = folderOf();
afterAll(() => folder.remove());

describe('scenario files › laws', () => {
  it('∀ scenario: what is printed and read back is equal', async () => {
    await fc.assert(
      fc.asyncProperty(anyScenario, async (scenario) => {
        const file = folder.write('printed.json', printScenario(scenario));
        expect(await scenarioOf(readScenarioFile(file))).toEqual(scenario);
      }),
      { numRuns: 60 },
    );
  });

  it('∀ JSON value: reading ends in a scenario or a fault that names file and remedy', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), spoiled), async (text) => {
        const file = folder.write('any.json', text);
        const answer = await readScenarioFile(file)();
        if (isLeft(answer)) expect(answer.left).toMatchObject({ _tag: 'InputRefused', file });
        if (isLeft(answer)) expect(answer.left.remedy).not.toBe('');
        else expect(answer.right.jobs.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });
});

const odd = fc.oneof(
  fc.constantFrom(null, true, -1, 0, 1e15, 0.1, '', 'a', '0', '-1', '1e99', [], {}, [[]]),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A scenario with one value, anywhere in it, put in the place of another, taken out, or given a neighbour. */
const spoiled = fc
  .record({
    scenario: anyScenario,
    at: fc.nat(),
    value: odd,
    key: fc.constantFrom('gpu', 'x', 'id'),
  })
  .map(({ scenario, at, value, key }) => {
    const whole = JSON.parse(printScenario(scenario)) as object;
    const places = placesIn(whole);
    const place = places[at % places.length];
    const { holder, member } = place ?? { holder: whole, member: 'name' };
    if (at % 3 === 0) Reflect.deleteProperty(holder, member);
    else Reflect.set(holder, at % 3 === 1 ? member : key, value);
    return JSON.stringify(whole);
  });

interface Place {
  readonly holder: object;
  readonly member: string;
}

const placesIn = (holder: object): readonly Place[] =>
  Object.entries(holder).flatMap(([member, value]) => [
    { holder, member },
    ...(typeof value === 'object' && value !== null ? placesIn(value as object) : []),
  ]);
