import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { capacity, feedUsage, snapshotOf } from '../../../projections/capacity/index.ts';
import { type About, nodeJoined, queueOpened, recorded } from '../../arbitraries/gpu-cluster.ts';
import { submitted } from '../../arbitraries/job-mix.ts';
import { happened, nodeFact, viewOf } from '../../scenarios/play.ts';

const minuteMs = 60_000;
const usage = { factorMilli: 1000, halfLifeMs: 90 * minuteMs, windowMs: 600 * minuteMs };
const policy = { ...defaultPolicy, usage };
const leaves = ['one', 'two'];
const basis = { revision: 0, kernel: 'test', policy: 'test' };

const allocated = (id: string, device: number): About => ({
  type: 'WorkloadAllocated',
  subject: { kind: 'workload', id },
  data: {
    attempt: 1,
    placements: [{ subGroup: 'workers', pod: 0, nodeId: 'a', devices: [device], gpuMilli: 1000 }],
    basis,
  },
});

/** Eight workloads of two queues, each of which comes, runs and ends in some order; a node comes and goes besides. */
const storiesFrom = fc
  .array(
    fc.record({
      who: fc.nat({ max: 7 }),
      afterMs: fc.integer({ min: -20 * minuteMs, max: 200 * minuteMs }),
      isOfNode: fc.constantFrom(false, false, false, true),
      isLook: fc.boolean(),
    }),
    { minLength: 4, maxLength: 40 },
  )
  .map((steps) => {
    const stages = new Map<number, number>();
    let isLost = false;
    return steps.map(({ who, isOfNode, ...step }) => {
      if (isOfNode) {
        isLost = !isLost;
        return { ...step, facts: [nodeFact(isLost ? 'NodeLost' : 'NodeReturned', 'b')] };
      }
      const stage = stages.get(who) ?? 0;
      stages.set(who, stage + 1);
      return { ...step, facts: factsAt(who, stage) };
    });
  });

const factsAt = (who: number, stage: number): readonly About[] => {
  const id = `w${who}`;
  if (stage === 0) return submitted(id, { queue: leaves[who % 2] ?? '' });
  if (stage === 1) return [allocated(id, who)];
  return stage === 2 ? [happened('WorkloadCompleted', id)] : [];
};

const usageOf = (view: ReturnType<typeof viewOf>): readonly unknown[] =>
  ['top', ...leaves].map((id) => snapshotOf(view, 'pool')?.queues.get(id)?.usageMilli);

const opening: readonly About[] = [
  nodeJoined('a', { gpus: 8 }),
  nodeJoined('b', { gpus: 8 }),
  queueOpened('top', { quota: -1 }),
  ...leaves.map((id) => queueOpened(id, { parent: 'top' })),
];

describe('capacity › use over time', () => {
  it('∀ facts, however their times stand: what the kernel is told follows from them and the instant alone', () => {
    fc.assert(
      fc.property(storiesFrom, (steps) => {
        const view = capacity.initial();
        const log: BerthRecorded[] = [];
        let nowMs = 1_767_225_600_000;
        const tell = (about: About): void => {
          const fact = { ...recorded(about, log.length + 1), atMs: nowMs };
          log.push(fact);
          capacity.apply(view, fact);
        };
        for (const about of opening) tell(about);
        for (const { facts, afterMs, isLook } of steps) {
          nowMs += afterMs;
          for (const about of facts) tell(about);
          if (!isLook) continue;
          feedUsage(view, 'pool', { policy, nowMs });
          const fresh = viewOf(log);
          feedUsage(fresh, 'pool', { policy, nowMs });
          expect(usageOf(view)).toEqual(usageOf(fresh));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('∀ instants without news: nothing is otherwise before the one that is named, and in the end none is', () => {
    const view = viewOf(
      [...opening, ...submitted('w0', { queue: 'one' }), allocated('w0', 0)].map((about, k) => ({
        ...recorded(about, k + 1),
        atMs: 0,
      })),
    );
    let nowMs: number | undefined = 0;
    for (let looks = 0; nowMs !== undefined; looks += 1) {
      const nextMs: number | undefined = feedUsage(view, 'pool', { policy, nowMs });
      const seen = usageOf(view);
      feedUsage(view, 'pool', { policy, nowMs: (nextMs ?? nowMs + 1) - 1 });
      expect(usageOf(view)).toEqual(seen);
      expect(looks).toBeLessThan(1000);
      nowMs = nextMs;
    }
    // One of sixteen cards, for as long as the rules look back.
    expect(usageOf(view)[1]).toMatchObject({ gpuMilli: 62 });
  });
});
