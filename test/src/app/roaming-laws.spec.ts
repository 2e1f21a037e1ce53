import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { job, roomy } from './roaming-stage.ts';

const anyPools = fc
  .shuffledSubarray(['default', 'big', 'far'] as const, { minLength: 1 })
  .filter((pools) => pools.length > 0);

/** Somebody submits something, or what runs ends; time passes before it. */
const anyStep = fc.record({
  waitMs: fc.constantFrom(0, 1_000, 61_000, 600_000),
  gpus: fc.constantFrom(1, 4, 8, 16),
  pools: anyPools,
  priority: fc.constantFrom(50, 90),
  ends: fc.option(fc.nat(9), { nil: undefined }),
});

describe('workloads that may go to several node pools', () => {
  test.prop([fc.array(anyStep, { minLength: 1, maxLength: 12 })], { numRuns: 60 })(
    '∀ histories: each round ends, who rests does so at home, and a replay moves all of them alike',
    async (steps) => {
      const here = await roomy('big', 'far');
      let nowMs = 0;
      for (const [k, { waitMs, gpus, pools, priority, ends }] of steps.entries()) {
        nowMs += waitMs;
        await here.until(nowMs);
        const id = `w-${ends ?? k}`;
        const runs = ends !== undefined && here.running().includes(id);
        const [first = 'default', ...others] = pools;
        if (runs) await here.done(id, nowMs);
        else await here.submit(`w-${k}`, { ...job(gpus, first, ...others), priority }, nowMs);
        for (const one of here.waiting()) {
          expect(here.poolOf(one.id)).toBe(one.nodePoolId);
          const [home = one.nodePoolId] = one.terms?.nodePoolIds ?? [];
          if (one.nomination === undefined) expect(one.nodePoolId).toBe(home);
        }
      }
      expect(await here.mismatches()).toEqual([]);
    },
  );
});
