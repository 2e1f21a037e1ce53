import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reportOf, simReport } from '../../projections/sim-report/index.ts';
import {
  addCapacity,
  holdMore,
  noUsage,
  pointsMax,
  totalOf,
  usageAt,
} from '../../projections/sim-report/usage.ts';
import { addWait, figuresOf, noWaits } from '../../projections/sim-report/waits.ts';
import { logFrom } from '../arbitraries/log.ts';
import { projectionLaws } from './laws.ts';
import { facts, logOf, type Told, viewAfter } from './told.ts';

projectionLaws({ projection: simReport, answer: reportOf });

const hour = 3_600_000;
const story: readonly Told[] = [
  ['node/n-1', 0, facts.joined(4)],
  ['workload/w', 0, facts.submitted(2)],
  ['workload/w', 0, facts.queued('qa')],
  ['workload/v', 0, facts.submitted(1)],
  ['workload/v', 0, facts.queued('qa')],
  ['workload/u', 0, facts.submitted(4)],
  ['workload/u', 0, facts.queued('qa')],
  ['workload/w', 1000, facts.allocated('n-1', [0, 1])],
  ['workload/w', 1000, facts.started()],
  ['workload/u', 1000, facts.deferred()],
  ['workload/w', 1000 + hour, facts.preempted('v')],
  ['workload/w', 1000 + hour, facts.evicted()],
  ['workload/v', 1000 + hour, facts.allocated('n-1', [0])],
  ['workload/w', 1000 + 2 * hour, facts.allocated('n-1', [1, 2], 2)],
  ['workload/w', 1000 + 3 * hour, facts.completed(2)],
  ['workload/x', 1000 + 3 * hour, facts.submitted(1)],
  ['workload/x', 1000 + 3 * hour, facts.asked('WorkloadDeletionRequested')],
  ['workload/x', 1000 + 3 * hour, { type: 'WorkloadDeleted', data: {} }],
];

describe('sim-report', () => {
  const report = reportOf(viewAfter(simReport, logOf(story)));

  test('every workload is counted by what it came to', () => {
    expect(report.workloads).toEqual({
      total: 4,
      completed: 1,
      failed: 0,
      cancelled: 1,
      holding: 1,
      pending: 1,
      idle: 0,
    });
    expect(report.pendingByReason).toEqual({ AwaitingRelease: 1 });
    expect(report.preemptionsByAction).toEqual({ reclaim: 1 });
  });

  test('a wait ends with the first allocation, and later ones do not count', () => {
    expect(report.waits).toEqual({
      count: 2,
      meanMs: (1000 + 1000 + hour) / 2,
      p50Ms: 1000,
      p95Ms: 1000 + hour,
      p99Ms: 1000 + hour,
      maxMs: 1000 + hour,
    });
  });

  test('GPU-hours are what was held, over the whole run and by project', () => {
    // w: 2 GPUs × 1 h twice; v: 1 GPU × 2 h and holding on.
    expect(report.gpus.gpuHoursMilli).toBe(6000);
    expect(report.projects).toMatchObject([
      { id: 'p', workloads: 4, pending: 1, preemptions: 1, gpuHoursMilli: 6000 },
    ]);
    expect(report.gpus).toMatchObject({ heldPeakMilli: 3000, capacityPeakMilli: 4000 });
    expect(report.gpus.heldMeanMilli).toBe(Math.round((6000 * hour) / (3 * hour + 1000)));
  });

  test('an empty ledger reports nothing, without dividing by zero', () => {
    const empty = reportOf(simReport.initial());
    expect(empty.waits).toEqual({ count: 0, meanMs: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0, maxMs: 0 });
    expect(empty.gpus).toMatchObject({ heldMeanMilli: 0, heldPermille: 0, series: [] });
  });

  test('∀ log: all workloads are accounted for, and the report does not touch the tally', () => {
    fc.assert(
      fc.property(logFrom(), (log) => {
        const tally = viewAfter(simReport, log);
        const first = reportOf(tally);
        const { total, ...parts } = first.workloads;
        expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(total);
        expect(reportOf(tally)).toEqual(first);
        expect(first.gpus.heldPeakMilli).toBeGreaterThanOrEqual(first.gpus.heldMeanMilli);
      }),
      { numRuns: 60 },
    );
  });
});

describe('sim-report › waits', () => {
  test('∀ waits: percentiles are those of the sorted list by nearest rank', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1e9 }), { minLength: 1, maxLength: 100 }), (list) => {
        const waits = noWaits();
        for (const ms of list) addWait(waits, ms);
        const ascending = list.toSorted((a, b) => a - b);
        const figures = figuresOf([waits]);
        for (const [percent, found] of [
          [50, figures.p50Ms],
          [95, figures.p95Ms],
          [99, figures.p99Ms],
        ] as const) {
          const notAbove = ascending.filter((ms) => ms <= found).length;
          const below = ascending.filter((ms) => ms < found).length;
          expect(notAbove * 100).toBeGreaterThanOrEqual(percent * list.length);
          expect(below * 100).toBeLessThan(percent * list.length);
        }
        expect(figures.maxMs).toBe(ascending.at(-1));
      }),
      { numRuns: 100 },
    );
  });
});

describe('sim-report › usage', () => {
  const step = fc.record({
    afterMs: fc.oneof(fc.nat({ max: 5000 }), fc.nat({ max: 400_000_000 })),
    milli: fc.nat({ max: 8_000_000 }),
  });

  test('∀ changes: the buckets hold the exact integral, at most 200 of them', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const usage = noUsage();
        let atMs = 5;
        let held = 0;
        let exact = 0n;
        addCapacity(usage, atMs, 1000);
        for (const { afterMs, milli } of steps) {
          exact += BigInt(held) * BigInt(afterMs);
          atMs += afterMs;
          holdMore(usage, atMs, milli - held);
          held = milli;
        }
        const end = usageAt(usage, atMs);
        expect(totalOf(end.held)).toBe(exact);
        expect(totalOf(end.capacity)).toBe(1000n * BigInt(atMs - 5));
        expect(end.held.length).toBeLessThanOrEqual(pointsMax);
        end.capacity.forEach((sum, place) => {
          const fromMs = 5 + place * end.bucketMs;
          expect(sum).toBe(1000n * BigInt(Math.min(end.bucketMs, atMs - fromMs)));
        });
      }),
      { numRuns: 100 },
    );
  });
});
