import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { defaultPolicy, type Plan } from '../../../domain/allocation/index.ts';
import {
  allocatedGpuMilli,
  type Books,
  booksOf,
  gpuMilliOf,
  overCommitted,
  pathOf,
} from '../../scenarios/books.ts';
import { capacity } from '../../../projections/capacity/index.ts';
import { type About, nodeJoined, queueOpened, recorded } from '../../arbitraries/gpu-cluster.ts';
import { submitted } from '../../arbitraries/job-mix.ts';
import { happened, planOn, play, type Play, viewOf } from '../../scenarios/play.ts';
import { steps, stories, telling } from '../../scenarios/stream.ts';

/** Tells random stories and looks at every plan that was made, with the books before and after it. */
const everyPlan = (runs: number, look: (made: Plan, before: Books, story: Play) => void): void => {
  fc.assert(
    fc.property(stories(steps), ({ start, steps: happenings }) => {
      const { story, take } = telling(start);
      for (const step of [...happenings, { type: 'act' } as const]) {
        const before = step.type === 'act' ? booksOf(story.log) : undefined;
        const made = take(step);
        if (made !== undefined && before !== undefined) look(made, before, story);
      }
    }),
    { numRuns: runs },
  );
};

const wishes = fc.record({
  pods: fc.constantFrom(1, 1, 1, 2),
  gpus: fc.constantFrom(1, 1, 1, 2, 2, 4),
  gpuMilli: fc.constantFrom(1000, 1000, 1000, 500, 300),
});

/** Nodes that one queue fills, and a claimant for some of them. */
const crowds = fc.record({
  nodes: fc.array(fc.constantFrom(2, 4, 4), { minLength: 1, maxLength: 3, size: 'max' }),
  theirs: fc.array(wishes, { minLength: 6, maxLength: 14, size: 'max' }),
  ours: wishes,
  isSameQueue: fc.boolean(),
});

const stillWaiting = (story: Play, id: string, type: 'WorkloadStopRequested'): readonly About[] =>
  story.log.some((one) => one.type === 'WorkloadAllocated' && one.subject.id === id)
    ? []
    : [happened(type, id)];

