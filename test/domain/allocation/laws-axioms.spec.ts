import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { fairShares, type ShareQueue } from '../../../domain/allocation/index.ts';
import type { Amounts, Entitlements } from '../../../domain/foundation/shapes.ts';
import { type ShareTree, shareTrees } from '../../arbitraries/kernel/shares.ts';
import { type Resource, resources, unitOf } from '../../oracles/fair-share.ts';
import { runs } from './runs.ts';

const sharesIn = ({ total, queues, usageFactorMilli }: ShareTree): ReadonlyMap<string, Amounts> =>
  fairShares(total, queues, usageFactorMilli);

const shareOf = (shares: ReadonlyMap<string, Amounts>, id: string, resource: Resource): number =>
  shares.get(id)?.[resource] ?? 0;

/** What a queue may have of what is asked in it: as far as its limit goes. */
const wants = ({ requested, entitlements }: ShareQueue, resource: Resource): number => {
  const { limit } = entitlements[resource];
  return limit < 0 ? requested[resource] : Math.min(limit, requested[resource]);
};

/** A set of siblings, what they divide, and their shares of it. */
interface Family {
  readonly resource: Resource;
  readonly total: number;
  readonly members: readonly ShareQueue[];
  readonly share: (one: ShareQueue) => number;
  /** What is theirs before anything is lent. */
  readonly due: (one: ShareQueue) => number;
  readonly left: number;
}

const familiesIn = (tree: ShareTree): readonly Family[] => {
  const shares = sharesIn(tree);
  const parents = [...new Set(tree.queues.map(({ parentId }) => parentId))];
  return parents.flatMap((parentId) =>
    resources.map((resource): Family => {
      const members = tree.queues.filter((queue) => queue.parentId === parentId);
      const total = parentId === '' ? tree.total[resource] : shareOf(shares, parentId, resource);
      const due = (one: ShareQueue): number => {
        const { quota } = one.entitlements[resource];
        return Math.min(quota < 0 ? total : quota, wants(one, resource));
      };
      const left = Math.max(0, total - members.reduce((sum, one) => sum + due(one), 0));
      return {
        resource,
        total,
        members,
        due,
        left,
        share: ({ id }) => shareOf(shares, id, resource),
      };
    }),
  );
};

const everyFamily = (times: number, check: (family: Family, tree: ShareTree) => void): void => {
  fc.assert(
    fc.property(shareTrees, (tree) => {
      for (const family of familiesIn(tree)) check(family, tree);
    }),
    runs(times),
  );
};

const changed = (
  tree: ShareTree,
  change: (queue: ShareQueue, at: number) => ShareQueue,
): ShareTree => ({ ...tree, queues: tree.queues.map(change) });

const weighed = (queue: ShareQueue, resource: Resource, by: number): ShareQueue => {
  const { entitlements } = queue;
  const { weight } = entitlements[resource];
  return {
    ...queue,
    entitlements: {
      ...entitlements,
      [resource]: { ...entitlements[resource], weight: weight * by },
    },
  };
};

/** Peers of one bucket who get something over their quota: the same priority, and nobody remembers what they used. */
const bucketOf = ({ members, resource }: Family, one: ShareQueue): readonly ShareQueue[] =>
  members.filter(
    ({ entitlements }) =>
      entitlements.priority === one.entitlements.priority && entitlements[resource].weight > 0,
  );

const isAlone = ({ members }: Family, one: ShareQueue): boolean =>
  members.every(({ entitlements }) => entitlements.priority <= one.entitlements.priority);

