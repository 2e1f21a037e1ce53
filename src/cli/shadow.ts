import { isLeft } from '../../domain/foundation/fp.ts';
import type { ShadowReport } from '../app/shadow/index.ts';
import { readPolicy } from '../main/config/policy/index.ts';
import { shadowLedger } from '../main/shadow-ledger.ts';
import { complain, formatProblem, refuse } from './complain.ts';
import { exitCodes } from './failures.ts';
import { type Column, instantText, printTable } from './print/index.ts';
import { startBar, type Terminal, write } from './terminal.ts';

/** What `berth replay --kernel` or `--policy` is told. */
export interface ShadowArguments {
  readonly file: string;
  readonly kernel?: string;
  /** A file of rules. */
  readonly policy?: string;
  readonly from?: number;
  readonly to?: number;
  readonly output: string;
}

/** `berth replay FILE --kernel V --policy FILE`: exit 0 when all would have been decided the same, 1 when not. */
export const shadowCommand = async (terminal: Terminal, args: ShadowArguments): Promise<number> => {
  const problem = formatProblem(args.output, ['text', 'json']);
  if (problem !== undefined) return refuse(terminal, problem);
  const policy = args.policy === undefined ? undefined : await readPolicy(args.policy);
  if (policy !== undefined && isLeft(policy)) return complain(terminal, policy.left);
  const { kernel, from, to } = args;
  const bar = await startBar(terminal, 'shadow');
  const question = { kernel, policy: policy?.right, from, to };
  const report = await shadowLedger(args.file, question, (at, end) =>
    bar.update(at, end, `revision ${at}`),
  );
  bar.stop();
  if (isLeft(report)) return complain(terminal, report.left, args.file);
  const text =
    args.output === 'json'
      ? `${JSON.stringify(report.right, undefined, 2)}\n`
      : textOf(report.right);
  await write(terminal.stdout, text);
  const isSame = report.right.plansOtherwise === 0 && report.right.stuck === undefined;
  return isSame ? exitCodes.ok : exitCodes.failure;
};

interface Line {
  readonly decision: string;
  readonly recorded: number;
  readonly shadow: number;
  readonly same: number;
}

const columns: readonly Column<Line>[] = [
  { header: 'decision', value: ({ decision }) => decision },
  { header: 'recorded', value: ({ recorded }) => `${recorded}`, align: 'right' },
  { header: 'shadow', value: ({ shadow }) => `${shadow}`, align: 'right' },
  { header: 'the same', value: ({ same }) => `${same}`, align: 'right' },
];

const textOf = (report: ShadowReport): string => {
  const { from, to, plans, plansOtherwise, workloads, decisions, examples, stuck } = report;
  const lines = Object.entries(decisions).map(([decision, counts]) => ({ decision, ...counts }));
  const [first] = examples;
  return [
    `facts ${from + 1} to ${to}: ${plansOtherwise} of ${plans} plans would have been others, for ${workloads} workloads`,
    printTable(lines, columns).trimEnd(),
    ...(first === undefined ? [] : ['', ...exampleLines(first)]),
    ...(stuck === undefined
      ? []
      : ['', `it could not decide from revision ${stuck.revision} on: ${stuck.reason}`]),
    '',
  ].join('\n');
};

const exampleLines = ({
  revision,
  atMs,
  nodePoolId,
  onlyRecorded,
  onlyShadow,
}: ShadowReport['examples'][number]): readonly string[] => [
  `the first: node pool ${nodePoolId} on the state at revision ${revision}, ${instantText(atMs)}`,
  ...onlyRecorded.map(
    (one) => `  recorded  ${one.decision} ${one.workloadId} ${JSON.stringify(one.data)}`,
  ),
  ...onlyShadow.map(
    (one) => `  shadow    ${one.decision} ${one.workloadId} ${JSON.stringify(one.data)}`,
  ),
];
