import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandOf } from '../../../../../src/app/why/courses/index.ts';
import { asking, holding, pastOf, roomsOf } from './rooms.ts';

const runs = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((seconds) => seconds * 1000);
const known = pastOf(runs);
const ask = (rooms: ReturnType<typeof roomsOf>, past = known, nowMs = 0) =>
  bandOf({ rooms, past, workloadId: 'me', nowMs });

describe('the band of an estimate', () => {
  it('is drawn from what ended alike, and says from how many', () => {
    const band = ask(roomsOf({ holders: [holding('a', 0)] }));
    expect(band?.grounds).toMatchObject({ holders: 1, by: { alike: 1 }, fewestRuns: 10 });
    expect(band?.p10Ms).toBeGreaterThanOrEqual(10_000);
    expect(band?.p90Ms).toBeLessThanOrEqual(100_000);
    expect(band?.p50Ms).toBeGreaterThan(band?.p10Ms ?? 0);
  });

  it('knows that whoever has run for a while is none of those that ended before', () => {
    const band = ask(roomsOf({ holders: [holding('a', 0)] }), known, 45_000);
    expect(band?.p10Ms).toBeGreaterThanOrEqual(5000);
    expect(band?.p90Ms).toBeLessThanOrEqual(55_000);
    expect(band?.grounds.fewestRuns).toBe(6);
  });

  it('does not go beyond what was declared, and takes that alone where nothing of the kind ended', () => {
    const holders = [holding('a', 0, { maxRunMs: 15_000 })];
    expect(ask(roomsOf({ holders }))?.p90Ms).toBe(15_000);
    const unlike = ask(roomsOf({ holders }), new Map());
    expect(unlike).toMatchObject({
      p10Ms: 15_000,
      p90Ms: 15_000,
      grounds: { by: { declared: 1 } },
    });
  });

  it('names no time where nothing is known of whoever holds the room', () => {
    const rooms = roomsOf({ holders: [holding('a', 0)] });
    expect(ask(rooms, pastOf([1000, 2000]))).toMatchObject({
      p10Ms: Infinity,
      grounds: { by: { none: 1 }, fewestRuns: 0 },
    });
    // All that ended did so sooner than this one has run for.
    expect(ask(rooms, known, 200_000)?.p50Ms).toBe(Infinity);
  });

  it('says nothing of who finds room already: it waits for something else', () => {
    expect(ask(roomsOf({ free: [1000] }))).toBeUndefined();
    expect(
      bandOf({ rooms: roomsOf({}), past: known, workloadId: 'you', nowMs: 0 }),
    ).toBeUndefined();
  });

  it('needs the cards of a pod on one place', () => {
    const spread = [holding('a', 0), holding('b', 1)];
    const waiters = [asking('me', 2000)];
    const one = ask(roomsOf({ free: [1000, 0], holders: spread, waiters }));
    expect(one?.p50Ms).toBeLessThan(Infinity);
    const never = ask(roomsOf({ free: [0, 0], holders: spread, waiters }));
    expect(never?.p10Ms).toBe(Infinity);
  });

  it('lets those go first who stand before it, and those who come before it by priority', () => {
    const holders = [holding('a', 0), holding('b', 0)];
    const alone = ask(roomsOf({ holders }));
    const second = ask(roomsOf({ holders, waiters: [asking('first', 1000), asking('me', 1000)] }));
    expect(second?.p50Ms).toBeGreaterThan(alone?.p50Ms ?? Infinity);
    const behind = [asking('me', 1000, { priority: 90 }), asking('first', 1000)];
    expect(ask(roomsOf({ holders, waiters: behind }))?.p50Ms).toBe(alone?.p50Ms);
  });

  it('reckons with work that keeps coming to a queue that is owed more', () => {
    const holders = [holding('a', 0)];
    const queues = [
      { queueId: 'blue', allocated: 0, share: 8000, limit: Infinity },
      { queueId: 'red', allocated: 8000, share: 4000, limit: Infinity },
    ];
    const like = {
      priority: 50,
      gpuMilli: 1000,
      parts: [{ pods: 1, gpuMilli: 1000, cpuMilli: 1 }],
    };
    const items = [0, 1, 2, 3, 4, 5].map((k) => ({ ...like, atMs: k * 10_000 }));
    const busy = new Map([
      ...known,
      ['blue', { arrivals: { items, seen: 6 }, runs: known.get('red')?.runs ?? new Map() }],
    ]);
    const quiet = ask(roomsOf({ holders, queues }));
    const later = ask(roomsOf({ holders, queues }), busy, 50_000);
    expect(quiet?.streams).toBe(0);
    expect(later?.streams).toBe(1);
    expect(later?.p50Ms).toBeGreaterThan(quiet?.p50Ms ?? Infinity);
  });

  it('looks at a part of a large pool, and says at which', () => {
    const free = Array.from({ length: 1000 }, () => 0);
    const holders = free.map((_, place) => holding(`h-${place}`, place));
    expect(ask(roomsOf({ free, holders }))?.oneOf).toBe(1);
    const waiters = [...free.map((_, k) => asking(`w-${k}`, 1000)), asking('me', 1000)];
    expect(ask(roomsOf({ free, holders, waiters }))).toMatchObject({ oneOf: 8, waiters: 125 });
  });
});

