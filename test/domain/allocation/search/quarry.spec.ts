import { describe, expect, it } from 'vitest';
import {
  fits,
  isExact,
  isLawfulNow,
  isServed,
  lackingPart,
} from '../../../../domain/allocation/search/quarry.ts';
import { markOut } from '../../../../domain/allocation/search/units.ts';
import type { JobWish } from '../../../../src/testing/try-pool.ts';
import { poolUnder } from '../pool.ts';
import { draftIn, huntIn, jobIn, lawless, runs, unitIn, unseen } from './hunt-of.ts';

const gib = 2 ** 30;
const request = (gpuDevices: number, gpuMilli = 1000) => ({
  gpuDevices,
  gpuMilli,
  cpuMilli: 100,
  memoryBytes: gib,
});
const part = (name: string, pods: number, gpus: number) => ({
  name,
  pods,
  request: request(gpus),
});

/** One node of four cards that nobody is on, and what a job asks of it. */
const asked = (wish: JobWish) => {
  const pool = poolUnder();
  pool.node('a', 4);
  pool.queue('q', { quota: -1 });
  pool.job('asks', wish);
  return jobIn(pool, 'asks').shape;
};

describe('what a look at each part alone says for certain', () => {
  it('is whether one pod, pods of whole cards, and pods without cards fit', () => {
    expect(isExact(asked({ share: 0.5 }))).toBe(true);
    expect(isExact(asked({ pods: 2, gpus: 2 }))).toBe(true);
    expect(isExact(asked({ pods: 2, gpus: 0 }))).toBe(true);
  });

  it('is not whether several share cards, nor whether parts fit beside each other', () => {
    expect(isExact(asked({ pods: 2, share: 0.5 }))).toBe(false);
    expect(isExact(asked({ subGroups: [part('one', 1, 2), part('two', 1, 3)] }))).toBe(false);
    expect(isExact({ ...asked({}), parts: [] })).toBe(false);
  });
});

/** One node of four cards of which two are free, and a job that asks for some. */
const halfFull = (wish: JobWish) => {
  const pool = poolUnder();
  pool.node('a', 4);
  pool.queue('top', { quota: -1, limit: 4 });
  pool.queue('q', { parent: 'top', quota: 4 });
  runs(pool, 'runs: a#0,1', { gpus: 2 });
  pool.job('asks', wish);
  return { pool, hunt: huntIn(pool, draftIn(pool), 'asks') };
};

