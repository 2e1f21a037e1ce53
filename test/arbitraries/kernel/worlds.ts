import fc from 'fast-check';
import type { QueueOpening } from '../../../domain/allocation/index.ts';
import { type Job, jobs } from './jobs.ts';
import { claimedClass, nodes, type NodeWish } from './nodes.ts';
import { queueTrees } from './queues.ts';
import { claimNames } from './requests.ts';
import { hostileSteps, type Step } from './steps.ts';
import type { Traits } from './traits.ts';

/** A job that runs where it can when the story begins, whatever the kernel would have said. */
export interface Placed {
  readonly job: Job;
  /** Where the search for its places begins. */
  readonly from: number;
}

/** A claim before the world knows its queues. @shape `queue` −1 lets any queue use it */
export interface ClaimWish {
  readonly name: string;
  readonly deviceClass: string;
  readonly count: number;
  readonly queue: number;
}

/** A cluster with queues, work that runs, work that waits, and what happens to it all. */
export interface World {
  readonly nodes: readonly NodeWish[];
  readonly claims: readonly ClaimWish[];
  readonly queues: readonly QueueOpening[];
  readonly running: readonly Placed[];
  readonly waiting: readonly Job[];
  readonly steps: readonly Step[];
}

/** How large generated worlds are. */
export interface WorldBounds {
  readonly nodesMax: number;
  readonly runningMax: number;
  readonly waitingMax: number;
  readonly stepsMax: number;
}

/** Small: what is wrong shows on few nodes, and shrinks to fewer. */
export const smallWorld: WorldBounds = {
  nodesMax: 3,
  runningMax: 10,
  waitingMax: 4,
  stepsMax: 16,
};

/** One claim of each name, where claims are wanted. */
export const claims = (traits: Traits): fc.Arbitrary<readonly ClaimWish[]> =>
  traits.claims
    ? fc.tuple(
        ...claimNames.map((name) =>
          fc.record({
            name: fc.constant(name),
            deviceClass: fc.constant(claimedClass),
            count: fc.constantFrom(1, 1, 2),
            queue: fc.constantFrom(-1, -1, 0, 1),
          }),
        ),
      )
    : fc.constant([]);

const listOf = <Item>(item: fc.Arbitrary<Item>, most: number, least = 0) =>
  fc.array(item, { minLength: least, maxLength: most, size: 'max' });

const worldsWith = (
  traits: Traits,
  steps: fc.Arbitrary<Step>,
  bounds: WorldBounds,
): fc.Arbitrary<World> =>
  fc.record({
    nodes: listOf(nodes(traits), bounds.nodesMax, 1),
    claims: claims(traits),
    queues: queueTrees(),
    running: listOf(fc.record({ job: jobs(traits), from: fc.nat(12) }), bounds.runningMax),
    waiting: listOf(jobs(traits), bounds.waitingMax),
    steps: listOf(steps, bounds.stepsMax),
  });

/** Worlds in which everything happens. */
export const hostileWorlds = (traits: Traits, bounds = smallWorld): fc.Arbitrary<World> =>
  worldsWith(traits, hostileSteps(traits), bounds);
