import fc from 'fast-check';
import type { QueueOpening, QueueTerms } from '../../../domain/allocation/index.ts';
import type { Entitlement, Entitlements } from '../../../domain/foundation/shapes.ts';
import { networkCard } from './nodes.ts';
import { oneWay, way } from './traits.ts';

const cards = (count: number): number => (count < 0 ? -1 : Math.round(1000 * count));
const open: Entitlement = { quota: -1, limit: -1, weight: 1 };

const gpuEntitlement: fc.Arbitrary<Entitlement> = fc
  .record({
    quota: fc.constantFrom(0, 0, 1, 2, 4, 8, 1.5, -1),
    limit: oneWay(way(20, fc.constant(-1)), way(3, fc.constantFrom(6, 2, 3.5, 0))),
    weight: fc.constantFrom(1, 1, 2, 3, 0),
  })
  .map(({ quota, limit, weight }) => ({ quota: cards(quota), limit: cards(limit), weight }));

/** Processors and memory are for all, as a rule; now and then they are divided too. */
const otherEntitlement = (unit: number): fc.Arbitrary<Entitlement> =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constant(open) },
    {
      weight: 1,
      arbitrary: fc
        .record({
          quota: fc.constantFrom(0, 4, 16, -1, -1),
          limit: fc.constantFrom(-1, -1, 20),
          weight: fc.constantFrom(1, 1, 3, 0),
        })
        .map(({ quota, limit, weight }) => ({
          quota: quota < 0 ? -1 : quota * unit,
          limit: limit < 0 ? -1 : limit * unit,
          weight,
        })),
    },
  );

/** What a queue may be promised. */
export const entitlements: fc.Arbitrary<Entitlements> = fc.record({
  gpuMilli: gpuEntitlement,
  cpuMilli: otherEntitlement(1_000),
  memoryMib: otherEntitlement(2_048),
  priority: fc.constantFrom(100, 100, 100, 50, 200),
});

const named: fc.Arbitrary<NonNullable<QueueTerms['others']>> = fc
  .record({
    name: fc.constantFrom('gpu:H100', 'gpu:A100', networkCard),
    quota: fc.constantFrom(-1, 0, 1),
    limit: fc.constantFrom(-1, -1, 2),
  })
  .map(({ name, quota, limit }) => {
    const unit = name === networkCard ? 1 : 1000;
    const bound = (count: number): number => (count < 0 ? -1 : count * unit);
    return { [name]: { quota: bound(quota), limit: bound(limit), weight: 1 } };
  });

/** What a queue may ask besides shares: nothing as a rule. */
export const queueTerms: fc.Arbitrary<QueueTerms | undefined> = oneWay<QueueTerms | undefined>(
  way(12, fc.constant(undefined)),
  way(
    2,
    fc.constantFrom(0, 1000, 3000).map((gpuMilli) => ({ lendingMax: { gpuMilli } })),
  ),
  way(
    1,
    fc
      .tuple(fc.constantFrom(0, 60_000), fc.constantFrom(0, 60_000))
      .map(([preemptMinRunMs, reclaimMinRunMs]) => ({ preemptMinRunMs, reclaimMinRunMs })),
  ),
  way(
    1,
    fc.constantFrom(30_000, 3_600_000).map((maxRunMs) => ({ maxRunMs })),
  ),
  way(
    1,
    named.map((others) => ({ others })),
  ),
);

/** How deep and how wide a generated tree may be. */
export interface TreeBounds {
  readonly queuesMax: number;
  readonly depthMax: number;
}

interface Wish {
  readonly above: number;
  readonly entitlements: Entitlements;
  readonly openedAt: number;
  readonly terms: QueueTerms | undefined;
}

const idAt = (at: number): string => `queue-${at}`;

/** The parent is one of the queues before it, or nobody. */
const planted = (wishes: readonly Wish[], depthMax: number): readonly QueueOpening[] => {
  const depths: number[] = [];
  return wishes.map((wish, at) => {
    const above = (wish.above % (at + 1)) - 1;
    const depth = above < 0 ? 1 : (depths[above] ?? 0) + 1;
    const isTop = depth > depthMax || above < 0;
    depths.push(isTop ? 1 : depth);
    return {
      id: idAt(at),
      parentId: isTop ? '' : idAt(above),
      openedAt: wish.openedAt,
      entitlements: wish.entitlements,
      ...(wish.terms !== undefined && { terms: wish.terms }),
    };
  });
};

/** Trees of queues: one to four levels, several roots, quotas that may add up to more than there is. */
export const queueTrees = (
  { queuesMax, depthMax }: TreeBounds = { queuesMax: 5, depthMax: 4 },
): fc.Arbitrary<readonly QueueOpening[]> =>
  fc
    .array(fc.record({ above: fc.nat(40), entitlements, openedAt: fc.nat(3), terms: queueTerms }), {
      minLength: 1,
      maxLength: queuesMax,
      size: 'max',
    })
    .map((wishes) => planted(wishes, depthMax));

/** The queues of a tree that take workloads. */
export const leavesOf = (queues: readonly QueueOpening[]): readonly string[] => {
  const parents = new Set(queues.map(({ parentId }) => parentId));
  return queues.map(({ id }) => id).filter((id) => !parents.has(id));
};
