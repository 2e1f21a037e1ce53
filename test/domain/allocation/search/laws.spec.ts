import { describe, expect, it } from 'vitest';
import {
  aboveQuota,
  groundsUnder,
  isExposed,
  type Seeker,
} from '../../../../domain/allocation/search/laws.ts';
import {
  isSafeFromPreemption,
  isSafeFromReclaim,
} from '../../../../domain/allocation/search/min-run.ts';
import { partingOf } from '../../../../domain/allocation/search/parting.ts';
import { poolUnder } from '../pool.ts';
import { draftIn, huntIn, jobIn, queueIn, runs, seatIn, unitIn } from './hunt-of.ts';

describe('what may go at all', () => {
  it('is what is preemptible, and what can be spared of anybody', () => {
    const pool = poolUnder();
    pool.node('a', 4);
    pool.queue('q', { quota: -1 });
    runs(pool, 'firm: a#0 a#1', {
      isPreemptible: false,
      isSemiPreemptible: true,
      minPods: 1,
    });
    runs(pool, 'soft: a#2');
    const draft = draftIn(pool);
    const firm = unitIn(pool, draft, 'firm');
    expect(isExposed(firm)).toBe(false);
    expect(isExposed({ ...firm, isWhole: false, seats: [seatIn(firm.workload, 1)] })).toBe(true);
    expect(isExposed(unitIn(pool, draft, 'soft'))).toBe(true);
  });
});

describe('quota of what is not preemptible', () => {
  const seeker = (quota: number): { firm: Seeker; soft: Seeker } => {
    const pool = poolUnder();
    pool.node('a', 8);
    pool.queue('top', { quota });
    pool.queue('q', { parent: 'top', quota: 5 });
    runs(pool, 'firm: a#0,1', { gpus: 2, isPreemptible: false });
    runs(pool, 'soft: a#2');
    pool.job('asks', { gpus: 3 });
    const { seeker: soft } = huntIn(pool, draftIn(pool), 'asks');
    return { soft, firm: { ...soft, isPreemptible: false } };
  };

  it('is in the way of nobody who stays inside it, nor of who is preemptible', () => {
    expect(aboveQuota(seeker(5).firm)).toBeUndefined();
    expect(aboveQuota(seeker(4).soft)).toBeUndefined();
  });

  it('says at which queue, how much it would be, and how much may be', () => {
    expect(aboveQuota(seeker(4).firm)).toEqual({
      obstacle: 'AboveQuota',
      figure: 5000,
      bound: 4000,
    });
  });
});

describe('grounds', () => {
  it('are those below a queue, or all where no queue is named', () => {
    const pool = poolUnder();
    pool.queue('top');
    pool.queue('near', { parent: 'top' });
    pool.queue('far');
    draftIn(pool);
    const [top, near, far] = ['top', 'near', 'far'].map((id) => queueIn(pool, id));
    if (top === undefined || near === undefined || far === undefined) throw new Error();
    const grounds = [near, far];
    expect(groundsUnder(grounds, undefined)).toBe(grounds);
    expect(groundsUnder(grounds, top)).toEqual([near]);
    expect(groundsUnder(grounds, far)).toEqual([far]);
  });
});

describe('time to run before one may be evicted', () => {
  /** A job that runs since second ten in a queue two levels down, beside another on top. */
  const started = (
    terms: Readonly<Partial<Record<'top' | 'mid' | 'q', { preempt?: number; reclaim?: number }>>>,
    policyMs = 500,
    sinceMs = 10_000,
  ) => {
    const pool = poolUnder();
    pool.node('a', 2);
    const said = (id: 'top' | 'mid' | 'q') => {
      const { preempt, reclaim } = terms[id] ?? {};
      return {
        terms: {
          ...(preempt === undefined ? {} : { preemptMinRunMs: preempt }),
          ...(reclaim === undefined ? {} : { reclaimMinRunMs: reclaim }),
        },
      };
    };
    pool.queue('top', said('top'));
    pool.queue('mid', { parent: 'top', ...said('mid') });
    pool.queue('q', { parent: 'mid', ...said('q') });
    pool.queue('ours');
    runs(pool, 'runs: a#0', { sinceMs });
    return (nowMs: number, method: 'lca' | 'queue' = 'lca') => {
      const minRun = { preemptMs: policyMs, reclaimMs: policyMs, method };
      const draft = draftIn(pool, nowMs, { minRun });
      const victim = jobIn(pool, 'runs');
      const parting = partingOf(queueIn(pool, 'ours'), queueIn(pool, 'q'));
      const preempt = isSafeFromPreemption(draft, victim);
      const reclaim = isSafeFromReclaim(draft, victim, parting);
      return { preempt, reclaim, wakeAtMs: draft.wakeAtMs };
    };
  };

  it('is as the policy says where no queue does, to the millisecond, and then it is looked at again', () => {
    const safe = started({});
    expect(safe(10_499)).toEqual({ preempt: true, reclaim: true, wakeAtMs: 10_500 });
    const never = Number.MAX_SAFE_INTEGER;
    expect(safe(10_500)).toEqual({ preempt: false, reclaim: false, wakeAtMs: never });
  });

  it('is as the first queue on the way up says, be it nothing', () => {
    const safe = started({ top: { preempt: 900 }, mid: { preempt: 200 } });
    expect([safe(10_199).preempt, safe(10_200).preempt]).toEqual([true, false]);
    expect(started({ q: { preempt: 0 } })(10_001).preempt).toBe(false);
    expect(started({ top: { reclaim: 0 } })(10_001).reclaim).toBe(false);
  });

  it('is of the queue where both part, or of the victim’s own, as the policy says', () => {
    const safe = started({ top: { reclaim: 300 }, q: { reclaim: 700 } });
    expect([safe(10_299).reclaim, safe(10_300).reclaim]).toEqual([true, false]);
    expect([safe(10_699, 'queue').reclaim, safe(10_700, 'queue').reclaim]).toEqual([true, false]);
  });

  it('is nobody’s where there is none, or where nobody knows the start', () => {
    expect(started({}, 0)(9_000)).toMatchObject({ preempt: false, reclaim: false });
    expect(started({}, 500, -1)(100)).toMatchObject({ preempt: false, reclaim: false });
    expect(started({}, 500, 0)(100)).toMatchObject({ preempt: true, reclaim: true });
  });
});
