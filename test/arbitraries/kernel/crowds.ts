import fc from 'fast-check';
import { bareJob, bareNode, bareQueue, bareWorld } from './bare.ts';
import type { Traits } from './traits.ts';
import { hostileWorlds, type World } from './worlds.ts';

const tense = { nodesMax: 3, runningMax: 10, waitingMax: 5, stepsMax: 8 };

const crowded = (gpus: fc.Arbitrary<number>, priority: fc.Arbitrary<number>) =>
  fc
    .record({ queue: fc.nat(1), gpus, priority, pods: fc.constantFrom(1, 1, 1, 2) })
    .map(({ queue, priority: rank, ...pods }) => bareJob(queue, pods, { priority: rank }));

/** Nodes full of work that is alike but for its queue, its priority and its age, and some who want in. */
const crowds: fc.Arbitrary<World> = fc
  .record({
    nodes: fc.array(fc.constantFrom(4, 4, 2), { minLength: 1, maxLength: 3 }),
    running: fc.array(
      fc.record({
        job: crowded(fc.constantFrom(1, 1, 1, 2), fc.constantFrom(50, 75, 100)),
        from: fc.nat(2),
      }),
      { minLength: 6, maxLength: 12, size: 'max' },
    ),
    waiting: fc.array(crowded(fc.constantFrom(1, 2, 4), fc.constantFrom(75, 100, 125)), {
      minLength: 1,
      maxLength: 3,
    }),
    quotas: fc.tuple(fc.nat(8), fc.nat(8)),
  })
  .map(({ nodes, quotas, ...work }) =>
    bareWorld({
      nodes: nodes.map((count) => bareNode(count)),
      queues: quotas.map((quota, at) => bareQueue(`queue-${at}`, { quota: 1000 * quota })),
      ...work,
    }),
  );

/** Work that leaves a little free on every node, and some who want a lot on one. */
const fragments: fc.Arbitrary<World> = fc
  .record({
    nodes: fc.array(fc.constantFrom(4, 4, 3), { minLength: 2, maxLength: 4, size: 'max' }),
    gpus: fc.array(fc.constantFrom(1, 2, 2), { minLength: 2, maxLength: 4, size: 'max' }),
    waiting: fc.array(crowded(fc.constantFrom(2, 3, 4), fc.constantFrom(50, 75)), {
      minLength: 1,
      maxLength: 2,
    }),
  })
  .map(({ nodes, gpus, waiting }) =>
    bareWorld({
      nodes: nodes.map((count) => bareNode(count)),
      queues: [bareQueue('queue-0', { quota: -1 })],
      running: gpus.map((count, from) => ({ job: bareJob(0, { gpus: count }), from })),
      waiting,
    }),
  );

/** What is left of gangs that lost some of their pods, on nodes that take no others. */
const broken: fc.Arbitrary<World> = fc
  .record({
    pods: fc.array(fc.constantFrom(2, 3), { minLength: 1, maxLength: 3 }),
    byMs: fc.constantFrom(59_000, 60_000, 61_000),
    pick: fc.nat(2),
  })
  .map(({ pods, byMs, pick }) =>
    bareWorld({
      nodes: [bareNode(4), bareNode(4)],
      queues: [bareQueue('queue-0', { quota: -1 })],
      running: pods.map((count, from) => ({ job: bareJob(0, { pods: count }), from })),
      steps: [
        { type: 'crash', pick },
        { type: 'cordon', pick: 0 },
        { type: 'cordon', pick: 1 },
        { type: 'clock', byMs },
      ],
    }),
  );

/** Worlds in which some have to go for others, or to move, or are left of a gang. */
export const crowdedWorlds = (traits: Traits): fc.Arbitrary<World> =>
  fc.oneof(
    { weight: 6, arbitrary: hostileWorlds(traits, tense) },
    { weight: 10, arbitrary: crowds },
    { weight: 3, arbitrary: fragments },
    { weight: 1, arbitrary: broken },
  );
