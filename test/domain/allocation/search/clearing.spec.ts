import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, startClasses } from '../../../../domain/allocation/actions/allocate.ts';
import { consolidateLaw } from '../../../../domain/allocation/actions/consolidate.ts';
import { evictBy } from '../../../../domain/allocation/actions/evict.ts';
import { seatAsk } from '../../../../domain/allocation/gang/gang.ts';
import { defaultPolicy, type Snapshot } from '../../../../domain/allocation/index.ts';
import { type Draft, draftOf } from '../../../../domain/allocation/plan/draft.ts';
import { clearable, mightSettle } from '../../../../domain/allocation/search/clearing.ts';
import type { Hunt } from '../../../../domain/allocation/search/field.ts';
import { packUp } from '../../../../domain/allocation/search/pack-up.ts';
import { type Catch, fits, lackingPart } from '../../../../domain/allocation/search/quarry.ts';
import { reseat } from '../../../../domain/allocation/search/reseat.ts';
import { moveUnit, wholeOf } from '../../../../domain/allocation/search/units.ts';
import { shareOut } from '../../../../domain/allocation/share/share-out.ts';
import { markOf, undoTo } from '../../../../domain/allocation/state/journal.ts';
import type { Unit } from '../../../../domain/allocation/state/snapshot.ts';
import { poolUnder } from '../pool.ts';

const runner = fc.record({
  pods: fc.constantFrom(1, 1, 1, 2),
  gpus: fc.constantFrom(1, 1, 2, 2, 4),
  share: fc.constantFrom(1, 1, 1, 0.5, 0.3),
  cpuMilli: fc.constantFrom(0, 0, 4000),
  isDone: fc.boolean(),
});
const ask = fc.record({
  queue: fc.constant('a'),
  pods: fc.constantFrom(1, 1, 1, 2),
  gpus: fc.constantFrom(1, 2, 3, 4),
  share: fc.constantFrom(1, 1, 1, 0.6),
  cpuMilli: fc.constantFrom(0, 0, 6000),
});
type Runner = typeof runner extends fc.Arbitrary<infer One> ? One : never;
type Ask = typeof ask extends fc.Arbitrary<infer One> ? One : never;

/** Nodes of four cards with holes, and asks that may or may not fit. */
const holed = (nodes: number, running: readonly Runner[], asks: readonly Ask[]): Snapshot => {
  const pool = poolUnder({ actions: ['allocate'], bypassesMax: -1 });
  for (let at = 0; at < nodes; at += 1) pool.node(`node-${at}`, 4, { cpuMilli: 16_000 });
  for (const id of ['a', 'b']) pool.queue(id);
  for (const [at, { isDone: _, ...wish }] of running.entries()) {
    pool.job(`run-${at}`, {
      queue: at % 2 === 0 ? 'a' : 'b',
      ...wish,
      gpus: wish.share < 1 ? 1 : wish.gpus,
    });
    pool.act(at * 1000);
  }
  for (const [at, { isDone }] of running.entries()) if (isDone) pool.done(`run-${at}`);
  // The same twice, in two queues.
  for (const [at, wish] of [...asks, ...asks.map((one) => ({ ...one, queue: 'b' }))].entries())
    pool.job(`ask-${at}`, { ...wish, gpus: wish.share < 1 ? 1 : wish.gpus });
  return pool.snapshot;
};

const drafted = (snapshot: Snapshot): Draft => {
  shareOut(snapshot, defaultPolicy);
  snapshot.plans += 1;
  const draft = draftOf(snapshot, defaultPolicy, 60_000);
  startClasses(draft);
  allocate(draft);
  return draft;
};

const searched = (draft: Draft, search: (hunt: Hunt, again: Hunt) => Catch | undefined): void => {
  const grounds = draft.snapshot.leaves.filter(({ evictable }) => evictable.length > 0);
  evictBy(draft, {
    law: consolidateLaw(grounds),
    search: ({ memory, ...again }) =>
      search({ ...again, ...(memory === undefined ? {} : { memory }) }, again),
  });
};

