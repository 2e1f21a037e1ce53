import { isLeft } from '../../domain/foundation/fp.ts';
import type { Change, Diff, SubjectChange } from '../app/diff/index.ts';
import { diffInLedger } from '../main/diff-ledger.ts';
import { complain, formatProblem, refuse } from './complain.ts';
import { exitCodes } from './failures.ts';
import { type Column, instantText, printTable } from './print/index.ts';
import { type Terminal, write } from './terminal.ts';

/** What `berth diff` is told. */
export interface DiffArguments {
  /** As somebody types them: revisions, or times. */
  readonly from: string;
  readonly to: string;
  readonly ledger: string;
  /** Only of these: `kind/id`, or a kind. */
  readonly subject?: readonly string[];
  readonly output: string;
}

/** `berth diff A B`: exit 0 when nothing is other, 1 when something is. */
export const diffCommand = async (terminal: Terminal, args: DiffArguments): Promise<number> => {
  const problem = formatProblem(args.output, ['table', 'json']);
  if (problem !== undefined) return refuse(terminal, problem);
  const found = await diffInLedger(args.ledger, args.from, args.to);
  if (isLeft(found)) return complain(terminal, found.left, args.ledger);
  const diff = only(found.right, args.subject);
  const text =
    args.output === 'json' ? `${JSON.stringify(diff, undefined, 2)}\n` : tableOf(terminal, diff);
  await write(terminal.stdout, text);
  return diff.subjects.length === 0 ? exitCodes.ok : exitCodes.failure;
};

const only = (diff: Diff, wanted: readonly string[] | undefined): Diff => {
  if (wanted === undefined || wanted.length === 0) return diff;
  const isWanted = ({ subject }: SubjectChange): boolean =>
    wanted.some((one) => subject === one || subject.startsWith(`${one}/`));
  return { ...diff, subjects: diff.subjects.filter(isWanted) };
};

const columns: readonly Column<SubjectChange>[] = [
  { header: 'subject', value: ({ subject }) => subject, importance: 'keep' },
  { header: 'what', value: ({ happened }) => happenedText(happened), importance: 'keep' },
  { header: 'changes', value: ({ changes }) => changesText(changes), importance: 1 },
];

const happenedText = (happened: SubjectChange['happened']): string =>
  Object.entries(happened)
    .map(([what, count]) => (count === 1 ? what : `${what} ×${count}`))
    .join(', ');

/** Most places that a line of the table names; JSON has all. */
const changesMax = 3;

const changesText = (changes: readonly Change[]): string => {
  const shown = changes
    .slice(0, changesMax)
    .map(
      ({ path, before, after }) => `${path.slice(2)}: ${valueText(before)} → ${valueText(after)}`,
    );
  const more = changes.length - changesMax;
  return more > 0 ? `${shown.join('; ')}; ${more} more` : shown.join('; ');
};

const valueText = (value: unknown): string => (value === undefined ? '-' : JSON.stringify(value));

const tableOf = ({ width }: Terminal, { from, to, subjects, counts }: Diff): string => {
  const moments = `from revision ${from.revision} (${instantText(from.atMs)}) to ${to.revision} (${instantText(to.atMs)})`;
  const sums = Object.entries(counts).map(([what, count]) => `${what} ${count}`);
  if (subjects.length === 0) return `nothing is other ${moments}\n`;
  return `${printTable(subjects, columns, { width })}\n${moments}\n${sums.join(', ')}\n`;
};