describe('allocation › laws', () => {
  it('∀ no node and no card is over-committed, now or once all who leave have left', () => {
    everyPlan(150, (_made, _before, story) => {
      const after = booksOf(story.log);
      expect(overCommitted(after, ['bound', 'leaving'])).toEqual([]);
      expect(overCommitted(after, ['bound', 'held'])).toEqual([]);
    });
  });

  it('∀ a gang is placed whole, once, or not at all', () => {
    everyPlan(60, (made, before) => {
      const seen = new Set<string>();
      for (const { workloadId, pods } of [...made.placements, ...made.nominations]) {
        expect(seen.has(workloadId)).toBe(false);
        seen.add(workloadId);
        const asked = before.workloads.get(workloadId)?.subGroups ?? [];
        expect(pods.map((pod) => `${pod.subGroup}-${pod.pod}`)).toEqual(
          asked.flatMap(({ name, pods: count }) =>
            Array.from({ length: count }, (_, at) => `${name}-${at}`),
          ),
        );
      }
    });
  });

  it('∀ nobody is given more than a limit on its way up, nor what is not preemptible more than a quota', () => {
    everyPlan(100, (made, before, story) => {
      const after = booksOf(story.log);
      for (const { workloadId } of [...made.placements, ...made.nominations]) {
        const kept = after.workloads.get(workloadId);
        if (kept === undefined || before.workloads.get(workloadId)?.stage === 'held') continue;
        for (const queueId of pathOf(after, kept.queueId)) {
          const { limit, quota } = after.queues.get(queueId)?.entitlements.gpuMilli ?? {};
          if (limit !== undefined && limit >= 0 && gpuMilliOf(kept) > 0)
            expect(allocatedGpuMilli(after, queueId)).toBeLessThanOrEqual(limit);
          if (quota === undefined || quota < 0 || kept.preemptible || gpuMilliOf(kept) === 0)
            continue;
          const stays = allocatedGpuMilli(after, queueId, (one) => !one.preemptible);
          expect(stays).toBeLessThanOrEqual(quota);
        }
      }
    });
  });

  it('∀ every eviction serves a workload that the same plan places or nominates', () => {
    everyPlan(100, (made, before) => {
      const served = new Set(
        [...made.placements, ...made.nominations].map((one) => one.workloadId),
      );
      const gone = new Set<string>();
      for (const { workloadId, preemptorId } of made.evictions) {
        expect(served.has(preemptorId)).toBe(true);
        expect(gone.has(workloadId)).toBe(false);
        gone.add(workloadId);
        expect(before.workloads.get(workloadId)).toMatchObject({
          stage: 'bound',
          preemptible: true,
        });
      }
    });
  });

  it('∀ nobody within its share goes for somebody above theirs, and priority rules only at home', () => {
    everyPlan(100, (made, before) => {
      for (const eviction of made.evictions) {
        const victim = before.workloads.get(eviction.workloadId);
        const preemptor = before.workloads.get(eviction.preemptorId);
        const { victimQueue, preemptorQueue } = eviction;
        if (eviction.action === 'preempt') {
          expect(victim?.queueId).toBe(preemptor?.queueId);
          expect(victim?.priority).toBeLessThan(preemptor?.priority ?? 0);
          continue;
        }
        if (eviction.action === 'consolidate') expect(eviction.movesTo).toBeDefined();
        // Whoever goes on elsewhere loses nothing.
        if (eviction.movesTo !== undefined) continue;
        expect(victim?.queueId).not.toBe(preemptor?.queueId);
        const resources = ['gpuMilli', 'cpuMilli', 'memoryMib'] as const;
        const isAbove = resources.some(
          (resource) =>
            victimQueue.deserved[resource] >= 0 &&
            victimQueue.allocated[resource] > victimQueue.deserved[resource],
        );
        expect(isAbove).toBe(true);
        const isOurs = preemptorQueue.queueId === preemptor?.queueId;
        if (isOurs && preemptor !== undefined)
          expect(preemptorQueue.allocated.gpuMilli + gpuMilliOf(preemptor)).toBeLessThanOrEqual(
            preemptorQueue.fairShare.gpuMilli,
          );
      }
    });
  });

  it('∀ with one victim fewer the preemptor would not fit', () => {
    const quiet = { ...defaultPolicy, version: 'quiet', actions: ['allocate' as const] };
    let looked = 0;
    fc.assert(
      fc.property(crowds, ({ nodes, theirs, ours, isSameQueue }) => {
        const queue = isSameQueue ? 'theirs' : 'ours';
        const story = play(
          ...nodes.map((gpus, at) => nodeJoined(`node-${at}`, { gpus })),
          queueOpened('theirs', { quota: 0 }),
          queueOpened('ours', { quota: 16 }),
          ...theirs.flatMap((wish, at) => submitted(`theirs-${at}`, { ...wish, queue: 'theirs' })),
        );
        story.act();
        for (const [at] of theirs.entries())
          story.tell(...stillWaiting(story, `theirs-${at}`, 'WorkloadStopRequested'));
        story.tell(...submitted('ours', { ...ours, queue, priority: 75 }));
        const facts = [...story.log];
        const made = story.look();
        // Who goes on elsewhere needs room there as well: those sets are held to a law of their own.
        if (made.evictions.some(({ movesTo }) => movesTo !== undefined)) return;
        looked += made.evictions.length > 0 ? 1 : 0;
        for (const spared of made.evictions) {
          const tale = viewOf(facts);
          for (const { workloadId } of made.evictions)
            if (workloadId !== spared.workloadId)
              capacity.apply(tale, recorded(happened('WorkloadCompleted', workloadId), 9_999));
          expect(planOn(tale, quiet).placements).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
    expect(looked).toBeGreaterThan(50);
  });

  it('∀ without news evictions come to an end', () => {
    fc.assert(
      fc.property(stories(steps), ({ start, steps: happenings }) => {
        const { story, take } = telling(start);
        for (const step of happenings) take(step);
        let quiet = 0;
        for (let round = 0; quiet < 2; round += 1) {
          expect(round).toBeLessThan(40);
          const made = story.act();
          const leaving = [...booksOf(story.log).workloads.values()].filter(
            (kept) => kept.stage === 'leaving',
          );
          for (const { id } of leaving) story.tell(happened('WorkloadEvicted', id));
          quiet = made.evictions.length + made.placements.length === 0 ? quiet + 1 : 0;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('∀ whoever waits after a plan knows exactly one verdict, and hears it once', () => {
    everyPlan(60, (made, before, story) => {
      const after = booksOf(story.log);
      const told = made.verdicts.map((one) => one.workloadId);
      expect(new Set(told).size).toBe(told.length);
      const decided = new Set(made.placements.map((one) => one.workloadId));
      for (const id of told) expect(decided.has(id)).toBe(false);
      for (const kept of after.workloads.values()) {
        if (kept.stage !== 'waiting' && kept.stage !== 'held') continue;
        const isNew = before.workloads.get(kept.id)?.stage !== kept.stage;
        const heard = story.log.filter(
          (event) => event.type === 'WorkloadDeferred' && event.subject.id === kept.id,
        );
        expect(isNew || heard.length > 0).toBe(true);
      }
      const again = story.look();
      if (made.evictions.length === 0 && made.placements.length === 0)
        expect(again.verdicts).toEqual([]);
    });
  });
});
