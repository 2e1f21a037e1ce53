import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { momentsPathOf } from '../adapters/event-log-sqlite/index.ts';
import { placeAll } from '../src/main/moments/place-thread.ts';
import { costOf } from './command.ts';
import { type LiveServer, liveServer } from './live-server.ts';
import { liveWorkLedger } from './live-work.ts';
import { repeatsOf, type Row, rowOf } from './row.ts';

const repeats = repeatsOf(3);

/** Jobs of five facts each, 20,000 alive at a time: a million facts; fewer where only that it can be measured counts. */
const jobs = repeats === 1 ? 26_000 : 206_000;

/** As many facts as a day of 10,000 workloads makes. */
const dayFacts = 55_000;

/** What is asked: the path of a server, and the words of a command. */
interface Asked {
  readonly name: string;
  readonly path: string;
  readonly words: readonly string[];
  readonly target: string;
}

/** Why and diff of a ledger of a million facts with 20,000 live workloads: by a warm server, and by a cold command. */
export const rows = async (): Promise<readonly Row[]> => {
  const file = await liveWorkLedger(jobs);
  await placeAll(file);
  const folder = await mkdtemp(join(tmpdir(), 'berth-inquiries-'));
  const copy = join(folder, 'ledger.db');
  await copyFile(file, copy);
  await copyFile(momentsPathOf(file), momentsPathOf(copy));
  const server = await liveServer(['--cluster', 'none', '--ledger', copy]);
  const found: Row[] = [];
  for (const asked of await questionsTo(server)) {
    found.push(...(await warmRows(server, asked)), await coldRow(file, asked));
  }
  await server.stop();
  await rm(folder, { recursive: true });
  return found;
};

const why = (name: string, path: string, at: number | undefined): Asked => ({
  name: `why ${name}`,
  path: `why/${path.replace('/', 's/')}${at === undefined ? '' : `?at=${at}`}`,
  words: ['why', path, ...(at === undefined ? [] : ['--at', `${at}`])],
  target: '≤ 50',
});

/** In the middle of the ledger there is work of all kinds; at its head it has ended. */
const questionsTo = async (server: LiveServer): Promise<readonly Asked[]> => {
  const { revision } = await jsonOf(server, 'ledger');
  const at = Math.floor(Number(revision) * 0.55);
  const list = await jsonOf(server, `workloads?limit=2&filterBy=phase==Running&at=${at}`);
  const [first = { id: '' }] = list.items ?? [];
  const [from, to] = [Math.max(1, at - dayFacts), at];
  return [
    why('a node, now', 'node/node-00003', undefined),
    why('a node then', 'node/node-00003', at),
    why('a queue then', 'queue/project-1@default', at),
    why('a workload that runs then', `workload/${first.id}`, at),
    {
      name: `diff of two moments ${to - from} facts apart`,
      path: `diff?from=${from}&to=${to}`,
      words: ['diff', `${from}`, `${to}`, '-o', 'json'],
      target: '≤ 300',
    },
  ];
};

interface Answer {
  readonly revision?: number;
  readonly items?: readonly { readonly id: string }[];
}

const jsonOf = async ({ url }: LiveServer, path: string): Promise<Answer> => {
  const answer = await fetch(`${url}/berth/v1/${path}`);
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as Answer;
};

/** The first time a brain has to be loaded; then it is there. */
const warmRows = async (
  server: LiveServer,
  { name, path, target }: Asked,
): Promise<readonly Row[]> => {
  const ask = async (): Promise<number> => {
    const startedMs = performance.now();
    const answer = await fetch(`${server.url}/berth/v1/${path}`);
    if (!answer.ok) throw new Error(await answer.text());
    await answer.arrayBuffer();
    return performance.now() - startedMs;
  };
  const first = await ask();
  const again: number[] = [];
  for (let k = 0; k < repeats; k += 1) again.push(await ask());
  return [
    rowOf({ ...shared(`${name}, by a server, again`, target), runs: again, note: 'warm' }),
    rowOf({ ...shared(`${name}, by a server, first`, ''), runs: [first], note: '' }),
  ];
};

const shared = (name: string, target: string) => ({
  table: 'inquiries',
  name,
  unit: 'ms',
  target,
  reference: '',
});

const coldRow = async (file: string, { name, words }: Asked): Promise<Row> => {
  const runs: number[] = [];
  for (let k = 0; k < repeats; k += 1) {
    runs.push((await costOf([...words, '--ledger', file])).wallMs);
  }
  return rowOf({ ...shared(`\`berth ${name}\`, whole process`, ''), runs, note: 'cold' });
};
