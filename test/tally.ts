/** How many checks passed, failed, were left out. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A tool counts as one check. */
export const toolCounts = (exitCode: number): Counts => ({
  passed: exitCode === 0 ? 1 : 0,
  failed: exitCode === 0 ? 0 : 1,
  skipped: 0,
});

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

const isReport = (value: unknown): value is Report =>
  typeof value === 'object' && value !== null && 'numPassedTests' in value;

/**
 * Reads vitest's JSON report so that nothing red counts as green.
 *
 * A file that cannot be loaded is a failure though it holds no failed test; so is a run that ends badly with a clean
 * report, that leaves no report, or that ran no test.
 */
export const countsOfReport = (report: unknown, exitCode: number): Counts => {
  if (!isReport(report)) return { passed: 0, failed: 1, skipped: 0 };
  const brokenFiles = report.testResults.filter(
    (file) =>
      file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  const told = report.numFailedTests + brokenFiles.length;
  const isBad = exitCode !== 0 || report.numPassedTests === 0;
  return {
    passed: report.numPassedTests,
    failed: told === 0 && isBad ? 1 : told,
    skipped: report.numPendingTests + report.numTodoTests,
  };
};

/** Adds up. */
export const sumOf = (all: readonly Counts[]): Counts => ({
  passed: all.reduce((sum, { passed }) => sum + passed, 0),
  failed: all.reduce((sum, { failed }) => sum + failed, 0),
  skipped: all.reduce((sum, { skipped }) => sum + skipped, 0),
});
