import { defaultPolicy } from '../../../domain/allocation/index.ts';
import fc from 'fast-check';
import type { Policy } from '../../../domain/allocation/index.ts';
import {
  actions,
  cpuLayouts,
  gpuLayouts,
  tieOrders,
} from '../../../domain/foundation/policy-words.ts';
import type { Rules } from '../../arbitraries/kernel/rules.ts';

const typicalPods: fc.Arbitrary<Policy['typicalPods']> = fc.constantFrom<Policy['typicalPods']>(
  [],
  [],
  [
    { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 4000, models: [], shareMicro: 500_000 },
    { gpuDevices: 1, gpuMilli: 300, cpuMilli: 1000, models: ['H100'], shareMicro: 300_000 },
    {
      gpuDevices: 4,
      gpuMilli: 1000,
      cpuMilli: 9000,
      models: ['A100', 'H100'],
      shareMicro: 150_000,
    },
    { gpuDevices: 0, gpuMilli: 0, cpuMilli: 9000, models: [], shareMicro: 50_000 },
  ],
  [
    { gpuDevices: 1, gpuMilli: 500, cpuMilli: 0, models: [], shareMicro: 900_000 },
    { gpuDevices: 2, gpuMilli: 1000, cpuMilli: 20_000, models: [], shareMicro: 100_000 },
  ],
);

/** Rules of every sort, many of them at once. */
export const drawnRules: fc.Arbitrary<Rules> = fc.record(
  {
    actions: fc.constantFrom<Policy['actions']>(
      actions,
      actions,
      ['allocate', 'reclaim', 'preempt', 'consolidate', 'stale-gang'],
      ['stale-gang', 'allocate', 'preempt', 'reclaim'],
    ),
    gpuPlacement: fc.constantFrom(...gpuLayouts),
    cpuPlacement: fc.constantFrom(...cpuLayouts),
    tieOrder: fc.constantFrom(...tieOrders),
    typicalPods,
    saturationMilli: fc.constantFrom(1000, 1000, 1200, 1500),
    isMovedKept: fc.boolean(),
    minRun: fc.record({
      preemptMs: fc.constantFrom(0, 0, 3_000, 60_000),
      reclaimMs: fc.constantFrom(0, 0, 3_000, 60_000),
      method: fc.constantFrom('lca' as const, 'queue' as const),
    }),
    staleGraceMs: fc.constantFrom(0, 1_000, 60_000, -1),
    preemptionDelayMs: fc.constantFrom(0, 0, 2_000),
    bypassesMax: fc.constantFrom(0, 1, 3, 64, -1),
    usage: fc.record({
      factorMilli: fc.constantFrom(0, 500, 1000, 2500),
      halfLifeMs: fc.constant(0),
      windowMs: fc.constant(604_800_000),
    }),
    bounds: fc
      .record({
        victimsMax: fc.constantFrom(1000, 1000, 3, 0),
        consolidationVictimsMax: fc.constantFrom(16, -1, 2, 1, 0),
        queueDepthMax: fc.constantFrom(-1, -1, 2, 1),
      })
      .map((bounds) => ({ ...defaultPolicy.bounds, ...bounds })),
  },
  { requiredKeys: [] },
);
