import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evictBy } from '../../../../domain/allocation/actions/evict.ts';
import { allocate } from '../../../../domain/allocation/actions/allocate.ts';
import { reclaimLaw } from '../../../../domain/allocation/actions/reclaim.ts';
import { defaultPolicy, type Snapshot } from '../../../../domain/allocation/index.ts';
import { draftOf } from '../../../../domain/allocation/plan/draft.ts';
import { shareOut } from '../../../../domain/allocation/share/share-out.ts';
import { markOf, undoTo } from '../../../../domain/allocation/state/journal.ts';
import { huntFor } from '../../../../domain/allocation/search/hunt.ts';
import { couldServe } from '../../../../domain/allocation/search/loners.ts';
import { type Catch, fits } from '../../../../domain/allocation/search/quarry.ts';
import { moveUnit, wholeOf } from '../../../../domain/allocation/search/units.ts';
import { poolUnder } from '../pool.ts';

const runner = fc.record({
  queue: fc.constantFrom('a', 'b'),
  pods: fc.constantFrom(1, 1, 1, 2),
  gpus: fc.constantFrom(1, 1, 2),
  gpuMilli: fc.constantFrom(1000, 1000, 500),
  cpuMilli: fc.constantFrom(100, 20_000),
  priority: fc.constantFrom(50, 60),
});

const claims = fc.record({
  count: fc.integer({ min: 4, max: 12 }),
  gpus: fc.constantFrom(1, 1, 2),
  cpuMilli: fc.constantFrom(100, 40_000),
  minRunMs: fc.constantFrom(0, 50_000),
});

type Runner = typeof runner extends fc.Arbitrary<infer One> ? One : never;
type Claims = typeof claims extends fc.Arbitrary<infer One> ? One : never;

const namesOf = (caught: Catch | undefined) => ({
  victims: caught?.victims.map(({ workload }) => workload.id),
  dearer: caught?.dearer,
});

/** Two queues run what they can, a third claims one workload after the other. */
const claimed = (nodes: number, running: readonly Runner[], wanted: Claims): Snapshot => {
  const pool = poolUnder({ actions: ['allocate'] });
  for (let at = 0; at < nodes; at += 1) pool.node(`node-${at}`, 4);
  for (const id of ['a', 'b']) pool.queue(id);
  for (const [at, wish] of running.entries()) {
    pool.job(`run-${at}`, wish);
    pool.act(at * 1000);
  }
  pool.queue('ours', { quota: nodes * 4000 });
  for (let at = 0; at < wanted.count; at += 1)
    pool.job(`claim-${at}`, {
      queue: 'ours',
      gpus: at % 3 === 2 ? 3 : wanted.gpus,
      cpuMilli: wanted.cpuMilli,
    });
  return pool.snapshot;
};

describe('loners', () => {
  it('∀ searches of one action, memory finds whom a look at everybody finds', () => {
    let remembered = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 5 }),
        fc.array(runner, { minLength: 6, maxLength: 24 }),
        claims,
        (nodes, running, wanted) => {
          const snapshot = claimed(nodes, running, wanted);
          shareOut(snapshot, defaultPolicy);
          snapshot.plans += 1;
          const minRun = { ...defaultPolicy.minRun, reclaimMs: wanted.minRunMs };
          const draft = draftOf(snapshot, { ...defaultPolicy, minRun }, 60_000);
          allocate(draft);
          evictBy(draft, {
            law: reclaimLaw,
            search: ({ memory, ...hunt }, grounds) => {
              const found = huntFor(
                { ...hunt, ...(memory === undefined ? {} : { memory }) },
                grounds,
              );
              const { wakeAtMs } = draft;
              draft.wakeAtMs = Number.MAX_SAFE_INTEGER;
              expect(namesOf(found)).toEqual(namesOf(huntFor(hunt, grounds)));
              // Where nobody is found it is known, too, when to look again, whoever looked first.
              if (found === undefined) expect(draft.wakeAtMs).toBe(wakeAtMs);
              if ([...(memory?.loners.values() ?? [])].some(({ loners }) => loners !== undefined))
                remembered += 1;
              return found;
            },
          });
        },
      ),
      { numRuns: 200 },
    );
    expect(remembered).toBeGreaterThan(100);
  });

  it('∀ whoever makes room alone could have been known to', () => {
    let [serving, others] = [0, 0];
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 5 }),
        fc.array(runner, { minLength: 6, maxLength: 24 }),
        claims,
        (nodes, running, wanted) => {
          const snapshot = claimed(nodes, running, wanted);
          shareOut(snapshot, defaultPolicy);
          snapshot.plans += 1;
          const draft = draftOf(snapshot, defaultPolicy, 60_000);
          allocate(draft);
          evictBy(draft, {
            law: reclaimLaw,
            search: (hunt, grounds) => {
              if (fits(hunt)) return undefined;
              for (const victim of grounds.flatMap(({ evictable }) => evictable)) {
                const unit = wholeOf(draft, victim);
                const mark = markOf(draft.journal);
                moveUnit(draft, unit, { seats: unit.seats, sign: -1 });
                const isRoom = fits(hunt);
                undoTo(draft.journal, mark);
                if (isRoom) serving += 1;
                else others += 1;
                if (isRoom) expect(couldServe(hunt, unit)).toBe(true);
              }
              return undefined;
            },
          });
        },
      ),
      { numRuns: 100 },
    );
    expect(Math.min(serving, others)).toBeGreaterThan(100);
  });
});
