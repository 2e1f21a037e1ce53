import { isLeft } from '../../../domain/foundation/fp.ts';
import { complain, formatProblem, refuse } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import { printData, printTable } from '../print/index.ts';
import type { ServerFlags } from '../remote/destination.ts';
import { listen } from '../remote/listen.ts';
import { listAt, memberOf } from '../remote/problem.ts';
import type { Server } from '../remote/server.ts';
import { withServer } from '../remote/with-server.ts';
import { subjectOf } from '../resources/audit-subject.ts';
import { type Terminal, write } from '../terminal.ts';
import { columns, rowOf } from './fact-row.ts';

/** `berth events`'s arguments. */
export interface EventsArguments extends ServerFlags {
  readonly output: string;
  readonly headers: boolean;
  readonly follow?: boolean;
  /** Facts behind this revision. */
  readonly since?: number;
  readonly subject?: string;
  readonly type?: readonly string[];
  readonly limit: number;
}

/** Facts in one answer, at most, as the server has it. */
const pageMax = 1_000;

/** Tells facts in log order: the last ones, or all behind a revision; with `follow` those that come, too. */
export const events = async (terminal: Terminal, args: EventsArguments): Promise<number> => {
  const subject = args.subject === undefined ? undefined : subjectOf(args.subject);
  const problem = formatProblem(args.output, ['table', 'json', 'yaml']) ?? subject?.problem;
  if (problem !== undefined) return refuse(terminal, problem);
  const query = { subject: subject?.wanted, type: args.type };
  return withServer(terminal, args, async (server) => {
    const after = args.since ?? (await beginning(server, args));
    if (typeof after !== 'number') return complain(terminal, after);
    const print = printer(terminal, args);
    const read = await readPages(server, { after, query, args, print });
    if (typeof read !== 'number') return complain(terminal, read);
    if (args.follow !== true) return exitCodes.ok;
    const lost = await listen(server, {
      after: read,
      query,
      onFact: ({ fact }) => void print([fact]),
      onLost: () => void write(terminal.stderr, 'the server is gone; looking for it …\n'),
      onBack: () => void write(terminal.stderr, 'the server is back\n'),
      stopped: terminal.stopped,
    });
    return lost === undefined ? exitCodes.interrupted : complain(terminal, lost);
  });
};

/** Where to begin where nobody says it: at the head to follow, at the last facts, or, to find the last, at the first. */
const beginning = async (server: Server, { limit, subject, type, follow }: EventsArguments) => {
  const isFiltered = subject !== undefined || type !== undefined;
  if (isFiltered && follow !== true) return 0;
  const head = await server.get('berth/v1/ledger');
  if (isLeft(head)) return head.left;
  const revision = memberOf(head.right, 'revision');
  const last = typeof revision === 'number' ? revision : 0;
  return follow === true ? last : Math.max(0, last - limit);
};

interface Pages {
  readonly after: number;
  readonly query: {
    readonly subject: string | undefined;
    readonly type: readonly string[] | undefined;
  };
  readonly args: EventsArguments;
  readonly print: (facts: readonly unknown[]) => Promise<void>;
}

/** Reads on to the end, or so many; answers the last revision that was looked at. */
const readPages = async (server: Server, { after, query, args, print }: Pages) => {
  const isLast = args.since === undefined && args.follow !== true;
  let from = after;
  let left = args.follow === true || isLast ? Infinity : args.limit;
  let kept: readonly unknown[] = [];
  for (;;) {
    const limit = Math.min(pageMax, left);
    const answer = await server.get('berth/v1/ledger/events', { ...query, after: from, limit });
    if (isLeft(answer)) return answer.left;
    const items = listAt(answer.right, 'items');
    if (isLast) kept = [...kept, ...items].slice(-args.limit);
    else await print(items);
    left -= items.length;
    const next = memberOf(answer.right, 'next');
    const revision = memberOf(answer.right, 'revision');
    if (typeof next !== 'number' || left <= 0) {
      await print(kept);
      return typeof revision === 'number' ? revision : from;
    }
    from = next;
  }
};

const printer = (terminal: Terminal, { output, headers }: EventsArguments) => {
  const keep = { widths: [] };
  let isFirst = true;
  return async (facts: readonly unknown[]): Promise<void> => {
    if (facts.length === 0) return;
    const noHeaders = !headers || !isFirst;
    isFirst = false;
    const { width, isColoured: color } = terminal;
    if (output === 'json') {
      return write(terminal.stdout, facts.map((fact) => `${JSON.stringify(fact)}\n`).join(''));
    }
    if (output === 'yaml') {
      const texts = await Promise.all(facts.map((fact) => printData('yaml', fact)));
      return write(terminal.stdout, texts.map((text) => `---\n${text}`).join(''));
    }
    const text = printTable(facts.map(rowOf), columns, { noHeaders, width, color, keep });
    return write(terminal.stdout, text);
  };
};
