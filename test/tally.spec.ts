import { describe, expect, it } from 'vitest';
import { countsOfReport, sumOf, toolCounts } from './tally.ts';

const report = (passed: number, failed: number, files: readonly object[] = []): object => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: files,
});

describe('tally', () => {
  it('a tool counts as one check', () => {
    expect(toolCounts(0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(toolCounts(2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('tests are counted from the report', () => {
    expect(countsOfReport(report(3, 2), 1)).toEqual({ passed: 3, failed: 2, skipped: 0 });
  });

  it('a file that cannot be loaded is a failure', () => {
    const broken = { status: 'failed', assertionResults: [] };
    expect(countsOfReport(report(3, 0, [broken]), 1).failed).toBe(1);
  });

  it('a run without a report, without a test, or with a bad end is a failure', () => {
    expect(countsOfReport(undefined, 0).failed).toBe(1);
    expect(countsOfReport(report(0, 0), 0).failed).toBe(1);
    expect(countsOfReport(report(3, 0), 1).failed).toBe(1);
  });

  it('counts add up', () => {
    expect(sumOf([toolCounts(0), toolCounts(1), toolCounts(0)])).toEqual({
      passed: 2,
      failed: 1,
      skipped: 0,
    });
  });
});
