import { describe, expect, it } from 'vitest';
import { compareProducts, divide } from '../../../../domain/allocation/share/share.ts';
import type { Claim } from '../../../../domain/allocation/state/division.ts';

const claim = (id: string, weight: number, request: number): Claim => ({
  id,
  weight,
  request,
  openedAt: 0,
  priority: 100,
  quota: 0,
  limit: -1,
  usageMilli: 0,
  share: 0,
  before: 0,
  remainder: -1,
});

/** The shares of claims of these weights and requests. */
const sharesOf = (
  wishes: readonly (readonly [number, number])[],
  total: number,
  unit = 1,
): readonly number[] => {
  const claims = wishes.map(([weight, request], at) => claim(`queue-${at}`, weight, request));
  divide(claims, total, { unit, usageFactorMilli: 0 });
  return claims.map(({ share }) => share);
};

describe('fair share › exactness', () => {
  it('tells products apart that differ by one, however large', () => {
    const large = 2 ** 52;
    expect(compareProducts([large + 1, large - 1], [large, large])).toBe(-1);
    expect(compareProducts([large, large], [large + 1, large - 1])).toBe(1);
    // One of both is small enough to be exact by itself.
    expect(compareProducts([1, Number.MAX_SAFE_INTEGER], [2 ** 27, 2 ** 26])).toBe(-1);
    expect(compareProducts([2 ** 27, 2 ** 26], [1, Number.MAX_SAFE_INTEGER])).toBe(1);
  });

  it('knows equal products as equal, however large', () => {
    expect(compareProducts([2 ** 50, 2 ** 50], [2 ** 49, 2 ** 51])).toBe(0);
    expect(compareProducts([6, 4], [8, 3])).toBe(0);
  });

  it('rounds every part down before the rest goes to the largest remainders, beyond 2^53 too', () => {
    const much = 2 ** 52;
    for (const weight of [1, 1_000_000]) {
      const wishes = [3, 3, 4].map((part) => [part * weight, much] as const);
      // Remainders are 6, 6 and 8 tenths: two units are left over, for the last and the first.
      const tenth = 100_000_000_000_000;
      expect(sharesOf(wishes, 10 * tenth + 2)).toEqual([3 * tenth + 1, 3 * tenth, 4 * tenth + 1]);
    }
  });

  it('gives just what is wanted to those who want just what falls to them, be it half a card', () => {
    expect(
      sharesOf(
        [
          [1, 500],
          [1, 500],
        ],
        1000,
        1000,
      ),
    ).toEqual([500, 500]);
  });

  it('goes on dividing as long as somebody wants less than falls to it', () => {
    // 8 each of 32 → the first is full with 1; 31 among three, 10 each → the second is full with 9; 22 among two.
    expect(
      sharesOf(
        [
          [1, 1],
          [1, 9],
          [1, 90],
          [1, 90],
        ],
        32,
      ),
    ).toEqual([1, 9, 11, 11]);
  });

  it('gives the last unit that is left over whole or in part, never more than there is', () => {
    expect(
      sharesOf(
        [
          [1, 9000],
          [1, 9000],
        ],
        2500,
        1000,
      ),
    ).toEqual([1500, 1000]);
  });

  it('gives nothing over quota to a weight of nothing, though all the rest stays', () => {
    expect(
      sharesOf(
        [
          [0, 5],
          [1, 3],
        ],
        10,
      ),
    ).toEqual([0, 3]);
  });

  it('gives nothing over quota where all have used so much that no weight is left, though all of it stays', () => {
    const usedBy = (usageMilli: number): readonly number[] => {
      const claims = ['queue-0', 'queue-1'].map((id) => ({
        ...claim(id, 1, 5000),
        quota: 1000,
        usageMilli,
      }));
      divide(claims, 8000, { unit: 1000, usageFactorMilli: 1000 });
      return claims.map(({ share }) => share);
    };
    // w′ = ½ + 1·(½ − U): nothing is left of it from U = 1 on.
    expect(usedBy(1000)).toEqual([1000, 1000]);
    expect(usedBy(999)).toEqual([4000, 4000]);
  });
});
