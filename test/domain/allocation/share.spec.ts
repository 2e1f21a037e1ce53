import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import fc from 'fast-check';
import { fairShares, type ShareQueue } from '../../../domain/allocation/index.ts';
import { compareStandings, standingOf } from '../../../domain/allocation/order/order.ts';
import { compareProducts, divide } from '../../../domain/allocation/share/share.ts';
import type { Claim } from '../../../domain/allocation/state/division.ts';
import { createSnapshot, type QueueState } from '../../../domain/allocation/state/snapshot.ts';
import { shareOut } from '../../../domain/allocation/share/share-out.ts';
import { openQueue, queueOf } from '../../../domain/allocation/state/tree.ts';

const claim = (wish: Partial<Claim> & { readonly id: string }): Claim => ({
  openedAt: 0,
  priority: 100,
  quota: 0,
  limit: -1,
  weight: 1,
  usageMilli: 0,
  request: 0,
  share: 0,
  before: 0,
  remainder: -1,
  ...wish,
});

const cards = { unit: 1000, usageFactorMilli: 0 };

/** Divides and tells the shares by id. */
const divided = (
  claims: readonly Claim[],
  total: number,
  rules = cards,
): Readonly<Record<string, number>> => {
  const own = claims.map((one) => ({ ...one }));
  divide(own, total, rules);
  return Object.fromEntries(own.map((one) => [one.id, one.share]));
};

