import fc from 'fast-check';
import { bareJob, bareNode, barePods, bareQueue, bareWorld } from './bare.ts';
import { networkCard } from './nodes.ts';
import type { World } from './worlds.ts';

const cards = fc.constantFrom(1, 1, 2, 3);
const few = <Item>(item: fc.Arbitrary<Item>) =>
  fc.array(item, { minLength: 2, maxLength: 3, size: 'max' });

/** Queues lend only some of their quota, or nothing; who has none would have to borrow. */
export const lending: fc.Arbitrary<World> = fc
  .record({
    lends: fc.constantFrom(0, 1000, 2000),
    quota: fc.constantFrom(2000, 4000, 5000),
    gpus: few(cards),
    isDeep: fc.boolean(),
    own: fc.constantFrom(0, 0, 1000),
  })
  .map(({ lends, quota, gpus, isDeep, own }) =>
    bareWorld({
      nodes: [bareNode(4), bareNode(2)],
      queues: [
        bareQueue('queue-0', isDeep ? { quota: -1 } : {}),
        ...(isDeep ? [bareQueue('queue-1', { parent: 'queue-0', quota: own })] : []),
        {
          ...bareQueue('queue-2', { quota, ...(isDeep && { parent: 'queue-0' }) }),
          terms: { lendingMax: { gpuMilli: lends } },
        },
      ],
      waiting: gpus.map((count) => bareJob(0, { gpus: count })),
    }),
  );

/** Bounds on device models and on a named resource, at the queue or above it. */
export const named: fc.Arbitrary<World> = fc
  .record({
    name: fc.constantFrom('gpu:H100', 'gpu:A100', networkCard),
    limit: fc.constantFrom(0, 0, 1, 1, 2, -1),
    quota: fc.constantFrom(-1, 0, 1),
    isAbove: fc.boolean(),
    jobs: few(fc.record({ gpus: cards, isPreemptible: fc.boolean(), nics: fc.nat(2) })),
  })
  .map(({ name, limit, quota, isAbove, jobs }) => {
    const unit = name === networkCard ? 1 : 1000;
    const bound = (count: number): number => (count < 0 ? -1 : unit * count);
    const terms = { others: { [name]: { limit: bound(limit), quota: bound(quota) } } };
    return bareWorld({
      nodes: [
        bareNode(4, { resources: { [networkCard]: 3 } }),
        bareNode(2, { gpuModel: 'A100', resources: { [networkCard]: 1 } }),
      ],
      queues: [
        { ...bareQueue('queue-0', { quota: -1 }), ...(isAbove && { terms }) },
        { ...bareQueue('queue-1', { parent: 'queue-0', quota: -1 }), ...(!isAbove && { terms }) },
      ],
      waiting: jobs.map(({ gpus, isPreemptible, nics }) => {
        const pods = barePods({ gpus });
        const resources = { [networkCard]: nics };
        const request = { ...pods.request, ...(nics > 0 && { resources }) };
        return bareJob(0, [{ ...pods, request }], { isPreemptible });
      }),
    });
  });
