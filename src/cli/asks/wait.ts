import { isLeft } from '../../../domain/foundation/fp.ts';
import { messageOf } from '../../../domain/foundation/verdict-message.ts';
import type { WorkloadRow } from '../../../projections/workload-list/view.ts';
import { complain, fail } from '../complain.ts';
import { exitCodes } from '../exit-codes.ts';
import type { RemoteFault } from '../remote/faults.ts';
import { listen, subjectOfFact } from '../remote/listen.ts';
import type { Server } from '../remote/server.ts';
import { workloadsOf } from '../resources/from-server.ts';
import { startBar, type Terminal } from '../terminal.ts';

/** What is waited for. */
export interface Waited {
  readonly phases: readonly string[];
  /** Phases from which it will never come to that. */
  readonly hopeless?: readonly string[] | undefined;
  /** In words: `it runs`. */
  readonly what: string;
}

/** When a workload that was asked for has come to something. */
export const running: Waited = {
  phases: ['Running', 'Completed'],
  hopeless: ['Failed', 'Deleted', 'Stopped'],
  what: 'it runs',
};

/** Which workloads, until when, and for how long. */
export interface Waiting {
  readonly ids: readonly string[];
  readonly until: Waited;
  /** For ever where absent. @unit ms */
  readonly withinMs: number | undefined;
}

/** Waits until workloads have come to a phase; exit 6 when the time is up, 1 when one never will. */
export const waitFor = async (
  terminal: Terminal,
  server: Server,
  { ids, until, withinMs }: Waiting,
): Promise<number> => {
  const bar = await startBar(terminal, 'wait');
  const stop = new AbortController();
  const timer = withinMs === undefined ? undefined : setTimeout(() => stop.abort(), withinMs);
  const signals = [stop.signal, terminal.stopped].filter((signal) => signal !== undefined);
  const seen: Seen = { rows: new Map(), revision: 0 };
  const fault = await untilAll(server, {
    ids,
    until,
    seen,
    stopped: AbortSignal.any(signals),
    onSeen: (done, note) => bar.update(done, ids.length, note),
  });
  clearTimeout(timer);
  bar.stop();
  if (fault !== undefined) return complain(terminal, fault);
  const open = ids.filter((id) => !until.phases.includes(seen.rows.get(id)?.phase ?? ''));
  if (open.length === 0) return exitCodes.ok;
  return fail(terminal, failureOf(open, { seen, until, isLate: stop.signal.aborted, server }));
};

interface Seen {
  readonly rows: Map<string, WorkloadRow>;
  revision: number;
}

interface Watch {
  readonly ids: readonly string[];
  readonly until: Waited;
  readonly seen: Seen;
  readonly stopped: AbortSignal;
  readonly onSeen: (done: number, note: string) => void;
}

const untilAll = async (server: Server, watch: Watch): Promise<RemoteFault | undefined> => {
  const { ids, seen, stopped } = watch;
  while (!stopped.aborted) {
    const fault = await look(server, watch);
    if (fault !== undefined) return fault;
    if (ids.every((id) => isSettled(watch, seen.rows.get(id)))) return undefined;
    const wanted = new Set(ids.map((id) => `workload/${id}`));
    const lost = await listen(server, {
      after: seen.revision,
      query: ids.length === 1 ? { subject: `workload/${ids[0] ?? ''}` } : { subject: 'workload' },
      onFact: ({ fact }) => wanted.has(subjectOfFact(fact)),
      stopped,
    });
    if (lost !== undefined) return lost;
  }
  return undefined;
};

const look = async (
  server: Server,
  { ids, seen, until, onSeen }: Watch,
): Promise<RemoteFault | undefined> => {
  for (const id of ids) {
    const known = seen.rows.get(id);
    if (known !== undefined && until.phases.includes(known.phase)) continue;
    const page = await workloadsOf(server, { filterBy: [`id==${id}`], isWhole: true, max: 1 });
    if (isLeft(page)) return page.left;
    const [row] = page.right.rows;
    seen.revision = Math.max(seen.revision, page.right.revision);
    if (row !== undefined) seen.rows.set(id, row);
    const done = ids.filter((one) => until.phases.includes(seen.rows.get(one)?.phase ?? ''));
    onSeen(done.length, row === undefined ? id : `${id} ${standingOf(row)}`);
  }
  return undefined;
};

const standingOf = ({ phase, verdict }: WorkloadRow): string =>
  verdict === undefined ? phase : `${phase}: ${messageOf(verdict)}`;

const isSettled = ({ until }: Watch, row: WorkloadRow | undefined): boolean =>
  row === undefined ||
  until.phases.includes(row.phase) ||
  until.hopeless?.includes(row.phase) === true;

interface Open {
  readonly seen: Seen;
  readonly until: Waited;
  readonly isLate: boolean;
  readonly server: Server;
}

const failureOf = ([id = '']: readonly string[], { seen, until, isLate, server }: Open) => {
  const row = seen.rows.get(id);
  const standing = row === undefined ? 'is not there' : `is ${standingOf(row)}`;
  return {
    what: isLate
      ? `the time is up before ${until.what}: workload/${id} ${standing}`
      : `workload/${id} ${standing}${row === undefined || row.reason === '' ? '' : ` (${row.reason})`}`,
    where: server.address,
    remedy: `berth workload describe ${id} tells why`,
    exitCode: isLate ? exitCodes.unreachable : exitCodes.failure,
  };
};