describe('allocation › laws › axioms of fair share', () => {
  it('∀ nobody has less than its quota or more than it asks, and nothing is given twice (S19, S4: kueue PR#6617, kueue#13391)', () => {
    everyFamily(600, ({ total, members, share, due, resource }) => {
      let sum = 0;
      for (const one of members) {
        expect(share(one)).toBeGreaterThanOrEqual(due(one));
        // Whole units that rounding left over go out whole, so that the last may be more than is asked.
        const most = Math.max(due(one), wants(one, resource)) + unitOf[resource];
        expect(share(one)).toBeLessThanOrEqual(most);
        sum += share(one);
      }
      const promised = members.reduce((all, one) => all + due(one), 0);
      expect(sum).toBeLessThanOrEqual(Math.max(total, promised));
    });
  });

  it('∀ nothing is left over while somebody who may borrow asks for it (S19: kueue#14412)', () => {
    everyFamily(600, ({ members, share, left, due, resource }, { usageFactorMilli }) => {
      if (usageFactorMilli > 0) return;
      const lent = members.reduce((sum, one) => sum + share(one) - due(one), 0);
      const asks = members.some(
        (one) => one.entitlements[resource].weight > 0 && wants(one, resource) > share(one),
      );
      if (asks) expect(lent).toBe(left);
    });
  });

  it('∀ sharing pays: of the highest rank each has its weight’s part of what is left, or all that it asks, but for one unit (S19: kueue PR#6617)', () => {
    everyFamily(600, (family, { usageFactorMilli }) => {
      if (usageFactorMilli > 0) return;
      const { members, share, due, left, resource } = family;
      for (const one of members) {
        const { weight } = one.entitlements[resource];
        if (weight === 0 || !isAlone(family, one) || share(one) >= wants(one, resource)) continue;
        const bucket = bucketOf(family, one);
        const weights = bucket.reduce(
          (sum, { entitlements }) => sum + entitlements[resource].weight,
          0,
        );
        const part = Number((BigInt(left) * BigInt(weight)) / BigInt(weights));
        expect(share(one) - due(one)).toBeGreaterThan(part - unitOf[resource]);
      }
    });
  });

  it('∀ nobody who asks for more envies a peer what that has over quota, weight for weight, but for one unit (S19: kueue#13763, armada#4248)', () => {
    everyFamily(600, (family, { usageFactorMilli }) => {
      if (usageFactorMilli > 0) return;
      const { members, share, due, resource } = family;
      const unit = unitOf[resource];
      for (const one of members) {
        const mine = one.entitlements[resource].weight;
        if (mine === 0 || share(one) >= wants(one, resource)) continue;
        for (const other of bucketOf(family, one)) {
          const theirs = other.entitlements[resource].weight;
          // lent/theirs ≤ (own + unit)/mine + unit/theirs
          const lent = BigInt(Math.max(0, share(other) - due(other) - unit)) * BigInt(mine);
          const own = BigInt(share(one) - due(one) + unit) * BigInt(theirs);
          expect(lent <= own).toBe(true);
        }
      }
    });
  });

  it('∀ more weight never means less, but for one unit of rounding (S19: kueue PR#6617)', () => {
    fc.assert(
      fc.property(shareTrees, fc.nat(8), fc.constantFrom(2, 3, 10), (tree, at, by) => {
        const who = tree.queues[at % tree.queues.length];
        if (who === undefined) return;
        const shares = sharesIn(tree);
        for (const resource of resources) {
          const heavier = changed(tree, (one) => (one === who ? weighed(one, resource, by) : one));
          const now = shareOf(sharesIn(heavier), who.id, resource);
          expect(now).toBeGreaterThan(shareOf(shares, who.id, resource) - unitOf[resource]);
        }
      }),
      runs(400),
    );
  });

  it('∀ weights count by their proportions alone (S19: scale invariance, kueue#14412)', () => {
    fc.assert(
      fc.property(shareTrees, fc.constantFrom(2, 7, 1000), (tree, by) => {
        const scaled = changed(tree, (queue) =>
          resources.reduce((one, resource) => weighed(one, resource, by), queue),
        );
        expect(sharesIn(scaled)).toEqual(sharesIn(tree));
      }),
      runs(400),
    );
  });

  it('∀ in units of k everybody has k times as much, but for the rounding of each level (S19: scale invariance)', () => {
    fc.assert(
      fc.property(shareTrees, fc.constantFrom(2, 5), (tree, by) => {
        const times = (amount: number): number => (amount < 0 ? amount : amount * by);
        const all = (amounts: Amounts): Amounts => ({
          gpuMilli: times(amounts.gpuMilli),
          cpuMilli: times(amounts.cpuMilli),
          memoryMib: times(amounts.memoryMib),
        });
        const entitled = (of: Entitlements): Entitlements => {
          const scaled = (resource: Resource): Entitlements[Resource] => ({
            ...of[resource],
            quota: times(of[resource].quota),
            limit: times(of[resource].limit),
          });
          return {
            ...of,
            gpuMilli: scaled('gpuMilli'),
            cpuMilli: scaled('cpuMilli'),
            memoryMib: scaled('memoryMib'),
          };
        };
        const larger = {
          ...changed(tree, (queue) => ({
            ...queue,
            requested: all(queue.requested),
            entitlements: entitled(queue.entitlements),
          })),
          total: all(tree.total),
        };
        const before = sharesIn(tree);
        const after = sharesIn(larger);
        // Each sibling and each level may round by a unit, which is k units of before.
        const slack = tree.queues.length * by;
        for (const { id } of tree.queues)
          for (const resource of resources) {
            const off = shareOf(after, id, resource) - by * shareOf(before, id, resource);
            expect(Math.abs(off)).toBeLessThanOrEqual(slack * unitOf[resource]);
          }
      }),
      runs(400),
    );
  });

  it('∀ the order of queues and the names of resources do not count (S19, S20: kueue#13763, kueue#11198)', () => {
    fc.assert(
      fc.property(shareTrees, (tree) => {
        const shares = sharesIn(tree);
        expect(sharesIn({ ...tree, queues: tree.queues.toReversed() })).toEqual(shares);
        const swap = (amounts: Amounts): Amounts => ({
          gpuMilli: amounts.gpuMilli,
          cpuMilli: amounts.memoryMib,
          memoryMib: amounts.cpuMilli,
        });
        const swapped = changed({ ...tree, total: swap(tree.total) }, (queue) => ({
          ...queue,
          requested: swap(queue.requested),
          ...(queue.usageMilli !== undefined && { usageMilli: swap(queue.usageMilli) }),
          entitlements: {
            ...queue.entitlements,
            cpuMilli: queue.entitlements.memoryMib,
            memoryMib: queue.entitlements.cpuMilli,
          },
        }));
        const back = new Map([...sharesIn(swapped)].map(([id, amounts]) => [id, swap(amounts)]));
        expect(back).toEqual(new Map(shares));
      }),
      runs(400),
    );
  });
});
