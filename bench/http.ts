import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { submission } from '../src/index.ts';
import { type Client, clientOf, percentileOf } from './http-client.ts';
import { ledgerOfWorkloads, removeLedger } from './live-ledger.ts';
import { liveServer } from './live-server.ts';
import { repeatsOf, type Row, rowOf } from './row.ts';

const repeats = repeatsOf(5);

/** The HTTP door of a running service: how soon a page of many comes, and how many submissions a second are durable. */
export const rows = async (): Promise<readonly Row[]> => [
  ...(await listing()),
  ...(await submitting()),
];

const lists = [
  ['newest first', '/api/v1/workloads?limit=50&offset=0'],
  [
    'one project, completed, by name',
    '/api/v1/workloads?limit=50&filterBy=projectName==project-7&filterBy=phase==Completed&sortBy=name&sortOrder=desc',
  ],
  ['sorted by name, page 1,001', '/api/v1/workloads?limit=50&offset=50000&sortBy=name'],
  ['filtered by text', '/api/v1/workloads?limit=50&search=0099&sortBy=createdAt'],
] as const;

const listing = async (): Promise<readonly Row[]> => {
  const file = await ledgerOfWorkloads(100_000);
  const server = await liveServer(['--cluster', 'none', '--ledger', file]);
  const client = clientOf(server.url);
  const made: Row[] = [];
  for (const [name, path] of lists) {
    const runs: number[] = [];
    for (let k = 0; k < repeats; k += 1) runs.push(await p99Of(client, path));
    made.push(
      rowOf({
        table: 'http',
        name: `list of 100,000 workloads, page of 50, ${name}: p99`,
        unit: 'ms',
        runs,
        target: '≤ 10',
        reference: '',
        note: '200 requests a run on one connection',
      }),
    );
  }
  client.close();
  await server.stop();
  await removeLedger(file);
  return made;
};

const p99Of = async (client: Client, path: string): Promise<number> => {
  for (let k = 0; k < 20; k += 1) await answered(client, path);
  const times: number[] = [];
  for (let k = 0; k < 200; k += 1) times.push(await answered(client, path));
  return percentileOf(times, 99);
};

const answered = async (client: Client, path: string): Promise<number> => {
  const { status, text, ms } = await client.send({ method: 'GET', path });
  if (status !== 200) throw new Error(`${path} answers ${status}: ${text}`);
  return ms;
};

const submittersCount = 64;

const submitting = async (): Promise<readonly Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-bench-'));
  const server = await liveServer(['--cluster', 'sim', '--ledger', join(folder, 'live.db')]);
  const runs: number[] = [];
  const late: number[] = [];
  for (let k = 0; k < repeats; k += 1) {
    const { perSecond, p99 } = await submitMany(server.url, k);
    runs.push(perSecond);
    late.push(p99);
  }
  await server.stop();
  await rm(folder, { recursive: true });
  const note = `${submittersCount} connections, the simulated site working beside it`;
  const name = 'submissions over HTTP, durable';
  const table = { table: 'http', reference: '', note };
  return [
    rowOf({ ...table, name, unit: 'a second', runs, target: '≥ 2,000' }),
    rowOf({ ...table, name: `${name}: answer, p99`, unit: 'ms', runs: late, target: '' }),
  ];
};

const submitMany = async (url: string, round: number) => {
  const times: number[] = [];
  const submitter = async (place: number): Promise<void> => {
    const client = clientOf(url);
    for (let k = 0; k < 100; k += 1) {
      const name = `bench-${round}-${place}-${k}`;
      const body = submission({ name, workloadId: name, projectId: 'vision', gpus: 1 });
      const { status, text, ms } = await client.send({
        method: 'POST',
        path: '/berth/v1/asks',
        body,
      });
      if (status !== 200) throw new Error(`${status}: ${text}`);
      times.push(ms);
    }
    client.close();
  };
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: submittersCount }, (_, place) => submitter(place)));
  const perSecond = (times.length * 1000) / (performance.now() - startedMs);
  return { perSecond, p99: percentileOf(times, 99) };
};
