import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { bareJob, bareNode, bareQueue, bareWorld } from '../../arbitraries/kernel/bare.ts';
import { hostileWorlds, type World } from '../../arbitraries/kernel/worlds.ts';
import { podsAt } from '../../oracles/books.ts';
import { startingPods } from '../../oracles/gangs.ts';
import { dearerIn, isPlain, needlessIn } from '../../oracles/judge-victims.ts';
import { findSeats } from '../../oracles/seat-search.ts';
import { everyPlan, everyWorld } from './every-world.ts';
import { known } from './known.ts';
import { isQuiet } from './quiet.ts';
import { begin, look, take } from './world.ts';

/** Where rooms are kept for those who were passed over, what is free is not free for all. */
const keepsRoom = 64;

const tense = hostileWorlds(known, { nodesMax: 3, runningMax: 10, waitingMax: 5, stepsMax: 8 });

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

describe('allocation › laws › victims', () => {
  it('∀ nobody goes without whom the preemptor would find room: every seating is tried (S12: volcano#4926, YUNIKORN-2699)', () => {
    let looked = 0;
    everyPlan(
      400,
      (made, before, { policy }) => {
        if (policy.bypassesMax >= 0 && policy.bypassesMax < keepsRoom) return;
        const { wrong, seen } = needlessIn(before, made);
        looked += seen;
        expect(wrong).toEqual([]);
      },
      { worlds: fc.oneof(tense, crowds) },
    );
    expect(looked).toBeGreaterThan(5);
  });

  it('∀ of two that would leave the same behind the one of lower priority goes, then the one that lost less (S14: armada#5053, kueue#840, kubernetes#128307)', () => {
    everyPlan(
      250,
      (made, before, { policy, nowMs }) => {
        expect(dearerIn(before, made, { policy, nowMs })).toEqual([]);
      },
      { worlds: fc.oneof(tense, crowds) },
    );
  });

  it('∀ who waits for room alone has none: no seating of its gang is left untried (S17, S23, S9: kueue#534, kueue#13320, kueue#13688)', () => {
    let looked = 0;
    everyWorld(200, (world) => {
      const tale = begin(world, undefined, true);
      for (const step of [...world.steps, { type: 'plan' } as const]) {
        const made = step.type === 'plan' ? look(tale) : undefined;
        if (made !== undefined && isQuiet(made))
          for (const { workloadId, verdict } of made.verdicts) {
            const job = tale.books.jobs.get(workloadId);
            if (verdict._tag !== 'InsufficientCapacity' || job === undefined) continue;
            const pods = startingPods(job.submission);
            if (pods.length === 0 || podsAt(job, 'bound', 'held').length > 0) continue;
            if (!isPlain(tale.books, job, pods.length)) continue;
            looked += 1;
            expect(typeof findSeats(tale.books, { job, pods, plane: 'future' })).toBe('string');
          }
        take(tale, step);
      }
    });
    expect(looked).toBeGreaterThan(20);
  });
});
