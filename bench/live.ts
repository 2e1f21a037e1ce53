import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { costOf } from './command.ts';
import { liveServer } from './live-server.ts';
import { millionLedger } from './million.ts';
import { repeatsOf, type Row, rowOf } from './row.ts';

const repeats = repeatsOf(5);

/** The service and its commands as processes: how soon they are there. */
export const rows = async (): Promise<readonly Row[]> => [
  await starting(),
  await listingAsCommand(),
];

const starting = async (): Promise<Row> => {
  const file = await millionLedger();
  const runs: number[] = [];
  // The first start keeps the views, as every clean end does.
  for (let k = 0; k <= repeats; k += 1) {
    const server = await liveServer(['--cluster', 'none', '--ledger', file]);
    if (k > 0) runs.push(server.readyMs / 1000);
    await server.stop();
  }
  return rowOf({
    table: 'live',
    name: '`berth up` on a ledger of a million facts, until it is ready',
    unit: 's',
    runs,
    target: '≤ 2',
    reference: '',
    note: 'the whole process, with the checkpoint that the last one left',
  });
};

/** `berth workload list` as a person types it, while the simulated site works. */
const listingAsCommand = async (): Promise<Row> => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-bench-'));
  const server = await liveServer(['--cluster', 'sim', '--ledger', join(folder, 'live.db')]);
  const args = ['workload', 'list', '--server', server.url];
  const runs: number[] = [];
  for (let k = 0; k < repeats + 2; k += 1) runs.push((await costOf(args)).wallMs);
  await server.stop();
  await rm(folder, { recursive: true });
  return rowOf({
    table: 'live',
    name: '`berth workload list`, whole process',
    unit: 'ms',
    runs,
    target: '≤ 250',
    reference: '',
    note: 'against a running server',
  });
};
