import { type Either, isLeft, right } from '../../domain/foundation/fp.ts';
import type { Cause, Why, WhyKind } from '../app/why/index.ts';
import { whyKinds } from '../app/why/index.ts';
import { complain, fail, formatProblem, refuse } from './complain.ts';
import { exitCodes } from './exit-codes.ts';
import type { AnyFault } from './failures.ts';
import type { ServerFlags } from './remote/destination.ts';
import type { RemoteFault } from './remote/faults.ts';
import { inForm, whyForm } from './remote/inquiry-forms.ts';
import type { Server } from './remote/server.ts';
import { withServer } from './remote/with-server.ts';
import { type Branch, markdownTree, printTree } from './print/tree.ts';
import { instantText } from './print/index.ts';
import { type Terminal, write } from './terminal.ts';

/** What `berth why` is told. */
export interface WhyArguments extends ServerFlags {
  readonly subject: string;
  readonly ledger?: string;
  readonly output: string;
}

const formats = ['text', 'json', 'markdown'] as const;

/** `berth why SUBJECT`: a tree from what is so to what it is so because of. */
export const whyCommand = async (terminal: Terminal, args: WhyArguments): Promise<number> => {
  const problem = formatProblem(args.output, formats);
  if (problem !== undefined) return refuse(terminal, problem);
  const wanted = subjectOf(args.subject);
  const { ledger, at } = args;
  if (ledger !== undefined) {
    const { whyInLedger } = await import('../main/why-ledger.ts');
    const names = `--ledger ${ledger} names`;
    return tell(terminal, args, {
      wanted,
      where: ledger,
      names,
      answer: await whyInLedger(ledger, { ...wanted, at }),
    });
  }
  return withServer(terminal, args, async (server) => {
    const answer = await whyOnServer(server, wanted);
    return tell(terminal, args, { wanted, where: server.address, names: 'names', answer });
  });
};

interface Wanted {
  readonly kinds: readonly WhyKind[];
  readonly id: string;
}

interface Found {
  readonly wanted: Wanted;
  readonly where: string;
  /** How a command goes on that names all there are. */
  readonly names: string;
  readonly answer: Either<AnyFault, Why | undefined>;
}

const tell = async (
  terminal: Terminal,
  { output, ledger }: WhyArguments,
  { wanted, where, names, answer }: Found,
): Promise<number> => {
  if (isLeft(answer)) return complain(terminal, answer.left, ledger);
  if (answer.right !== undefined) {
    await write(terminal.stdout, shownAs(output, answer.right));
    return exitCodes.ok;
  }
  const { kinds, id } = wanted;
  return fail(terminal, {
    what: `there is no ${kinds.join(', ')} '${id}'`,
    where,
    remedy: `berth ${kinds[0] ?? 'workload'} list ${names} all that there are${kinds.includes('workload') ? refusedToo(ledger) : ''}`,
    exitCode: exitCodes.notFound,
  });
};

/** Whoever asks for a workload that nobody knows may have been refused when he submitted it. */
const refusedToo = (ledger: string | undefined): string => {
  const from = ledger === undefined ? '' : ` --ledger ${ledger}`;
  return `; a submission that was refused leaves no fact: berth workload submit -f FILE --dry-run=server${from} says what would be said of it`;
};

const whyOnServer = async (
  server: Server,
  { kinds, id }: Wanted,
): Promise<Either<RemoteFault, Why | undefined>> => {
  const [kind] = kinds.length === 1 ? kinds : [];
  const path = `${kind === undefined ? '' : `${kind}s/`}${encodeURIComponent(id)}`;
  const answer = await server.get(`berth/v1/why/${path}`);
  return isLeft(answer) && isNothing(answer.left)
    ? right(undefined)
    : inForm(server, whyForm, answer);
};

/** There never was anything of that id; that there was no such moment is something else. */
const isNothing = (fault: RemoteFault): boolean =>
  fault._tag === 'ServerRefused' &&
  fault.status === 404 &&
  fault.slug !== 'moment-not-found' &&
  fault.slug?.endsWith('-not-found') === true;

/** `workload/ID`, `node/ID`, `queue/ID`, or an id of any of them. */
const subjectOf = (text: string): Wanted => {
  const slash = text.indexOf('/');
  const kind = whyKinds.find((known) => known === text.slice(0, slash));
  return kind === undefined
    ? { kinds: whyKinds, id: text }
    : { kinds: [kind], id: text.slice(slash + 1) };
};

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
