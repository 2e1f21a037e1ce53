import { isLeft } from '../../domain/foundation/fp.ts';
import type { Cause, Why, WhyKind } from '../app/why/index.ts';
import { whyKinds } from '../app/why/index.ts';
import { whyInLedger } from '../main/why-ledger.ts';
import { complain, fail, formatProblem, refuse } from './complain.ts';
import { exitCodes } from './failures.ts';
import { type Branch, markdownTree, printTree } from './print/tree.ts';
import { instantText } from './print/index.ts';
import { type Terminal, write } from './terminal.ts';

/** What `berth why` is told. */
export interface WhyArguments {
  readonly subject: string;
  readonly ledger: string;
  readonly at?: string;
  readonly output: string;
}

const formats = ['text', 'json', 'markdown'] as const;

/** `berth why SUBJECT`: a tree from what is so to what it is so because of. */
export const whyCommand = async (terminal: Terminal, args: WhyArguments): Promise<number> => {
  const problem = formatProblem(args.output, formats);
  if (problem !== undefined) return refuse(terminal, problem);
  const { ledger, at } = args;
  const { kinds, id } = subjectOf(args.subject);
  const answer = await whyInLedger(ledger, { kinds, id, at });
  if (isLeft(answer)) return complain(terminal, answer.left, ledger);
  if (answer.right === undefined) return fail(terminal, unknown(kinds, id, ledger));
  await write(terminal.stdout, shownAs(args.output, answer.right));
  return exitCodes.ok;
};

/** `workload/ID`, `node/ID`, `queue/ID`, or an id of any of them. */
const subjectOf = (text: string): { readonly kinds: readonly WhyKind[]; readonly id: string } => {
  const slash = text.indexOf('/');
  const kind = whyKinds.find((known) => known === text.slice(0, slash));
  return kind === undefined
    ? { kinds: whyKinds, id: text }
    : { kinds: [kind], id: text.slice(slash + 1) };
};

const unknown = (kinds: readonly WhyKind[], id: string, ledger: string) => ({
  what: `there is no ${kinds.join(', ')} '${id}'`,
  where: ledger,
  remedy: `berth ${kinds[0] ?? 'workload'} list --ledger ${ledger} names all that there are`,
  exitCode: exitCodes.notFound,
});

const shownAs = (format: string, why: Why): string => {
  if (format === 'json') return `${JSON.stringify(why, undefined, 2)}\n`;
  const { subject, outcome, because, revision, asOfMs } = why;
  const title = `${subject.kind} ${subject.id}: ${outcome}`;
  const moment = `as of revision ${revision}, ${instantText(asOfMs)}`;
  return format === 'markdown'
    ? `## ${title}\n\n${markdownTree(branchOf(because))}\n_${moment}_\n`
    : `${title}\n${printTree(branchOf(because))}${moment}\n`;
};

const branchOf = ({ says, revision, causes }: Cause): Branch => ({
  says,
  source: revision === undefined ? undefined : `#${revision}`,
  below: causes.map(branchOf),
});
