import fc from 'fast-check';
import type { QueueOpening, ShareQueue } from '../../../domain/allocation/index.ts';
import type { Amounts } from '../../../domain/foundation/shapes.ts';
import { queueTrees } from './queues.ts';
import { used } from './steps.ts';

/** A division of a pool among a tree of queues. */
export interface ShareTree {
  readonly total: Amounts;
  readonly queues: readonly ShareQueue[];
  readonly usageFactorMilli: number;
}

const asked: fc.Arbitrary<Amounts> = fc.record({
  gpuMilli: fc.oneof(
    fc.nat(16).map((cards) => 1000 * cards),
    fc.nat(16_000),
    fc.constantFrom(0, 300, 500),
  ),
  cpuMilli: fc.nat(64_000),
  memoryMib: fc.oneof(fc.nat(20_000), fc.nat(2 ** 40)),
});

const none: Amounts = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };

const plus = (a: Amounts, b: Amounts): Amounts => ({
  gpuMilli: a.gpuMilli + b.gpuMilli,
  cpuMilli: a.cpuMilli + b.cpuMilli,
  memoryMib: a.memoryMib + b.memoryMib,
});

/** What leaves ask for is asked for by everybody above them. */
const asking = (
  tree: readonly QueueOpening[],
  wishes: readonly Amounts[],
): ReadonlyMap<string, Amounts> => {
  const sums = new Map<string, Amounts>();
  const parents = new Map(tree.map(({ id, parentId }) => [id, parentId]));
  const inner = new Set(parents.values());
  for (const [at, { id }] of tree.entries()) {
    if (inner.has(id)) continue;
    const wish = wishes[at % wishes.length] ?? none;
    for (let above = id; above !== ''; above = parents.get(above) ?? '')
      sums.set(above, plus(sums.get(above) ?? none, wish));
  }
  return sums;
};

/** Weights that look like a percentage, an amount, or a mistake. */
const heavy = fc.constantFrom(1, 1, 1, 1, 100, 1_000_003, 999_999_937);

const weighing = (queue: QueueOpening, by: number): QueueOpening => {
  const { entitlements } = queue;
  const { gpuMilli } = entitlements;
  return {
    ...queue,
    entitlements: { ...entitlements, gpuMilli: { ...gpuMilli, weight: by * gpuMilli.weight } },
  };
};

/** Divisions of every sort: deep trees, promises beyond what there is, ranks, weights of nothing, past use. */
export const shareTrees: fc.Arbitrary<ShareTree> = fc
  .record({
    tree: queueTrees({ queuesMax: 9, depthMax: 4 }),
    wishes: fc.array(asked, { minLength: 9, maxLength: 9 }),
    usages: fc.array(used, { minLength: 9, maxLength: 9 }),
    weights: fc.array(heavy, { minLength: 9, maxLength: 9 }),
    cards: fc.nat(24),
    cpuMilli: fc.nat(200_000),
    memoryMib: fc.nat(2 ** 41),
    usageFactorMilli: fc.constantFrom(0, 0, 1000, 500, 2500),
  })
  .map(({ tree, wishes, usages, weights, cards, cpuMilli, memoryMib, usageFactorMilli }) => {
    const sums = asking(tree, wishes);
    return {
      total: { gpuMilli: 1000 * cards, cpuMilli, memoryMib },
      usageFactorMilli,
      queues: tree.map((queue, at) => ({
        ...weighing(queue, weights[at] ?? 1),
        requested: sums.get(queue.id) ?? none,
        ...(usageFactorMilli > 0 && { usageMilli: usages[at] ?? none }),
      })),
    };
  });
