import { describe, expect, it } from 'vitest';
import { consolidateLaw } from '../../../../domain/allocation/actions/consolidate.ts';
import type { Hunt } from '../../../../domain/allocation/search/field.ts';
import { huntFor } from '../../../../domain/allocation/search/hunt.ts';
import { packUp } from '../../../../domain/allocation/search/pack-up.ts';
import type { Catch } from '../../../../domain/allocation/search/quarry.ts';
import type { JobWish } from '../../../../src/testing/try-pool.ts';
import type { Pool } from '../pool.ts';
import { draftIn, poolWith, huntIn, noMemory, queueIn, runs } from './hunt-of.ts';

const firm = { isPreemptible: false } as const;

/** A search among those of one queue, under the law of consolidation. */
const searchIn = (pool: Pool, wish: JobWish): Hunt => {
  pool.job('asks', wish);
  return { ...huntIn(pool, draftIn(pool), 'asks'), law: consolidateLaw([queueIn(pool, 'q')]) };
};

const inWords = (caught: Catch | undefined) =>
  caught && [...caught.victims.map(({ workload }) => workload.id).toSorted(), caught.dearer];

const moved = (pool: Pool, wish: JobWish) =>
  inWords(packUp(searchIn(pool, wish), [queueIn(pool, 'q')]));

describe('moves', () => {
  it('are told with how many other nodes could have been cleared', () => {
    const three = poolWith({ a: 2, b: 2, c: 2 }, { 'x: a#0': {}, 'y: b#0': {}, 'z: c#0': {} });
    expect(moved(three, { gpus: 2 })).toEqual(['z', 2]);
    const two = poolWith({ a: 2, b: 2 }, { 'x: a#0': {}, 'y: b#0': {} });
    expect(moved(two, { gpus: 2 })).toEqual(['y', 1]);
  });

  it('begin with the next node where the first cannot be cleared, and count those after it alone', () => {
    // Either of those on `b`, the newest, could go to `c`, but not both; on `a` and `d` no cores are left for them.
    const pool = poolWith({ b: 3, c: 2 }, {});
    for (const id of ['a', 'd']) pool.node(id, 3, { cpuMilli: 1000 });
    for (const id of ['d', 'a']) for (const at of [0, 1]) runs(pool, `${id}${at}: ${id}#${at}`);
    runs(pool, 'small: b#0', { cpuMilli: 30_000 });
    runs(pool, 'large: b#1,2', { gpus: 2, cpuMilli: 30_000 });
    expect(moved(pool, { gpus: 3 })).toEqual(['a0', 'a1', 1]);
    const stuck = poolWith({ a: 2, b: 2 }, { 'x: a#0': {}, 'firm: b#0': firm });
    expect(moved(stuck, { gpus: 2 })).toEqual(['x', 0]);
  });

  it('are few gangs, then of those that came last, then of few cards', () => {
    const fewer = poolWith(
      { a: 4, b: 4, c: 2 },
      { 'one: a#0,1': { gpus: 2 }, 'x: b#0': {}, 'y: b#1': {} },
    );
    expect(moved(fewer, { gpus: 4 })).toEqual(['one', 1]);
  });

  it('are none where nobody may move, above a limit, where there is room, or too little in all', () => {
    const pair = () => poolWith({ a: 2, b: 2 }, { 'x: a#0': {}, 'y: b#0': {} });
    expect(packUp(searchIn(pair(), { gpus: 2 }), [])).toBeUndefined();
    const limited = pair();
    limited.queue('q', { quota: -1, limit: 3 });
    expect(moved(limited, { gpus: 2 })).toBeUndefined();
    limited.queue('q', { quota: -1, limit: 4 });
    expect(moved(pair(), { gpus: 1 })).toBeUndefined();
    expect(moved(pair(), { gpus: 1, pods: 3 })).toBeUndefined();
    const closed = pair();
    closed.node('c', 2);
    expect(moved(closed, { gpus: 2 })).toBeUndefined();
  });

  it('leave everything as it was', () => {
    const pool = poolWith({ a: 2, b: 2 }, { 'x: a#0': {}, 'y: b#0': {} });
    const hunt = searchIn(pool, { gpus: 2 });
    const { version } = pool.snapshot.nodes;
    const { allocated } = queueIn(pool, 'q');
    const before = { ...allocated };
    expect(inWords(packUp(hunt, [queueIn(pool, 'q')]))).toEqual(['y', 1]);
    expect([pool.snapshot.nodes.version, hunt.draft.journal.entries]).toEqual([version, []]);
    expect([allocated, hunt.draft.out.size]).toEqual([before, 0]);
    for (const workload of pool.snapshot.workloads.values())
      expect(workload.decidedIn).not.toBe(hunt.draft.number);
  });

  it('are not looked for twice in vain at the same figures, and all of time that they weighed is kept', () => {
    const pool = poolWith({ a: 2, b: 1 }, { 'x: a#0': {}, 'firm: b#0': firm });
    pool.node('c', 1, { cpuMilli: 0 });
    const memory = noMemory();
    const hunt = { ...searchIn(pool, { gpus: 2 }), memory };
    const grounds = [queueIn(pool, 'q')];
    expect(packUp(hunt, grounds)).toBeUndefined();
    const known = memory.stuck.get(hunt.seeker.shape);
    expect(known?.version).toBe(pool.snapshot.nodes.version);
    memory.stuck.set(hunt.seeker.shape, { version: pool.snapshot.nodes.version, isTimed: true });
    hunt.draft.isTimed = false;
    expect(packUp(hunt, grounds)).toBeUndefined();
    expect(hunt.draft.isTimed).toBe(true);
    expect(memory.free).toEqual({ version: pool.snapshot.nodes.version, gpuMilli: 2000 });
  });
});

describe('victims told with how many other ways were dearer', () => {
  it('count the nodes that were weighed at first', () => {
    const pool = poolWith(
      { a: 2, b: 2, c: 2 },
      Object.fromEntries(
        ['a', 'b', 'c'].flatMap((id) => [0, 1].map((at) => [`${id}${at}: ${id}#${at}`, {}])),
      ),
    );
    const hunt = searchIn(pool, { gpus: 2 });
    const grounds = [queueIn(pool, 'q')];
    expect(inWords(huntFor(hunt, grounds))).toEqual(['c0', 'c1', 2]);
    pool.job('more', { gpus: 2, pods: 2 });
    const gang = { ...hunt, ...huntIn(pool, hunt.draft, 'more'), law: hunt.law };
    expect(inWords(huntFor(gang, grounds))).toEqual(['b0', 'b1', 'c0', 'c1', 2]);
    expect(huntFor(hunt, [])).toBeUndefined();
    pool.node('d', 2);
    const roomy = { ...huntIn(pool, draftIn(pool), 'asks'), law: hunt.law };
    expect(inWords(huntFor(roomy, []))).toEqual([0]);
    expect(inWords(huntFor(roomy, grounds))).toEqual([0]);
  });
});