describe('whether an ask is served', () => {
  it('goes by room, tried out where parts stand in each other’s way', () => {
    expect(fits(halfFull({ gpus: 2 }).hunt)).toBe(true);
    expect(fits(halfFull({ gpus: 3 }).hunt)).toBe(false);
    expect(fits(halfFull({ subGroups: [part('one', 1, 1), part('two', 1, 1)] }).hunt)).toBe(true);
    expect(fits(halfFull({ subGroups: [part('one', 1, 1), part('two', 1, 2)] }).hunt)).toBe(false);
    expect(fits(halfFull({ pods: 3, share: 0.7 }).hunt)).toBe(false);
    expect(fits(halfFull({ pods: 4, share: 0.5 }).hunt)).toBe(true);
  });

  it('needs no trial where a look at each part says it all', () => {
    const triedFor = (wish: JobWish): number => {
      const { pool, hunt } = halfFull(wish);
      const { versionsGiven } = pool.snapshot.nodes;
      fits(hunt);
      return pool.snapshot.nodes.versionsGiven - versionsGiven;
    };
    expect(triedFor({ gpus: 2 })).toBe(0);
    expect(triedFor({ pods: 2, share: 0.5 })).toBeGreaterThan(0);
  });

  it('goes by domains where pods must share one, though each has room', () => {
    const pool = poolUnder();
    pool.topology('racks', ['rack']);
    for (const rack of ['r0', 'r1']) pool.node(rack, 1, { labels: { rack } });
    pool.queue('q', { quota: -1 });
    const topology = { topology: 'racks', required: 'rack' };
    const gang = { podSets: [{ name: 'workers', minPods: 2 }], groups: [], topology };
    pool.job('near', { pods: 2, gang });
    pool.job('apart', { pods: 2 });
    const draft = draftIn(pool);
    expect(['near', 'apart'].map((id) => fits(huntIn(pool, draft, id)))).toEqual([false, true]);
  });

  it('goes by the models that bounds leave open, though others have room', () => {
    const pool = poolUnder();
    pool.node('a', 2, { gpuModel: 'H100' });
    pool.node('b', 1, { gpuModel: 'L4' });
    const none = { 'gpu:H100': { quota: -1, limit: 0 } };
    pool.queue('q', { quota: -1, terms: { others: none } });
    pool.job('one', { gpus: 1 });
    pool.job('two', { gpus: 2 });
    const draft = draftIn(pool);
    expect(['one', 'two'].map((id) => fits(huntIn(pool, draft, id)))).toEqual([true, false]);
  });

  it('leaves everything as it was', () => {
    const { pool, hunt } = halfFull({ subGroups: [part('one', 1, 1), part('two', 1, 1)] });
    const { version } = pool.snapshot.nodes;
    expect([fits(hunt), isServed(hunt)]).toEqual([true, true]);
    expect(pool.snapshot.nodes.version).toBe(version);
    expect(hunt.draft.journal.entries).toEqual([]);
  });

  it('goes by the limits on the way up', () => {
    const { pool, hunt } = halfFull({ gpus: 2 });
    expect(isServed(hunt)).toBe(true);
    pool.queue('top', { quota: -1, limit: 3 });
    expect(isServed(huntIn(pool, draftIn(pool), 'asks'))).toBe(false);
  });

  it('goes by the shares on the way up only for who runs already and wants more', () => {
    const { pool, hunt } = halfFull({ gpus: 2 });
    pool.queue('rival', { quota: 3 });
    pool.job('theirs', { queue: 'rival', gpus: 3 });
    pool.queue('top', { quota: 1 });
    const { draft } = { ...hunt, draft: draftIn(pool) };
    const fresh = huntIn(pool, draft, 'asks');
    expect(isServed(fresh)).toBe(true);
    expect(isServed({ ...fresh, seeker: { ...fresh.seeker, isGrowing: true } })).toBe(false);
    // In exchange for what others of its queue had it may.
    const before = { gpuMilli: 4000, cpuMilli: 1e9, memoryMib: 1e9 };
    expect(isServed({ ...fresh, seeker: { ...fresh.seeker, isGrowing: true, before } })).toBe(true);
  });
});

describe('who may go now', () => {
  it('is whom the law lets go, as long as nothing of it has gone yet', () => {
    const pool = poolUnder();
    pool.node('a', 4);
    pool.queue('q', { quota: -1 });
    runs(pool, 'elastic: a#0 a#1', { minPods: 1 });
    runs(pool, 'whole: a#2');
    runs(pool, 'other: a#3');
    pool.job('asks');
    const draft = draftIn(pool);
    const hunt = huntIn(pool, draft, 'asks');
    const [elastic, whole, other] = ['elastic', 'whole', 'other'].map((id) =>
      unitIn(pool, draft, id),
    );
    if (elastic === undefined || whole === undefined || other === undefined) throw new Error();
    expect([elastic, whole].map((unit) => isLawfulNow(hunt, unit))).toEqual([true, true]);
    expect(isLawfulNow({ ...hunt, law: { ...lawless, mayTake: () => false } }, whole)).toBe(false);
    expect(isLawfulNow(hunt, { ...whole, seats: unseen(whole.seats) })).toBe(true);
    markOut(draft, whole, true);
    expect(isLawfulNow(hunt, whole)).toBe(false);
    markOut(draft, { ...elastic, seats: elastic.seats.slice(1), isWhole: false }, true);
    expect(isLawfulNow(hunt, elastic)).toBe(false);
    expect(isLawfulNow(hunt, other)).toBe(true);
  });
});

describe('what of an ask stands in its way', () => {
  it('is the first part that has too little room for all its pods', () => {
    const lacking = (...parts: readonly ReturnType<typeof part>[]) =>
      lackingPart(halfFull({ subGroups: parts }).hunt)?.name;
    expect(lacking(part('one', 1, 1), part('two', 3, 1), part('three', 4, 1))).toBe('two');
    expect(lacking(part('one', 3, 1), part('two', 1, 2))).toBe('one');
  });

  it('is the part of most cards where each alone has room, the first of several', () => {
    const lacking = (...parts: readonly ReturnType<typeof part>[]) =>
      lackingPart(halfFull({ subGroups: parts }).hunt)?.name;
    expect(lacking(part('one', 1, 1), part('two', 1, 2), part('three', 2, 1))).toBe('two');
    expect(lacking(part('one', 1, 2), part('two', 1, 2))).toBe('one');
    expect(lacking(part('one', 1, 2), part('two', 1, 1))).toBe('one');
  });
});