const claims: fc.Arbitrary<readonly Claim[]> = fc
  .array(
    fc.record({
      priority: fc.constantFrom(100, 100, 200),
      quota: fc.constantFrom(-1, 0, 500, 1000, 4000),
      limit: fc.constantFrom(-1, -1, 2000, 6500),
      weight: fc.nat(5),
      request: fc.nat(12_000),
      openedAt: fc.nat(2),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((wishes) => wishes.map((wish, at) => claim({ id: `queue-${at}`, ...wish })));
const totals = fc.nat(20_000);
const sum = (shares: Readonly<Record<string, number>>): number =>
  Object.values(shares).reduce((total, share) => total + share, 0);

describe('fair share › division', () => {
  it('gives each its quota first, as far as it asks for it', () => {
    const both = [
      claim({ id: 'a', quota: 3000, request: 5000, weight: 0 }),
      claim({ id: 'b', quota: 4000, request: 1000 }),
    ];
    expect(divided(both, 8000)).toEqual({ a: 3000, b: 1000 });
  });
  it('gives quotas in full even where there is less', () => {
    const both = [
      claim({ id: 'a', quota: 3000, request: 3000 }),
      claim({ id: 'b', quota: 3000, request: 3000 }),
    ];
    expect(divided(both, 4000)).toEqual({ a: 3000, b: 3000 });
  });
  it('divides the rest by weight in whole cards, the left-over card to the largest remainder', () => {
    const three = [
      claim({ id: 'a', weight: 1, request: 9000 }),
      claim({ id: 'b', weight: 2, request: 9000 }),
      claim({ id: 'c', weight: 2, request: 9000 }),
    ];
    // of 7: 1.4, 2.8, 2.8 → 1, 2, 2 and the two left over to b and c
    expect(divided(three, 7000)).toEqual({ a: 1000, b: 3000, c: 3000 });
  });
  it('gives what one does not want to the others of its rank', () => {
    const both = [
      claim({ id: 'a', weight: 3, request: 1000 }),
      claim({ id: 'b', weight: 1, request: 9000 }),
    ];
    expect(divided(both, 8000)).toEqual({ a: 1000, b: 7000 });
  });
  it('fills the higher rank before the lower sees anything', () => {
    const both = [
      claim({ id: 'a', priority: 200, request: 6000 }),
      claim({ id: 'b', priority: 100, weight: 9, request: 6000 }),
    ];
    expect(divided(both, 8000)).toEqual({ a: 6000, b: 2000 });
  });
  it('gives the older of equal remainders the card', () => {
    const both = [
      claim({ id: 'a', openedAt: 2, request: 9000 }),
      claim({ id: 'b', openedAt: 1, request: 9000 }),
    ];
    expect(divided(both, 3000)).toEqual({ a: 1000, b: 2000 });
  });
  it('counts past use against a claim: w′ = n + k·(n − U)', () => {
    const both = [
      claim({ id: 'a', request: 90_000, usageMilli: 750 }),
      claim({ id: 'b', request: 90_000, usageMilli: 250 }),
    ];
    // n = ½ each, k = 1: w′ = 0.25 and 0.75
    expect(divided(both, 8000, { unit: 1000, usageFactorMilli: 1000 })).toEqual({
      a: 2000,
      b: 6000,
    });
  });
  it('stays exact where products pass 2^53', () => {
    const memory = { unit: 1, usageFactorMilli: 0 };
    const both = [
      claim({ id: 'a', weight: 999_999, request: 2 ** 40 }),
      claim({ id: 'b', weight: 1_000_001, request: 2 ** 40 }),
    ];
    const shares = divided(both, 2 ** 36 + 1, memory);
    expect(sum(shares)).toBe(2 ** 36 + 1);
    // the one that is left over goes to the larger remainder, which is to round to the nearest
    expect(shares['a']).toBe(Number(((2n ** 36n + 1n) * 999_999n + 1_000_000n) / 2_000_000n));
  });

  it('∀ shares sum to no more than there is, or than the quotas that are asked for', () => {
    fc.assert(
      fc.property(claims, totals, (all, total) => {
        const promised = all.reduce((promise, { quota, limit, request }) => {
          const wanted = limit < 0 ? request : Math.min(limit, request);
          return promise + Math.min(quota < 0 ? total : quota, wanted);
        }, 0);
        expect(sum(divided(all, total))).toBeLessThanOrEqual(Math.max(total, promised));
      }),
    );
  });
  it('∀ nothing is left over while somebody with a weight wants a whole card more', () => {
    fc.assert(
      fc.property(claims, totals, (all, total) => {
        const shares = divided(all, total);
        const isHungry = all.some(({ id, limit, request, weight }) => {
          const wanted = limit < 0 ? request : Math.min(limit, request);
          return weight > 0 && (shares[id] ?? 0) + 1000 <= wanted;
        });
        const left = total - sum(shares);
        expect(isHungry && left >= 1000 * all.length).toBe(false);
      }),
    );
  });
  it('∀ more weight never gives less', () => {
    fc.assert(
      fc.property(claims, totals, fc.nat(5), (all, total, more) => {
        const [first, ...rest] = all;
        if (first === undefined) return;
        const before = divided(all, total)[first.id] ?? 0;
        const after =
          divided([{ ...first, weight: first.weight + more }, ...rest], total)[first.id] ?? 0;
        // one card may move with the rounding
        expect(after).toBeGreaterThanOrEqual(before - 1000);
      }),
    );
  });
  it('∀ all units scale together', () => {
    fc.assert(
      fc.property(claims, totals, fc.integer({ min: 2, max: 7 }), (all, total, k) => {
        const scaled = all.map((one) => ({
          ...one,
          quota: one.quota < 0 ? -1 : one.quota * k,
          limit: one.limit < 0 ? -1 : one.limit * k,
          request: one.request * k,
        }));
        const larger = divided(scaled, total * k, { unit: 1000 * k, usageFactorMilli: 0 });
        const shares = Object.entries(divided(all, total)).map(([id, share]) => [id, share * k]);
        expect(larger).toEqual(Object.fromEntries(shares));
      }),
    );
  });
  it('∀ the order of siblings does not matter', () => {
    fc.assert(
      fc.property(claims, totals, (all, total) => {
        expect(divided(all.toReversed(), total)).toEqual(divided(all, total));
      }),
    );
  });
});

const one = (share: number): { gpuMilli: number; cpuMilli: number; memoryMib: number } => ({
  gpuMilli: share,
  cpuMilli: share,
  memoryMib: share,
});
const queue = (id: string, parentId: string, quota: number): ShareQueue => ({
  id,
  parentId,
  openedAt: 0,
  requested: one(9000),
  entitlements: {
    gpuMilli: { quota, limit: -1, weight: 1 },
    cpuMilli: { quota: -1, limit: -1, weight: 1 },
    memoryMib: { quota: -1, limit: -1, weight: 1 },
    priority: 100,
  },
});

describe('fair share › tree', () => {
  it('divides a parent’s share among its children', () => {
    const shares = fairShares(one(8000), [
      queue('left', '', 0),
      queue('right', '', 0),
      queue('left-1', 'left', 3000),
      queue('left-2', 'left', 0),
      queue('lost', 'missing', 0),
    ]);
    const gpus = [...shares].map(([id, share]) => [id, share.gpuMilli]);
    expect(Object.fromEntries(gpus)).toEqual({
      left: 4000,
      right: 4000,
      'left-1': 4000,
      'left-2': 0,
    });
  });
});

describe('orders', () => {
  it('∀ products compare as whole numbers do', () => {
    const big = fc.nat(2 ** 31 - 1).map((low) => low * 2 ** 21);
    fc.assert(
      fc.property(fc.tuple(big, big), fc.tuple(big, big), ([a, b], [c, d]) => {
        const exactly = BigInt(a) * BigInt(b) - BigInt(c) * BigInt(d);
        expect(compareProducts([a, b], [c, d])).toBe(exactly < 0n ? -1 : exactly > 0n ? 1 : 0);
      }),
    );
  });

  it('∀ queues stand in a total order', () => {
    const wishes = fc.array(
      fc.record({
        quota: fc.constantFrom(-1, 0, 1000, 2000),
        limit: fc.constantFrom(-1, 0, 3000),
        allocated: fc.nat(4).map((held) => held * 1000),
        asked: fc.integer({ min: 0, max: 2 }).map((more) => more * 1000),
        rank: fc.constantFrom(100, 50),
      }),
      { minLength: 3, maxLength: 5 },
    );
    fc.assert(
      fc.property(wishes, (all) => {
        const snapshot = createSnapshot('pool');
        snapshot.total.gpuMilli = 8000;
        const contenders = all.map((wish, at) => {
          const id = `queue-${at}`;
          const entitlements = {
            gpuMilli: { quota: wish.quota, limit: wish.limit, weight: 1 },
            cpuMilli: { quota: -1, limit: -1, weight: 1 },
            memoryMib: { quota: -1, limit: -1, weight: 1 },
            priority: wish.rank,
          };
          openQueue(snapshot, { id, parentId: '', openedAt: at % 2, entitlements });
          const state: QueueState = queueOf(snapshot, id);
          state.allocated.gpuMilli = wish.allocated;
          state.requested.gpuMilli = wish.allocated + wish.asked;
          return { queue: state, asked: { gpuMilli: wish.asked, cpuMilli: 0, memoryMib: 0 } };
        });
        shareOut(snapshot, defaultPolicy);
        const compare = (a: number, b: number): number => {
          const [left, right] = [contenders[a], contenders[b]];
          if (left === undefined || right === undefined) return 0;
          const { total } = snapshot;
          return Math.sign(compareStandings(standingOf(left, total), standingOf(right, total)));
        };
        for (const [a] of contenders.entries())
          for (const [b] of contenders.entries()) {
            expect(compare(a, b)).toBe(0 - compare(b, a));
            if (a !== b) expect(compare(a, b)).not.toBe(0);
            for (const [c] of contenders.entries())
              if (compare(a, b) < 0 && compare(b, c) < 0) expect(compare(a, c)).toBe(-1);
          }
      }),
    );
  });
});
