import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import { createBrain } from '../../../src/app/brain.ts';
import { replay } from '../../../src/app/replay.ts';
import { played, rightOf, smallScenario } from './stage.ts';

const options = { verify: true, mismatchesMax: 10, onProgress: () => undefined };

describe('replay', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'recomputes every decision of run %i without a difference',
    async (seed) => {
      const { log, brain } = await played(smallScenario(seed));
      const report = rightOf(await replay(createBrain(defaultPolicy), log, options));
      expect(report.mismatches).toEqual([]);
      expect(report.decisions).toBeGreaterThan(40);
      expect(report.revisions).toBe(brain.states.revision);
    },
  );

  it('gives one digest for one scenario, and another for another', async () => {
    const digests = await Promise.all(
      [1, 1, 2].map(async (seed) => {
        const { log } = await played(smallScenario(seed));
        return rightOf(await replay(createBrain(defaultPolicy), log, options)).digest;
      }),
    );
    expect(digests[0]).toBe(digests[1]);
    expect(digests[0]).not.toBe(digests[2]);
  });

  it('tells that a decision made under other rules does not follow', async () => {
    const { log } = await played(smallScenario(1));
    const other = { ...defaultPolicy, actions: ['allocate' as const] };
    const report = rightOf(await replay(createBrain(other), log, options));
    expect(report.mismatches.length).toBeGreaterThan(0);
    expect(report.mismatches[0]?.path).toMatch(/^\$/);
  });
});
