import { describe, expect, it } from 'vitest';
import { bind } from '../../../../domain/allocation/index.ts';
import { endOf, endsFirst, maxRunOf } from '../../../../domain/allocation/search/ends.ts';
import { poolUnder } from '../pool.ts';
import { jobIn, type Running, runs } from './hunt-of.ts';

const endless = Number.MAX_SAFE_INTEGER;

/** Jobs of one card each below two queues that may say how long their jobs run. */
const lasting = (terms: { readonly top?: number; readonly q?: number } = {}) => {
  const pool = poolUnder();
  pool.node('a', 8);
  const most = (maxRunMs: number | undefined) =>
    maxRunMs === undefined ? {} : { terms: { maxRunMs } };
  pool.queue('top', { quota: -1, ...most(terms.top) });
  pool.queue('q', { parent: 'top', ...most(terms.q) });
  let device = 0;
  return (wish: Running) => {
    const id = `job-${device}`;
    runs(pool, `${id}: a#${device++}`, wish);
    return jobIn(pool, id);
  };
};

describe('how long somebody runs at most', () => {
  it('is what it declares, and without end where nobody says anything', () => {
    const job = lasting();
    expect(maxRunOf(job({}))).toBe(endless);
    expect(maxRunOf(job({ maxRunMs: 0 }))).toBe(endless);
    expect(maxRunOf(job({ maxRunMs: 5 }))).toBe(5);
  });

  it('is the shortest that it or any queue on its way up says', () => {
    const job = lasting({ top: 40, q: 60 });
    expect(maxRunOf(job({}))).toBe(40);
    expect(maxRunOf(job({ maxRunMs: 30 }))).toBe(30);
    expect(maxRunOf(job({ maxRunMs: 50 }))).toBe(40);
    expect(maxRunOf(lasting({ q: 60 })({}))).toBe(60);
    expect(maxRunOf(lasting({ top: 70, q: 60 })({}))).toBe(60);
  });

  it('counts from the start, be it the first moment of all', () => {
    const job = lasting();
    expect(endOf(job({ maxRunMs: 5, sinceMs: 100 }))).toBe(105);
    expect(endOf(job({ maxRunMs: 5, sinceMs: 0 }))).toBe(5);
    expect(endOf(job({ sinceMs: 100 }))).toBe(endless);
  });

  it('ends nobody whose start is not known', () => {
    const pool = poolUnder();
    pool.node('a', 1);
    pool.queue('q', { quota: -1 });
    pool.job('job', { maxRunMs: 5 });
    const pods = [{ subGroup: 'workers', pod: 0, nodeId: 'a', devices: [0], gpuMilli: 1000 }];
    bind(pool.snapshot, 'job', { attempt: 1, pods });
    expect(endOf(jobIn(pool, 'job'))).toBe(endless);
  });
});

describe('the order of ends', () => {
  it('is by the end, of equal ends by the start, then by age', () => {
    const job = lasting();
    const [late, early] = [job({ maxRunMs: 50 }), job({ maxRunMs: 20, sinceMs: 10 })];
    expect([late, early].toSorted(endsFirst)).toEqual([early, late]);
    const [older, longer] = [
      job({ maxRunMs: 50, sinceMs: 50 }),
      job({ maxRunMs: 70, sinceMs: 30 }),
    ];
    expect([older, longer].toSorted(endsFirst)).toEqual([longer, older]);
    const [old, young] = [job({ sinceMs: 7 }), job({ sinceMs: 7 })];
    expect([young, old].toSorted(endsFirst)).toEqual([old, young]);
    const [newer, endlessToo] = [job({ sinceMs: 9 }), job({ sinceMs: 8 })];
    expect([newer, endlessToo].toSorted(endsFirst)).toEqual([endlessToo, newer]);
  });
});
