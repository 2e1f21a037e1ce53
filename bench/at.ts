import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../adapters/event-log-sqlite/index.ts';
import { momentsPathOf } from '../adapters/event-log-sqlite/index.ts';
import { isLeft } from '../domain/foundation/fp.ts';
import { placeAll } from '../src/main/moments/place-thread.ts';
import { submission } from '../src/index.ts';
import { costOf } from './command.ts';
import { liveServer } from './live-server.ts';
import { liveWorkLedger } from './live-work.ts';
import { repeatsOf, type Row, rowOf } from './row.ts';

const repeats = repeatsOf(3);

/** Jobs of five facts each, 20,000 alive at a time: 1×, 2×, 4× and 8×; 1× alone where only that it can be measured counts. */
const sizes = repeats === 1 ? [26_000] : [26_000, 52_000, 103_000, 206_000];

/** The past of a ledger of a million facts with 1,000 nodes and 20,000 live workloads; growth 1×, 2×, 4×, 8×. */
export const rows = async (): Promise<readonly Row[]> => {
  const found: Row[] = [];
  for (const jobs of sizes) {
    const file = await liveWorkLedger(jobs);
    const head = await headOf(file);
    const placedMs = await timed(() => placeAll(file));
    found.push(await shareRow(file, head, placedMs));
    const moments = [0.27, 0.55, 0.83].map((part) => Math.floor(head * part));
    for (const command of commands) found.push(await coldRow(file, head, { command, moments }));
    if (jobs === sizes.at(-1)) found.push(...(await warmRows(file, { head, moments })));
  }
  return found;
};

const headOf = async (path: string): Promise<number> => {
  const log = await openLedger({ path, mode: 'read' })();
  if (isLeft(log)) throw new Error(JSON.stringify(log.left));
  const head = await log.right.head()();
  await log.right.close()();
  if (isLeft(head)) throw new Error(JSON.stringify(head.left));
  return head.right.revision;
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
};

const shareRow = async (file: string, head: number, placedMs: number): Promise<Row> => {
  const [ledger, moments] = [await stat(file), await stat(momentsPathOf(file))];
  return rowOf({
    table: 'at',
    name: `what is kept of the past of ${head} facts`,
    unit: '% of the ledger',
    runs: [(100 * moments.size) / ledger.size],
    target: '≤ 30',
    reference: '',
    note: placedMs > 1_000 ? `made in ${Math.round(placedMs / 1000)} s by a thread beside` : '',
  });
};

const commands = [
  ['workload', 'list', '--phase', 'Running', '-o', 'name'],
  ['workload', 'describe', 'job-0001234'],
  ['queue', 'list'],
  ['node', 'list'],
] as const;

const coldRow = async (
  file: string,
  head: number,
  {
    command,
    moments,
  }: { readonly command: readonly string[]; readonly moments: readonly number[] },
): Promise<Row> => {
  const runs: number[] = [];
  for (const moment of moments) {
    for (let k = 0; k < repeats; k += 1) {
      runs.push((await costOf([...command, '--ledger', file, '--at', `${moment}`])).wallMs);
    }
  }
  return rowOf({
    table: 'at',
    name: `\`berth ${command.slice(0, 2).join(' ')} --at\`, whole process, ${head} facts`,
    unit: 'ms',
    runs,
    target: '≤ 400',
    reference: '',
    note: `at ${moments.length} moments of the ledger`,
  });
};

/** A server answers about moments: one that it was asked about before, ones that are new to it, and all while it writes. */
const warmRows = async (
  file: string,
  { head, moments }: { readonly head: number; readonly moments: readonly number[] },
): Promise<readonly Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-at-'));
  const copy = join(folder, 'ledger.db');
  await copyFile(file, copy);
  await copyFile(momentsPathOf(file), momentsPathOf(copy));
  const server = await liveServer(['--cluster', 'none', '--ledger', copy]);
  const first: number[] = [];
  const again: number[] = [];
  for (const moment of moments) {
    first.push(await pageAt(server.url, moment));
    for (let k = 0; k < repeats; k += 1) again.push(await pageAt(server.url, moment));
  }
  const fresh: number[] = [];
  for (let k = 0; k < 3 * repeats; k += 1) {
    fresh.push(await pageAt(server.url, Math.floor((head * (k + 1)) / (3 * repeats + 1))));
  }
  const late = await lateness(server.url, head);
  await server.stop();
  await rm(folder, { recursive: true });
  return [
    warmRow('a page of workloads at a moment, over HTTP, again', again, 'the moment is in memory'),
    warmRow('a page of workloads at another moment, over HTTP', fresh, 'moments were made before'),
    {
      ...warmRow('a page of workloads at a moment, over HTTP, first', first, 'all workloads of it'),
      target: '',
    },
    ...late,
  ];
};

const warmRow = (name: string, runs: readonly number[], note: string): Row =>
  rowOf({ table: 'at', name, unit: 'ms', runs, target: '≤ 100', reference: '', note });

const pageAt = (url: string, at: number): Promise<number> =>
  timed(async () => {
    const answer = await fetch(`${url}/berth/v1/workloads?limit=50&at=${at}`);
    if (!answer.ok) throw new Error(await answer.text());
    await answer.text();
  });

/** How late the event loop of the writer is while it takes commands, without and with moments that are made meanwhile. */
const lateness = async (url: string, head: number): Promise<readonly Row[]> => {
  const alone: number[] = [];
  const beside: number[] = [];
  for (let k = 0; k < repeats; k += 1) {
    alone.push(await latestWhile(url, () => new Promise((done) => setTimeout(done, 2_000))));
    beside.push(
      await latestWhile(url, async () => {
        for (const part of [0.11, 0.37, 0.62, 0.88]) {
          await pageAt(url, Math.floor(head * part) - 1_000 * (k + 1));
        }
      }),
    );
  }
  const row = (name: string, runs: readonly number[], target: string): Row =>
    rowOf({ table: 'at', name, unit: 'ms', runs, target, reference: '', note: 'at its latest' });
  return [
    row('how late the writer is that takes commands', alone, ''),
    row('how late it is while four moments are made', beside, '≤ 20'),
  ];
};

const latestWhile = async (url: string, work: () => Promise<unknown>): Promise<number> => {
  await latestMsOf(url);
  const isDone = { is: false };
  const commands = commanding(url, isDone);
  await work();
  isDone.is = true;
  await commands;
  return latestMsOf(url);
};

let submitted = 0;

/** Asks for one command after the other, each of which is written before it is answered. */
const commanding = async (url: string, isDone: { readonly is: boolean }): Promise<void> => {
  while (!isDone.is) {
    submitted += 1;
    const name = `meanwhile-${submitted}`;
    const body = JSON.stringify(
      submission({ name, workloadId: name, projectId: 'project-1', gpus: 1 }),
    );
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/berth/v1/asks`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(await answer.text());
    await new Promise((done) => setTimeout(done, 50));
  }
};

const latestMsOf = async (url: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  const [, seconds = 'NaN'] = /^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text) ?? [];
  return 1_000 * Number(seconds);
};
