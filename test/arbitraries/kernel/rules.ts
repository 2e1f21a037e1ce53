import fc from 'fast-check';
import { defaultPolicy, type Policy } from '../../../domain/allocation/index.ts';

/** Rules that a site may adopt instead of the usual ones; what is not said is usual. */
export type Rules = Partial<Omit<Policy, 'version'>>;

const usage = { halfLifeMs: 0, windowMs: 604_800_000 } as const;
const { bounds } = defaultPolicy;

/** One rule at a time, or several: layouts, moves, protection, delays, bypasses, past use, bounds. */
export const rules: fc.Arbitrary<Rules> = fc.oneof(
  fc.constant({}),
  fc.constantFrom(0, 1, 2, -1).map((bypassesMax) => ({ bypassesMax })),
  fc.constantFrom(0, 500, 2500).map((factorMilli) => ({ usage: { ...usage, factorMilli } })),
  fc
    .record({
      gpuPlacement: fc.constantFrom(
        'binpack' as const,
        'spread' as const,
        'fgd' as const,
        'berth' as const,
      ),
      cpuPlacement: fc.constantFrom('binpack' as const, 'spread' as const),
    })
    .map((one) => one),
  fc.boolean().map((isMovedKept) => ({ isMovedKept })),
  fc
    .record({
      preemptMs: fc.constantFrom(0, 60_000),
      reclaimMs: fc.constantFrom(0, 60_000),
      method: fc.constantFrom('lca' as const, 'queue' as const),
    })
    .map((minRun) => ({ minRun })),
  fc.constantFrom(0, 5_000).map((preemptionDelayMs) => ({ preemptionDelayMs })),
  fc.constantFrom(1000, 1500).map((saturationMilli) => ({ saturationMilli })),
  fc.constantFrom(0, 1000, -1).map((staleGraceMs) => ({ staleGraceMs })),
  fc
    .record({
      victimsMax: fc.constantFrom(1000, 2),
      consolidationVictimsMax: fc.constantFrom(16, 0, 1, -1),
      queueDepthMax: fc.constantFrom(-1, -1, 1),
    })
    .map((one) => ({ bounds: { ...bounds, ...one } })),
  fc
    .constantFrom(
      ['allocate', 'reclaim', 'preempt', 'stale-gang'] as const,
      ['allocate', 'preempt', 'reclaim', 'consolidate', 'stale-gang'] as const,
    )
    .map((actions) => ({ actions })),
);
