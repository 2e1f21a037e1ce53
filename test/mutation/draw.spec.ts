import { describe, expect, it } from 'vitest';
import { drawn, idsByKey } from './draw.ts';
import { survivorsOf } from './survivors.ts';

const keys = [
  ...Array.from({ length: 30 }, (_, at) => `domain/allocation/share/share.ts:${at}`),
  ...Array.from({ length: 10 }, (_, at) => `domain/allocation/order/order.ts:${at}`),
];

describe('a sample of mutants', () => {
  it('is as large as was asked for, and has of each room its part', () => {
    for (const seed of ['1', '2', '3']) {
      const taken = drawn(keys, { sample: 8, seed });
      expect(new Set(taken).size).toBe(8);
      expect(taken.filter((key) => key.includes('/order/'))).toHaveLength(2);
    }
  });

  it('is the same for one seed whatever the order, and another for another', () => {
    const taken = drawn(keys, { sample: 8, seed: '1' });
    expect(drawn(keys.toReversed(), { sample: 8, seed: '1' })).toEqual(taken);
    expect(drawn(keys, { sample: 8, seed: '2' })).not.toEqual(taken);
  });

  it('gives each the same chance', () => {
    const times = new Map(keys.map((key) => [key, 0]));
    for (let seed = 0; seed < 400; seed += 1)
      for (const key of drawn(keys, { sample: 10, seed: String(seed) }))
        times.set(key, (times.get(key) ?? 0) + 1);
    expect(Math.min(...times.values())).toBeGreaterThan(70);
    expect(Math.max(...times.values())).toBeLessThan(130);
  });

  it('is all where all are asked for, or more than there are', () => {
    expect(drawn(keys, { sample: 0, seed: '1' })).toEqual(keys);
    expect(drawn(keys, { sample: 99, seed: '1' })).toEqual(keys);
  });
});

describe('mutants that were missed', () => {
  const change = { id: '7', mutatorName: 'B', replacement: 'a <=\n  b' };
  const fileName = `${process.cwd()}/domain/allocation/share/share.ts`;
  const planned = {
    ...change,
    fileName,
    location: { start: { line: 2, column: 2 }, end: { line: 3, column: 7 } },
  };

  it('are found again in the plan of the next run by the keys that the report gave them', () => {
    const location = { start: { line: 3, column: 3 }, end: { line: 4, column: 8 } };
    const mutants = [{ ...change, status: 'Survived', location }];
    const missed = survivorsOf({ files: { 'domain/allocation/share/share.ts': { mutants } } });
    expect([...idsByKey([{ mutant: planned }])]).toEqual([[missed[0], '7']]);
  });

  it('are not among those that cannot be tried', () => {
    expect(idsByKey([{ mutant: { ...planned, status: 'Ignored' } }]).size).toBe(0);
  });
});
