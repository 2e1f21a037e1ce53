import { describe, expect, it } from 'vitest';
import { markNode } from '../../../../domain/allocation/index.ts';
import { soonestWay } from '../../../../domain/allocation/search/openings.ts';
import type { JobWish } from '../../../../src/testing/try-pool.ts';
import type { Pool } from '../pool.ts';
import { draftIn, poolWith, jobIn, partIn, runs, slotIn } from './hunt-of.ts';

/** After whom there is room for so many more pods of a job, and on which nodes. */
const wayFor = (pool: Pool, pods: number, wish: JobWish = {}): readonly unknown[] | undefined => {
  const id = `asks-${JSON.stringify(wish)}`;
  if (!pool.snapshot.workloads.has(id)) pool.job(id, wish);
  const way = soonestWay(draftIn(pool), partIn(jobIn(pool, id).shape).kind, pods);
  return way && [way.last.id, ...way.slots];
};

const three = () =>
  poolWith(
    { a: 2, b: 1 },
    {
      'last: a#0': { maxRunMs: 5000 },
      'first: a#1': { maxRunMs: 3000 },
      'second: b#0': { maxRunMs: 4000 },
    },
  );

describe('the soonest way to room', () => {
  it('goes by whoever ends next on any node, until there is room for all', () => {
    const pool = three();
    const [a, b] = [slotIn(pool, 'a'), slotIn(pool, 'b')];
    expect(wayFor(pool, 1)).toEqual(['first', a]);
    expect(wayFor(pool, 2)).toEqual(['second', a, b]);
    expect(wayFor(pool, 3)).toEqual(['last', a, b]);
    // What was looked for before changes nothing.
    expect(wayFor(pool, 1)).toEqual(['first', a]);
  });

  it('is none where all who run make too little room, and where none is asked for', () => {
    expect(wayFor(three(), 4)).toBeUndefined();
    expect(wayFor(three(), 0)).toBeUndefined();
    expect(wayFor(poolWith({ a: 2 }, {}), 1)).toBeUndefined();
  });

  it('counts room when the last has gone whom a pod needs gone', () => {
    const pool = three();
    expect(wayFor(pool, 1, { gpus: 2 })).toEqual(['last', slotIn(pool, 'a')]);
    expect(wayFor(pool, 2, { gpus: 2 })).toBeUndefined();
    const wide = poolWith({ a: 3 }, { 'wide: a#0,1,2': { gpus: 3 } });
    expect(wayFor(wide, 3)).toEqual(['wide', slotIn(wide, 'a')]);
  });

  it('goes, of those that run without end, by who has run longest, then by who is older', () => {
    const pool = poolWith(
      { a: 1, b: 1, c: 1 },
      { 'old: a#0': { sinceMs: 20 }, 'long: b#0': { sinceMs: 10 }, 'new: c#0': { sinceMs: 20 } },
    );
    const [a, b, c] = ['a', 'b', 'c'].map((id) => slotIn(pool, id));
    expect(wayFor(pool, 1)).toEqual(['long', b]);
    expect(wayFor(pool, 2)).toEqual(['old', b, a]);
    expect(wayFor(pool, 3)).toEqual(['new', b, a, c]);
  });

  it('follows who comes, who goes, and which nodes take pods', () => {
    const pool = three();
    const b = slotIn(pool, 'b');
    expect(wayFor(pool, 1)?.[0]).toBe('first');
    pool.done('first');
    expect(wayFor(pool, 1)).toEqual(['second', b]);
    runs(pool, 'brief: a#1', { maxRunMs: 10 });
    expect(wayFor(pool, 1)).toEqual(['brief', slotIn(pool, 'a')]);
    markNode(pool.snapshot, 'a', { isCordoned: true });
    expect(wayFor(pool, 1)).toEqual(['second', b]);
    expect(wayFor(pool, 2)).toBeUndefined();
    markNode(pool.snapshot, 'a', { isCordoned: false });
    expect(wayFor(pool, 1)).toEqual(['brief', slotIn(pool, 'a')]);
  });

  it('follows which nodes there are', () => {
    const pool = three();
    expect(wayFor(pool, 1)?.[0]).toBe('first');
    for (const id of ['c', 'd', 'e']) pool.node(id, 1);
    runs(pool, 'brief: e#0', { maxRunMs: 10 });
    expect(wayFor(pool, 1)).toEqual(['brief', slotIn(pool, 'e')]);
  });

  it('follows how long a queue lets its jobs run', () => {
    const pool = three();
    pool.queue('r', { quota: -1 });
    pool.node('c', 1);
    runs(pool, 'theirs: c#0', { queue: 'r' });
    expect(wayFor(pool, 1)).toEqual(['first', slotIn(pool, 'a')]);
    pool.queue('r', { quota: -1, terms: { maxRunMs: 2000 } });
    expect(wayFor(pool, 1)).toEqual(['theirs', slotIn(pool, 'c')]);
  });

  it('takes nobody off', () => {
    const pool = three();
    const { version } = pool.snapshot.nodes;
    wayFor(pool, 3);
    expect(pool.snapshot.nodes.version).toBe(version);
    expect(jobIn(pool, 'last').bound).toHaveLength(1);
  });
});
