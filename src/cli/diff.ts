import { isLeft } from '../../domain/foundation/fp.ts';
import { type Change, type Diff, onlyOf, type SubjectChange } from '../app/diff/index.ts';
import { complain, complainAt, formatProblem, refuse } from './complain.ts';
import { exitCodes } from './exit-codes.ts';
import { type Column, instantText, printTable } from './print/index.ts';
import type { ServerFlags } from './remote/destination.ts';
import { diffForm, inForm } from './remote/inquiry-forms.ts';
import { subjectOf } from './resources/audit-subject.ts';
import { withServer } from './remote/with-server.ts';
import { type Terminal, write } from './terminal.ts';

/** What `berth diff` is told. */
export interface DiffArguments extends ServerFlags {
  /** As somebody types them: revisions, or times. */
  readonly from: string;
  readonly to: string;
  readonly ledger?: string;
  /** Only of these: `kind/id`, or a kind. */
  readonly subject?: readonly string[];
  readonly output: string;
}

/** `berth diff A B`: exit 0 when nothing is other, 1 when something is. */
export const diffCommand = async (terminal: Terminal, args: DiffArguments): Promise<number> => {
  const { ledger, from, to } = args;
  const asked = (args.subject ?? []).map(subjectOf);
  const problem =
    formatProblem(args.output, ['table', 'json']) ??
    asked.find((one) => one.problem !== undefined)?.problem;
  if (problem !== undefined) return refuse(terminal, problem);
  const subject = asked.flatMap(({ wanted }) => wanted ?? []);
  if (ledger !== undefined) {
    const { diffInLedger } = await import('../main/diff-ledger.ts');
    const found = await diffInLedger(ledger, args);
    if (isLeft(found)) {
      const fault = found.left;
      return fault._tag === 'MomentUnreadable'
        ? complainAt(terminal, fault.asked === from ? '<a>' : '<b>', fault)
        : complain(terminal, fault, ledger);
    }
    return tell(terminal, args, onlyOf(found.right, subject));
  }
  return withServer(terminal, args, async (server) => {
    const answer = await server.get('berth/v1/diff', { from, to, subject });
    const found = inForm(server, diffForm, answer);
    return isLeft(found) ? complain(terminal, found.left) : tell(terminal, args, found.right);
  });
};

const tell = async (terminal: Terminal, { output }: DiffArguments, diff: Diff): Promise<number> => {
  const isJson = output === 'json';
  const text = isJson ? `${JSON.stringify(diff, undefined, 2)}\n` : tableOf(terminal, diff);
  await write(terminal.stdout, text);
  return diff.subjects.length === 0 ? exitCodes.ok : exitCodes.failure;
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
