import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  defaultPolicy,
  markNode,
  removeNode,
  type Snapshot,
} from '../../../../domain/allocation/index.ts';
import { mayFit } from '../../../../domain/allocation/gang/gang.ts';
import { draftOf, type Reserved } from '../../../../domain/allocation/plan/draft.ts';
import { soonestByNodes, soonestByWalk } from '../../../../domain/allocation/search/soonest.ts';
import { shareOut } from '../../../../domain/allocation/share/share-out.ts';
import { rankNodes } from '../../../../domain/allocation/state/ranks.ts';
import { type Pool, poolUnder } from '../pool.ts';

const job = fc.record({
  pods: fc.constantFrom(1, 1, 1, 2),
  gpus: fc.constantFrom(1, 1, 2),
  gpuMilli: fc.constantFrom(1000, 1000, 500),
  maxRunMs: fc.constantFrom(0, 0, 5000, 20_000),
});

const step = fc.oneof(
  fc.record({ type: fc.constant('job' as const), wish: job }),
  fc.record({ type: fc.constant('done' as const), at: fc.nat(20) }),
  fc.record({ type: fc.constant('node' as const), gpus: fc.constantFrom(2, 4) }),
  fc.record({ type: fc.constant('lost' as const), at: fc.nat(4) }),
  fc.record({ type: fc.constant('gone' as const), at: fc.nat(4) }),
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

const happen = (pool: Pool, what: Step, age: number): void => {
  if (what.type === 'job') pool.job(`job-${age}`, what.wish);
  if (what.type === 'done') pool.done(`job-${what.at}`);
  if (what.type === 'node') pool.node(`node-${age}`, what.gpus);
  if (what.type === 'lost') markNode(pool.snapshot, `node-${what.at}`, { isLost: true });
  if (what.type === 'gone') removeNode(pool.snapshot, `node-${what.at}`);
};

const inWords = (reserved: Reserved | undefined) =>
  reserved === undefined
    ? undefined
    : { slots: [...reserved.slots].toSorted((a, b) => a - b), untilMs: reserved.untilMs };

/** What both ways say for an ask that does not fit; `undefined` where it fits. */
const bothWays = (snapshot: Snapshot, id: string) => {
  rankNodes(snapshot.nodes);
  shareOut(snapshot, defaultPolicy);
  snapshot.plans += 1;
  const workload = snapshot.workloads.get(id);
  if (workload === undefined || workload.bound.length > 0) return undefined;
  const draft = draftOf(snapshot, defaultPolicy, 0);
  const turn = { workload, shape: workload.shape, one: undefined };
  if (mayFit(snapshot, turn.shape, defaultPolicy)) return undefined;
  return [inWords(soonestByNodes(draft, turn)), inWords(soonestByWalk(draft, turn))] as const;
};

describe('soonest room', () => {
  it('∀ pools as they change, a look at nodes one by one finds what taking all off in turn finds', () => {
    let found = 0;
    const ask = fc.record({ pods: fc.integer({ min: 1, max: 4 }), gpus: fc.constantFrom(1, 2, 4) });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(step, { minLength: 4, maxLength: 24 }),
        ask,
        (nodes, steps, wanted) => {
          const pool = poolUnder({ actions: ['allocate'], bypassesMax: -1 });
          pool.queue('q', { quota: -1 });
          pool.queue('later', { limit: 0 });
          for (let at = 0; at < nodes; at += 1) pool.node(`node-${at}`, 4);
          pool.job('asks', { queue: 'later', ...wanted });
          for (const [at, what] of steps.entries()) {
            happen(pool, what, at);
            pool.act(at * 1000);
            const [ours, theirs] = bothWays(pool.snapshot, 'asks') ?? [];
            if (theirs !== undefined) found += 1;
            expect(ours).toEqual(theirs);
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(found).toBeGreaterThan(50);
  });
});
