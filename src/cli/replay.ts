import { isLeft } from '../../domain/foundation/fp.ts';
import { replayLedger, type ReplayReport } from '../main/replay-ledger.ts';
import { complain, formatProblem, refuse } from './complain.ts';
import { exitCodes } from './failures.ts';
import { startBar, type Terminal, write } from './terminal.ts';

/** `berth replay`'s arguments. */
export interface ReplayArguments {
  readonly file: string;
  readonly verify: boolean;
  readonly from?: number;
  readonly to?: number;
  readonly jobs?: number;
  readonly output: string;
}

/** `berth replay FILE [--verify] [--from A] [--to B]`: exit 0 when every decision follows, 1 when one does not. */
export const replayCommand = async (terminal: Terminal, args: ReplayArguments): Promise<number> => {
  const problem = formatProblem(args.output, ['text', 'json']);
  if (problem !== undefined) return refuse(terminal, problem);
  const bar = await startBar(terminal, 'replay');
  const startedMs = performance.now();
  const { file, verify, from, to: last, jobs } = args;
  const outcome = await replayLedger(file, { verify, from, to: last, jobs }, (revision, to) =>
    bar.update(revision, to, `revision ${revision}`),
  );
  bar.stop();
  if (isLeft(outcome)) return complain(terminal, outcome.left, args.file);
  const wallMs = performance.now() - startedMs;
  const text = args.output === 'json' ? jsonOf(outcome.right) : textOf(outcome.right, args, wallMs);
  await write(terminal.stdout, text);
  return outcome.right.mismatches.length === 0 ? exitCodes.ok : exitCodes.failure;
};

const jsonOf = (report: ReplayReport): string =>
  `${JSON.stringify({ ...report, differences: report.mismatches.length }, null, 2)}\n`;

const textOf = (report: ReplayReport, { verify }: ReplayArguments, wallMs: number): string => {
  const rate = Math.round(((report.revisions - report.from) / Math.max(wallMs, 1)) * 1000);
  const lines = [
    `revisions    ${report.revisions}`,
    `head         ${report.head}`,
    ...(verify
      ? [
          `decisions    ${report.decisions} in ${report.plans} plans and ${report.reactions} reactions recomputed`,
          `differences  ${report.mismatches.length}`,
        ]
      : []),
    `digest       ${report.digest}`,
    `rate         ${rate} events/s (${Math.round(wallMs)} ms)`,
  ];
  const first = report.mismatches[0];
  const ofKernel = report.mismatches.find(({ by }) => by === 'kernel');
  if (first !== undefined) lines.push('', ...differenceLines('first difference', first));
  if (ofKernel !== undefined && ofKernel !== first) {
    lines.push('', ...differenceLines('first plan that no longer follows', ofKernel));
  }
  return `${lines.join('\n')}\n`;
};

const differenceLines = (title: string, found: ReplayReport['mismatches'][number]) => [
  `${title}: revision ${found.revision} (${found.commandId}), ${found.subjectId}, at ${found.path}`,
  `  recorded:   ${JSON.stringify(found.recorded)}`,
  `  recomputed: ${JSON.stringify(found.recomputed)}`,
];
