import type { Expectation } from '../../adapters/ports/expectation.ts';
import type { Unmet } from '../app/expect/index.ts';
import { instantText } from './print/index.ts';

/** What came of one file. */
export interface FileTested {
  readonly file: string;
  readonly facts: number;
  readonly expectations: number;
  readonly unmet: readonly Unmet[];
  /** Where its ledger is, while it is kept. */
  readonly ledger: string;
  /** @unit ms */
  readonly tookMs: number;
}

/** Whether a file passed: one that expects nothing cannot. */
export const hasPassed = ({ expectations, unmet }: FileTested): boolean =>
  expectations > 0 && unmet.length === 0;

/** What an expectation is about, in words. */
const aboutOf = (expectation: Expectation): string => {
  switch (expectation.kind) {
    case 'workload':
      return `workload ${expectation.workloadId}`;
    case 'queue':
      return `queue ${expectation.queueId}`;
    case 'event': {
      const { event, action, workloadId } = expectation;
      const by = action === undefined ? '' : ` by ${action}`;
      return `${event}${by}${workloadId === undefined ? '' : ` of ${workloadId}`}`;
    }
    case 'order':
      return 'order';
  }
};

/** The command that says why it came otherwise. */
const whyOf = ({ expectation, revision }: Unmet, ledger: string): string => {
  const at = `--ledger ${ledger} --at ${revision}`;
  switch (expectation.kind) {
    case 'workload':
      return `berth why workload/${expectation.workloadId} ${at}`;
    case 'queue':
      return `berth why queue/${expectation.queueId} ${at}`;
    case 'event':
      return expectation.workloadId === undefined
        ? `berth ledger export ${ledger}`
        : `berth why workload/${expectation.workloadId} ${at}`;
    case 'order':
      return `berth workload describe ${expectation.order[0]?.workloadId ?? ''} --ledger ${ledger}`;
  }
};

/** One thing that is otherwise, for every format. */
const failuresOf = ({ unmet, ledger }: FileTested) =>
  unmet.flatMap((one) =>
    one.differences.map(({ key, expected, found }) => ({
      line: one.expectation.line,
      pointer: `${one.expectation.pointer}/${key}`,
      about: aboutOf(one.expectation),
      key,
      expected,
      found,
      at: instantText(one.atMs),
      revision: one.revision,
      why: whyOf(one, ledger),
    })),
  );

const nothingExpected = 'it expects nothing: add an "expect" section (docs/SCENARIOS.md)';

/** What came of a file, as lines for a person. */
export const textOfFile = (tested: FileTested): string => {
  const { file, facts, expectations, unmet, ledger } = tested;
  if (hasPassed(tested)) return `ok    ${file}: ${expectations} expectations, ${facts} facts\n`;
  if (expectations === 0) return `FAIL  ${file}: ${nothingExpected}\n`;
  const lines = failuresOf(tested).map(
    ({ line, pointer, about, key, expected, found, at, why }) =>
      `  ${file}:${line}, field ${pointer}\n` +
      `    ${about}, ${key}: expected ${expected}, found ${found} at ${at}\n    ${why}\n`,
  );
  return `FAIL  ${file}: ${unmet.length} of ${expectations} expectations are not met; its ledger is ${ledger}\n${lines.join('')}`;
};

/** The same for programs. */
export const recordOfFile = (tested: FileTested): object => ({
  file: tested.file,
  passed: hasPassed(tested),
  expectations: tested.expectations,
  facts: tested.facts,
  tookMs: Math.round(tested.tookMs),
  ...(hasPassed(tested) ? {} : { ledger: tested.ledger }),
  failures: failuresOf(tested),
});

const signs = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

const escaped = (text: string): string =>
  text
    .replaceAll(/[&<>"]/g, (sign) => signs.get(sign) ?? sign)
    // Signs that XML has no way to write.
    .replaceAll(/[^\P{Cc}\t\n]/gu, '?');

/** All files as JUnit's XML: a suite a file, a case an expectation. */
export const junitOf = (
  files: readonly FileTested[],
  allOf: ReadonlyMap<string, readonly Expectation[]>,
): string => {
  const suites = files.map((tested) => suiteOf(tested, allOf.get(tested.file) ?? []));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
};

const suiteOf = (tested: FileTested, expectations: readonly Expectation[]): string => {
  const { file, unmet, tookMs } = tested;
  const failures = failuresOf(tested);
  const isEmpty = expectations.length === 0;
  const cases = isEmpty
    ? [caseOf(file, 'expect', [nothingExpected])]
    : expectations.map(({ pointer, ...one }) => {
        const own = failures.filter((failure) => failure.pointer.startsWith(`${pointer}/`));
        const said = own.map(
          ({ key, expected, found, at, why }) =>
            `${key}: expected ${expected}, found ${found} at ${at}\n${why}`,
        );
        return caseOf(file, `${pointer} ${aboutOf({ pointer, ...one })}`, said);
      });
  const failed = isEmpty ? 1 : unmet.length;
  return `  <testsuite name="${escaped(file)}" tests="${cases.length}" failures="${failed}" time="${(tookMs / 1000).toFixed(3)}">\n${cases.join('')}  </testsuite>\n`;
};

const caseOf = (file: string, name: string, failures: readonly string[]): string => {
  const head = `    <testcase classname="${escaped(file)}" name="${escaped(name)}"`;
  if (failures.length === 0) return `${head}/>\n`;
  const [first = ''] = failures;
  const message = escaped(first.split('\n')[0] ?? '');
  return `${head}>\n      <failure message="${message}">${escaped(failures.join('\n'))}</failure>\n    </testcase>\n`;
};
