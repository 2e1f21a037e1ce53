import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ledgerStats, reportOf } from '../../projections/ledger-stats/index.ts';
import { logFrom } from '../arbitraries/log.ts';
import { projectionLaws } from './laws.ts';
import { viewAfter } from './told.ts';

projectionLaws({ projection: ledgerStats });

describe('ledger-stats', () => {
  test('an empty ledger has no first and no last instant', () => {
    const head = '0'.repeat(64);
    expect(reportOf(ledgerStats.initial(), head)).toEqual({
      revisions: 0,
      head,
      firstMs: null,
      lastMs: null,
      byType: {},
      byOrigin: {},
      bySubjectKind: {},
    });
  });

  test('∀ log: the counts by type, origin and kind each add up to all facts', () => {
    fc.assert(
      fc.property(logFrom(), (log) => {
        const report = reportOf(viewAfter(ledgerStats, log), 'head');
        for (const counts of [report.byType, report.byOrigin, report.bySubjectKind]) {
          expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(log.length);
        }
        expect(report.revisions).toBe(log.length);
        expect(report.lastMs).toBe(log.at(-1)?.atMs);
        expect(Object.keys(report.byType)).toEqual(Object.keys(report.byType).toSorted());
      }),
      { numRuns: 30 },
    );
  });
});
