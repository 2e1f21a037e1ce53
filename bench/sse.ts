import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { smallSite, submission } from '../src/index.ts';
import { type Client, clientOf } from './http-client.ts';
import { liveServer } from './live-server.ts';
import { repeatsOf, type Row, rowOf } from './row.ts';

const repeats = repeatsOf(5);

const readersCount = 1_000;
const readingSeconds = 20;

/** A thousand readers of the stream of facts, and how late each of them is. */
export const rows = async (): Promise<readonly Row[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-bench-'));
  const server = await liveServer(['--cluster', 'none', '--ledger', join(folder, 'live.db')]);
  const client = clientOf(server.url);
  await prepare(client);
  const p99s: number[] = [];
  const rates: number[] = [];
  for (let k = 0; k < Math.min(3, repeats); k += 1) {
    const seen = await streamOnce(server.url, client, k);
    p99s.push(seen.p99 / 1000);
    rates.push(seen.perReader / readingSeconds);
  }
  client.close();
  await server.stop();
  await rm(folder, { recursive: true });
  const note = `${readersCount} readers in another process, ${readingSeconds} s`;
  const table = { table: 'sse', reference: '', note };
  return [
    rowOf({ ...table, name: 'SSE, lag p99', unit: 's', runs: p99s, target: '≤ 1' }),
    rowOf({
      ...table,
      name: 'SSE, facts a reader',
      unit: 'a second',
      runs: rates,
      target: '≥ 200',
    }),
  ];
};

/** A site for them to work on, by the door that users have. */
const prepare = async (client: Client): Promise<void> => {
  for (const body of smallSite({ nodes: 1, gpusPerNode: 8, projects: { vision: 8 } })) {
    const { status, text } = await client.send({ method: 'POST', path: '/berth/v1/asks', body });
    if (status !== 200) throw new Error(`${status}: ${text}`);
  }
};

interface Streamed {
  readonly p99: number;
  readonly perReader: number;
}

const readers = fileURLToPath(new URL('./sse-readers.ts', import.meta.url));

/** Lets a thousand readers follow while two hundred facts a second are made. */
const streamOnce = async (url: string, client: Client, round: number): Promise<Streamed> => {
  const args = [readers, url, String(readersCount), String(readingSeconds + 3)];
  const read = promisify(execFile)(process.execPath, args);
  await sleep(3_000);
  for (let k = 0; k < readingSeconds * 20; k += 1) {
    const dueMs = performance.now() + 50;
    // Two facts each: 240 a second.
    await Promise.all([0, 1, 2, 3, 4, 5].map((one) => submitOne(client, `s${round}-${k}-${one}`)));
    await sleep(Math.max(0, dueMs - performance.now()));
  }
  const seen = JSON.parse((await read).stdout) as Streamed & { readonly cutOff: number };
  if (seen.cutOff > 0) throw new Error(`${seen.cutOff} readers were cut off`);
  return seen;
};

const submitOne = async (client: Client, name: string): Promise<void> => {
  const body = submission({ name, workloadId: name, projectId: 'vision', gpus: 1 });
  await client.send({ method: 'POST', path: '/berth/v1/asks', body });
};
