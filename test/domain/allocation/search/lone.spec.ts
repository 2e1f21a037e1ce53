import { describe, expect, it } from 'vitest';
import type { Hunt } from '../../../../domain/allocation/search/field.ts';
import type { Law } from '../../../../domain/allocation/search/laws.ts';
import { loneVictim } from '../../../../domain/allocation/search/lone.ts';
import { cheapestOf, couldServe, lonersFor } from '../../../../domain/allocation/search/loners.ts';
import type { Memory } from '../../../../domain/allocation/search/memory.ts';
import { moveUnit } from '../../../../domain/allocation/search/units.ts';
import type { Unit } from '../../../../domain/allocation/state/snapshot.ts';
import type { JobWish } from '../../../../src/testing/try-pool.ts';
import { type Pool, poolUnder } from '../pool.ts';
import {
  draftIn,
  poolWith,
  huntIn,
  jobIn,
  lawless,
  noMemory,
  queueIn,
  type Running,
  runs,
  unitIn,
} from './hunt-of.ts';

const nameOf = (unit: Unit | undefined): string | undefined =>
  unit && `${unit.isWhole ? '' : `${unit.seats.length} of `}${unit.workload.id}`;

/** Jobs of one card each, the first the cheapest. */
const row = (count: number): Readonly<Record<string, Running>> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `job-${String(at).padStart(2, '0')}: a#${at}`,
      { priority: at },
    ]),
  );