const pools = fc.record({
  free: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 6 }),
  ages: fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 12 }),
  runs: fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 30 }),
  declared: fc.integer({ min: 0, max: 200 }),
  cards: fc.integer({ min: 1, max: 4 }),
});

type Pool = typeof pools extends fc.Arbitrary<infer Value> ? Value : never;

const poolOf = ({ free, ages, declared, cards }: Pool) =>
  roomsOf({
    free: free.map((count) => 1000 * count),
    holders: ages.map((age, k) =>
      holding(`h-${k}`, k % free.length, { startedAtMs: 200 - age, maxRunMs: declared }),
    ),
    waiters: [asking('me', 1000 * cards)],
  });

describe('laws of the band', () => {
  it('∀ rooms: never before now, its parts in order, and the same when asked again', () => {
    fc.assert(
      fc.property(pools, (pool) => {
        const question = { rooms: poolOf(pool), past: pastOf(pool.runs), workloadId: 'me' };
        const band = bandOf({ ...question, nowMs: 200 });
        if (band === undefined) return;
        expect(band.p10Ms).toBeGreaterThanOrEqual(0);
        expect(band.p50Ms).toBeGreaterThanOrEqual(band.p10Ms);
        expect(band.p90Ms).toBeGreaterThanOrEqual(band.p50Ms);
        expect(bandOf({ ...question, nowMs: 200 })).toEqual(band);
      }),
      { numRuns: 300 },
    );
  });

  it('∀ rooms in which nobody else waits: more room is never later', () => {
    fc.assert(
      fc.property(pools, fc.nat(5), fc.boolean(), (pool, at, isNew) => {
        const past = pastOf(pool.runs);
        const rooms = poolOf(pool);
        const free = isNew
          ? [...rooms.free, 1000]
          : rooms.free.map((here, place) =>
              place === at % rooms.free.length ? here + 1000 : here,
            );
        const before = bandOf({ rooms, past, workloadId: 'me', nowMs: 200 });
        const after = bandOf({ rooms: { ...rooms, free }, past, workloadId: 'me', nowMs: 200 });
        // Nothing is said of who finds room at once.
        if (before === undefined || after === undefined) return;
        expect(after.p10Ms).toBeLessThanOrEqual(before.p10Ms);
        expect(after.p50Ms).toBeLessThanOrEqual(before.p50Ms);
        expect(after.p90Ms).toBeLessThanOrEqual(before.p90Ms);
      }),
      { numRuns: 300 },
    );
  });
});
