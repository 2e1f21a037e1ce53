import { DatabaseSync } from 'node:sqlite';
import { isLeft } from '../domain/foundation/fp.ts';
import { replayLedger } from '../src/main/replay-ledger.ts';
import { millionLedger } from './million.ts';
import { figureOf, medianOf, repeatsOf, type Row, rowOf } from './row.ts';

const repeats = repeatsOf(3);

/** Parts of the ledger: 1×, 2×, 4×, 8×; 1× alone where only that it can be measured counts. */
const shares = repeats === 1 ? [8] : [8, 4, 2, 1];

const headOf = (path: string): number => {
  const db = new DatabaseSync(path, { readOnly: true });
  const last = db.prepare('SELECT max(revision) AS last FROM events').get()?.['last'];
  db.close();
  return Number(last);
};

interface Measured {
  /** @unit facts a second */
  readonly rate: number;
  /** Of all threads together. @unit s */
  readonly cpu: number;
}

const measured = async (path: string, to: number, jobs: number): Promise<Measured> => {
  const before = process.cpuUsage();
  const startedMs = performance.now();
  const found = await replayLedger(path, { verify: true, to, jobs }, () => undefined);
  const wallMs = performance.now() - startedMs;
  if (isLeft(found)) throw new Error(JSON.stringify(found.left));
  if (found.right.mismatches.length > 0) throw new Error(JSON.stringify(found.right.mismatches[0]));
  const { user, system } = process.cpuUsage(before);
  return { rate: (found.right.revisions / wallMs) * 1_000, cpu: (user + system) / 1e6 };
};

const rowFor = async (path: string, to: number, jobs: number): Promise<Row> => {
  const runs: Measured[] = [];
  for (let k = 0; k < repeats; k += 1) runs.push(await measured(path, to, jobs));
  const cpu = medianOf(runs.map((run) => run.cpu));
  return rowOf({
    table: 'verify',
    name: `replay --verify of ${to} facts by ${jobs === 1 ? 'one thread' : `${jobs} threads`}`,
    unit: 'events/s',
    runs: runs.map(({ rate }) => rate),
    target: '≥ 100,000',
    reference: '',
    note: `${figureOf(cpu)} s of all cores`,
  });
};

/** Every decision of a ledger of a million facts made again, by one thread and by two; growth 1×, 2×, 4×, 8×. */
export const rows = async (): Promise<readonly Row[]> => {
  const path = await millionLedger();
  const head = headOf(path);
  const found: Row[] = [];
  for (const share of shares) {
    for (const jobs of [1, 2]) found.push(await rowFor(path, Math.floor(head / share), jobs));
  }
  return found;
};
