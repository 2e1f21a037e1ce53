import fc from 'fast-check';
import { type About, queueOpened, type QueueWish } from './gpu-cluster.ts';

const wishes: fc.Arbitrary<QueueWish> = fc.record({
  quota: fc.constantFrom(0, 0, 1, 2, 4, 8, -1),
  limit: fc.constantFrom(-1, -1, -1, 2, 6),
  weight: fc.integer({ min: 0, max: 4 }),
  rank: fc.constantFrom(100, 100, 50),
});

/** The leaves of `queueTrees`, present in every tree. */
export const leafIds: readonly string[] = ['queue-a', 'queue-b', 'queue-c', 'queue-d'];

/** Two departments with two queues each; one queue in five stands at the top instead. */
export const queueTrees: fc.Arbitrary<readonly About[]> = fc
  .tuple(
    fc.array(wishes, { minLength: 2, maxLength: 2 }),
    fc.array(fc.tuple(wishes, fc.nat(4)), { minLength: 4, maxLength: 4 }),
  )
  .map(([departments, projects]) => [
    ...departments.map((wish, at) => queueOpened(`department-${at}`, wish)),
    ...projects.map(([wish, place], at) =>
      queueOpened(
        leafIds[at] ?? '',
        place === 0 ? wish : { ...wish, parent: `department-${Math.floor(at / 2)}` },
      ),
    ),
  ]);