/** Whether the seeker and then all of these find a place once these have left. */
const settles = ({ draft, seeker }: Hunt, units: readonly Unit[]): boolean => {
  const mark = markOf(draft.journal);
  for (const unit of units) moveUnit(draft, unit, { seats: unit.seats, sign: -1 });
  const isFine =
    seatAsk(draft, seeker) !== undefined &&
    units.every((unit) => reseat(draft, unit, 'all') !== undefined);
  undoTo(draft.journal, mark);
  return isFine;
};

const namesOf = (caught: Catch | undefined) => ({
  victims: caught?.victims.map(({ workload }) => workload.id),
  dearer: caught?.dearer,
  within: caught?.within?.slots,
});

const pools = [
  fc.integer({ min: 2, max: 5 }),
  fc.array(runner, { minLength: 4, maxLength: 20 }),
  fc.array(ask, { minLength: 1, maxLength: 6 }),
] as const;

describe('clearing', () => {
  it('∀ pools with holes, whoever makes room by moving alone is thought of', () => {
    let [helpful, hopeless] = [0, 0];
    fc.assert(
      fc.property(...pools, (nodes, running, asks) => {
        const draft = drafted(holed(nodes, running, asks));
        searched(draft, (hunt) => {
          const part = lackingPart(hunt);
          if (part === undefined || fits(hunt) || hunt.seeker.shape.pods !== 1) return undefined;
          const grounds = hunt.law.grounds(draft, hunt.seeker);
          const { bySlot } = clearable(hunt, part, grounds);
          for (const victim of grounds.flatMap(({ evictable }) => evictable)) {
            const unit = wholeOf(draft, victim);
            if (!settles(hunt, [unit])) {
              hopeless += 1;
              continue;
            }
            helpful += 1;
            const slots = new Set(unit.seats.map(({ node }) => node.slot));
            const isThoughtOf = [...slots].some((slot) =>
              bySlot[slot]?.some((one) => one.victim === victim),
            );
            expect(isThoughtOf).toBe(true);
          }
          return undefined;
        });
      }),
      { numRuns: 300 },
    );
    expect(Math.min(helpful, hopeless)).toBeGreaterThan(50);
  });

  it('∀ two who leave one node, those said to have no other places have none', () => {
    let refused = 0;
    fc.assert(
      fc.property(...pools, (nodes, running, asks) => {
        const draft = drafted(holed(nodes, running, asks));
        searched(draft, (hunt) => {
          const part = lackingPart(hunt);
          if (part === undefined || fits(hunt)) return undefined;
          const lone = hunt.law
            .grounds(draft, hunt.seeker)
            .flatMap(({ evictable }) => evictable)
            .map((victim) => wholeOf(draft, victim));
          for (const one of lone)
            for (const other of lone) {
              const slot = one.seats[0]?.node.slot ?? -1;
              const isThere = (unit: Unit) => unit.seats.every(({ node }) => node.slot === slot);
              if (one === other || !isThere(one) || !isThere(other)) continue;
              const victims = [one, other];
              if (mightSettle(hunt, part, { slot, victims })) continue;
              refused += 1;
              expect(settles(hunt, victims)).toBe(false);
            }
          return undefined;
        });
      }),
      { numRuns: 200 },
    );
    expect(refused).toBeGreaterThan(50);
  });

  it('∀ searches of one action, what is known of equal asks finds whom a search for each finds', () => {
    let known = 0;
    fc.assert(
      fc.property(...pools, (nodes, running, asks) => {
        const draft = drafted(holed(nodes, running, asks));
        searched(draft, (hunt, again) => {
          const grounds = hunt.law.grounds(draft, hunt.seeker);
          const version = hunt.memory?.stuck.get(hunt.seeker.shape)?.version;
          if (version === draft.snapshot.nodes.version) known += 1;
          const caught = packUp(hunt, grounds);
          const isTimed = draft.isTimed;
          expect(namesOf(caught)).toEqual(namesOf(packUp(again, grounds)));
          expect(draft.isTimed).toBe(isTimed);
          return caught;
        });
      }),
      { numRuns: 400 },
    );
    expect(known).toBeGreaterThan(20);
  });
});
