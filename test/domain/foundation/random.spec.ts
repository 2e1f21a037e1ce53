import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../../domain/foundation/invariant.ts';
import { hash32, randomOf } from '../../../domain/foundation/random.ts';

const first = (seed: number | string, count: number): readonly number[] => {
  const random = randomOf(seed);
  return Array.from({ length: count }, () => random.next32());
};

const seeds = fc.oneof(fc.maxSafeInteger(), fc.string());

describe('random', () => {
  it('gives the numbers that it has always given', () => {
    expect(first(42, 4)).toMatchInlineSnapshot(`
      [
        1872624639,
        3652093178,
        875301985,
        3059992433,
      ]
    `);
    expect(first('42', 2)).toMatchInlineSnapshot(`
      [
        718118827,
        2730823479,
      ]
    `);
    expect(hash32('job-000001', 7)).toMatchInlineSnapshot(`2949015416`);
  });

  it('∀ seeds: the same seed gives the same stream, of 32-bit numbers', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const drawn = first(seed, 8);
        expect(first(seed, 8)).toEqual(drawn);
        expect(drawn.every((one) => one >>> 0 === one)).toBe(true);
      }),
    );
  });

  it('neighbouring seeds give streams that share nothing', () => {
    const all = [0, 1, 2, 3, -1, 2 ** 32, 2 ** 40].flatMap((seed) => first(seed, 200));
    expect(new Set(all).size).toBe(all.length);
  });

  it('∀ bounds: what is drawn lies within them', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 2 ** 32 }), (seed, n) => {
        const random = randomOf(seed);
        for (let turn = 0; turn < 5; turn += 1) expect(random.below(n)).toBeLessThan(n);
        const drawn = random.between(-3, 3);
        expect(drawn).toBeGreaterThanOrEqual(-3);
        expect(drawn).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('draws every number below three equally often, also where the words do not divide', () => {
    const random = randomOf(5);
    const counts = [0, 0, 0];
    for (let turn = 0; turn < 30_000; turn += 1) {
      const drawn = random.below(3);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it('rejects what would favour small numbers', () => {
    const random = randomOf(9);
    const n = 3 * 2 ** 30;
    let low = 0;
    for (let turn = 0; turn < 12_000; turn += 1) if (random.below(n) < 2 ** 30) low += 1;
    expect(Math.abs(low - 4_000)).toBeLessThan(250);
  });

  it('is true as often as is asked', () => {
    const random = randomOf(11);
    let hits = 0;
    for (let turn = 0; turn < 10_000; turn += 1) if (random.chance(120)) hits += 1;
    expect(Math.abs(hits - 1_200)).toBeLessThan(150);
    expect(random.chance(0)).toBe(false);
    expect(random.chance(1000)).toBe(true);
  });

  it('∀ lists: a shuffle keeps what is in the list and leaves the list alone', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.maxSafeInteger(), (list, seed) => {
        const before = [...list];
        const order = (a: number, b: number): number => a - b;
        expect(randomOf(seed).shuffle(list).toSorted(order)).toEqual(before.toSorted(order));
        expect(list).toEqual(before);
      }),
    );
  });

  it('every order of three comes equally often', () => {
    const random = randomOf(3);
    const counts = new Map<string, number>();
    for (let turn = 0; turn < 6_000; turn += 1) {
      const order = random.shuffle(['a', 'b', 'c']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });

  it('refuses what has no answer', () => {
    const random = randomOf(1);
    expect(() => random.below(0)).toThrow(InvariantViolation);
    expect(() => random.below(1.5)).toThrow(InvariantViolation);
    expect(() => random.below(2 ** 32 + 1)).toThrow(InvariantViolation);
    expect(() => random.pick([])).toThrow(InvariantViolation);
    expect(() => randomOf(0.5)).toThrow(InvariantViolation);
  });
});
