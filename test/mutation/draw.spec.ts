import { describe, expect, it } from 'vitest';
import { drawn } from './draw.ts';

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