describe('whether the going of somebody could make room for one pod', () => {
  const gib = 2 ** 30;
  /** On a node of three cards, cores and GiB two run with one of each. */
  const serves = (gpuDevices: number, cpuMilli: number, memoryGib: number) => {
    const pool = poolUnder();
    pool.node('a', 3, { cpuMilli: 3000, memoryBytes: 3 * gib });
    pool.queue('q', { quota: -1 });
    runs(pool, 'one: a#0', { cpuMilli: 1000 });
    runs(pool, 'other: a#1', { cpuMilli: 1000 });
    const request = { gpuDevices, gpuMilli: 1000, cpuMilli, memoryBytes: memoryGib * gib };
    pool.job('asks', { subGroups: [{ name: 'w', pods: 1, request }] });
    const draft = draftIn(pool);
    return couldServe(huntIn(pool, draft, 'asks'), unitIn(pool, draft, 'one'));
  };

  it('goes by what it leaves and what is free there of cards, cores and memory', () => {
    expect(serves(2, 2000, 2)).toBe(true);
    expect([serves(3, 2000, 2), serves(2, 2001, 2), serves(2, 2000, 3)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('is left open for gangs, and no for whoever has nothing', () => {
    const pool = poolWith({ a: 2 }, { 'gang: a#0 a#1': {} });
    pool.job('asks', { gpus: 8 });
    const draft = draftIn(pool);
    const gang = unitIn(pool, draft, 'gang');
    const hunt = huntIn(pool, draft, 'asks');
    expect(couldServe(hunt, gang)).toBe(true);
    expect(couldServe(hunt, { ...gang, seats: [] })).toBe(false);
    const { seeker } = hunt;
    const nothing = { ...hunt, seeker: { ...seeker, shape: { ...seeker.shape, parts: [] } } };
    expect(couldServe(nothing, { ...gang, seats: gang.seats.slice(1) })).toBe(true);
  });
});

/** The one who goes for an ask of the highest priority, and how many others would have done. */
const lone = (pool: Pool, wish: JobWish = {}, law: Law = lawless) => {
  pool.job('asks', wish);
  const hunt = { ...huntIn(pool, draftIn(pool), 'asks'), law };
  const caught = loneVictim(hunt, [queueIn(pool, 'q')]);
  return caught && [nameOf(caught.victims[0]), caught.dearer];
};

describe('one who goes alone', () => {
  it('is the cheapest that makes room, with as many dearer as might have', () => {
    expect(
      lone(
        poolWith({ a: 4 }, { 'x: a#0': { priority: 60 }, 'y: a#1': {}, 'z: a#2,3': { gpus: 2 } }),
      ),
    ).toEqual(['y', 2]);
    const pair = poolWith(
      { a: 4 },
      { 'x: a#0': {}, 'y: a#1': {}, 'z: a#2,3': { gpus: 2, priority: 90 } },
    );
    expect(lone(pair, { gpus: 2 })).toEqual(['z', 0]);
    expect(lone(poolWith({ a: 4 }, row(4)))).toEqual(['job-00', 3]);
    const reversed = Object.fromEntries(Object.entries(row(4)).toReversed());
    expect(lone(poolWith({ a: 4 }, reversed))).toEqual(['job-00', 3]);
  });

  it('is nobody for several pods, nor where there is room', () => {
    expect(lone(poolWith({ a: 4 }, row(4)), { pods: 2 })).toBeUndefined();
    const wide = poolWith({ a: 2 }, { 'wide: a#0,1': { gpus: 2 } });
    expect(lone(wide, { pods: 2 })).toBeUndefined();
    expect(lone(poolWith({ a: 5 }, row(4)))).toBeUndefined();
    expect(lone(poolWith({ a: 1 }, row(1)), { gpus: 2 })).toBeUndefined();
    expect(lone(poolWith({ a: 0 }, {}))).toBeUndefined();
  });

  it('is one whom the law lets go, among the first thirty-two that are tried', () => {
    const protects = (count: number): Law => ({
      ...lawless,
      mayTake: (_draft, _seeker, { workload }) => workload.priority >= count,
    });
    expect(lone(poolWith({ a: 40 }, row(40)), {}, protects(2))).toEqual(['job-02', 39]);
    expect(lone(poolWith({ a: 40 }, row(40)), {}, protects(31))).toEqual(['job-31', 39]);
    expect(lone(poolWith({ a: 40 }, row(40)), {}, protects(32))).toBeUndefined();
  });

  it('is a pod that can be spared before anybody who stops', () => {
    const elastic = poolWith(
      { a: 3 },
      { 'x: a#0': {}, 'elastic: a#1 a#2': { minPods: 1, priority: 90 } },
    );
    expect(lone(elastic)).toEqual(['1 of elastic', 2]);
    // Of two that can be spared one has a free card beside it.
    const beside = poolWith({ a: 2 }, {});
    beside.node('b', 2);
    runs(beside, 'elastic: a#0 a#1 b#0', { minPods: 1 });
    expect(lone(beside, { gpus: 2 })).toEqual(['1 of elastic', 1]);
  });

  it('is nobody who stops where pods that can be spared may do together', () => {
    const some = poolWith(
      { a: 4 },
      { 'wide: a#0,1': { gpus: 2 }, 'elastic: a#2 a#3': { minPods: 1 } },
    );
    expect(lone(some, { gpus: 2 })).toBeUndefined();
    const none = poolWith(
      { a: 3 },
      {
        'wide: a#0,1': { gpus: 2 },
        'elastic: a#2': { pods: 2, minPods: 1 },
      },
    );
    expect(lone(none, { gpus: 2 })).toEqual(['wide', 0]);
    const minimum = poolWith({ a: 2 }, { 'elastic: a#0': { pods: 2, minPods: 1 }, 'x: a#1': {} });
    expect(lone(minimum)).toEqual(['x', 1]);
  });

  it('leaves everything as it was', () => {
    const pool = poolWith({ a: 4 }, row(4));
    pool.job('asks');
    const hunt = huntIn(pool, draftIn(pool), 'asks');
    const { version } = pool.snapshot.nodes;
    loneVictim(hunt, [queueIn(pool, 'q')]);
    expect([pool.snapshot.nodes.version, hunt.draft.journal.entries]).toEqual([version, []]);
  });
});

describe('those who might go alone, remembered', () => {
  /** Searches for equal asks, one after the other, that know what the others found. */
  const searching = (jobs: Readonly<Record<string, Running>>, gpus: number, wish: JobWish = {}) => {
    const pool = poolWith({ a: gpus }, jobs);
    pool.queue('r', { quota: -1 });
    pool.job('asks', wish);
    const draft = draftIn(pool);
    const memory: Memory = noMemory();
    const hunt: Hunt = { ...huntIn(pool, draft, 'asks'), memory };
    const grounds = [queueIn(pool, 'q')];
    const known = () => lonersFor(hunt, grounds);
    return { pool, draft, memory, hunt, grounds, known };
  };

  it('are not remembered before the third search, nor without memory or a class', () => {
    const { hunt, grounds, known } = searching(row(3), 3);
    expect([known(), known()]).toEqual([undefined, undefined]);
    const third = known();
    expect(third?.able).toBe(3);
    expect(known()).toBe(third);
    const { memory, ...forgetful } = hunt;
    expect(memory?.loners.size).toBe(1);
    for (const _ of [0, 1, 2, 3]) expect(lonersFor(forgetful, grounds)).toBeUndefined();
    const { seeker } = hunt;
    const workload = { ...seeker.workload, waitingClass: undefined };
    const strange = { ...hunt, seeker: { ...seeker, workload } };
    for (const _ of [0, 1, 2, 3]) expect(lonersFor(strange, grounds)).toBeUndefined();
  });

  it('are those of the same queues; for others patience begins anew', () => {
    const { pool, hunt, grounds, known } = searching(row(3), 3);
    for (const _ of [0, 1]) known();
    const third = known();
    expect(lonersFor(hunt, [...grounds])).toBe(third);
    const others = [queueIn(pool, 'r')];
    // What was remembered counts as a search as well.
    expect(lonersFor(hunt, others)).toBeUndefined();
    expect(lonersFor(hunt, others)?.units).toEqual([]);
    expect(lonersFor(hunt, [...others, ...grounds])).toBeUndefined();
    const pairs = searching(row(3), 3);
    const [q, r] = [queueIn(pairs.pool, 'q'), queueIn(pairs.pool, 'r')];
    for (const _ of [0, 1]) lonersFor(pairs.hunt, [q, r]);
    const first = lonersFor(pairs.hunt, [q, r]);
    expect(first?.units).toHaveLength(3);
    expect(lonersFor(pairs.hunt, [q, q])).not.toBe(first);
  });

  it('are not remembered where some can do without pods', () => {
    const { known } = searching({ ...row(2), 'elastic: a#2': { pods: 2, minPods: 1 } }, 3);
    expect([known(), known(), known(), known()]).toEqual(Array(4).fill(undefined));
  });

  it('come the cheapest first, and those alone that could serve', () => {
    const places = [4, 1, 6, 0, 5, 2, 3];
    const jobs = Object.fromEntries(
      places.map((priority, at) => [`job-${priority}: a#${at}`, { priority }]),
    );
    const { hunt, known } = searching(
      {
        ...jobs,
        'half: a#7': { share: 0.5 },
        'other: a#7': { share: 0.5, isPreemptible: false },
      },
      8,
    );
    for (const _ of [0, 1]) known();
    const loners = known();
    if (loners === undefined) throw new Error();
    expect(loners.able).toBe(7);
    const names = [...cheapestOf(hunt, loners)].map(({ workload }) => workload.id);
    expect(names).toEqual(places.toSorted((a, b) => a - b).map((at) => `job-${at}`));
    expect([...cheapestOf(hunt, loners)]).toHaveLength(7);
  });

  it('are looked at again on nodes whose figures changed, and no others', () => {
    const pool = poolUnder();
    for (const id of ['a', 'b', 'c']) pool.node(id, 2);
    pool.queue('q', { quota: -1 });
    for (const [at, id] of ['a', 'b', 'c'].entries()) {
      runs(pool, `one-${id}: ${id}#0`, { priority: at });
      runs(pool, `two-${id}: ${id}#1`, { priority: 10 + at });
    }
    pool.job('asks', { gpus: 2 });
    const draft = draftIn(pool);
    const hunt: Hunt = { ...huntIn(pool, draft, 'asks'), memory: noMemory() };
    const known = () => lonersFor(hunt, [queueIn(pool, 'q')]);
    for (const _ of [0, 1]) known();
    const loners = known();
    if (loners === undefined) throw new Error();
    const names = () => [...cheapestOf(hunt, loners)].map(({ workload }) => workload.id);
    expect([loners.able, names()]).toEqual([0, []]);
    // Where one of two has gone, the other would make room for two cards.
    const gone = unitIn(pool, draft, 'one-b');
    moveUnit(draft, gone, { seats: gone.seats, sign: -1 });
    jobIn(pool, 'one-b').decidedIn = draft.number;
    expect(known()).toBe(loners);
    expect([loners.able, names()]).toEqual([1, ['two-b']]);
    const more = unitIn(pool, draft, 'two-a');
    moveUnit(draft, more, { seats: more.seats, sign: -1 });
    jobIn(pool, 'two-a').decidedIn = draft.number;
    known();
    expect([loners.able, names()]).toEqual([2, ['one-a', 'two-b']]);
    moveUnit(draft, more, { seats: more.seats, sign: 1 });
    known();
    expect([loners.able, names()]).toEqual([1, ['two-b']]);
  });

  it('give whom a look at everybody gives, thirty-two of them at most', () => {
    const search = (count: number) => {
      const { hunt, grounds } = searching(row(40), 40);
      const mayTake: Law['mayTake'] = (_draft, _seeker, { workload }) => workload.priority >= count;
      const lawful = { ...hunt, law: { ...lawless, mayTake } };
      const caught = [0, 1, 2, 3].map(() => loneVictim(lawful, grounds));
      return caught.map((one) => one && [nameOf(one.victims[0]), one.dearer]);
    };
    expect(search(2)).toEqual(Array(4).fill(['job-02', 39]));
    expect(search(31)).toEqual(Array(4).fill(['job-31', 39]));
    expect(search(32)).toEqual(Array(4).fill(undefined));
  });
});
