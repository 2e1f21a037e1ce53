import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openLedger, verifyLedgerFile } from '../adapters/event-log-sqlite/index.ts';
import type { EventLog, NewRecord } from '../adapters/ports/event-log.ts';
import { isLeft, type TaskEither } from '../domain/foundation/fp.ts';
import { type Row, rowOf, tableOf } from './row.ts';

const repeats = 5;
const facts = 100_000;

/** What one ledger of 100,000 facts costs. @unit events/s, ms, a ratio of medians */
export interface LedgerCost {
  readonly appendsPerSecond: number;
  readonly batchP99Ms: number;
  readonly readsPerSecond: number;
  readonly readsBesidePerSecond: number;
  readonly verifiesPerSecond: number;
  readonly openMs: number;
  readonly findMicroseconds: number;
}

/** A fact of the usual length, about 200 bytes. */
const recordOf = (number: number): NewRecord => {
  const subject = `workload/openb-pod-${String(number % 8152).padStart(4, '0')}`;
  const commandId = `openb-${number}`;
  const body =
    `{"type":"WorkloadAllocated","subject":"${subject}","subjectRevision":2,"atMs":${1_700_000_000_000 + number},` +
    `"origin":"decision","commandId":"${commandId}","epoch":1,"data":{"node":"openb-node-0123","devices":[1],"revision":1}}`;
  return { body, subject, commandId };
};

const batchAt = (first: number, count: number): readonly NewRecord[] =>
  Array.from({ length: count }, (_, index) => recordOf(first + index));

const answerOf = async <Answer>(call: TaskEither<unknown, Answer>): Promise<Answer> => {
  const outcome = await call();
  if (isLeft(outcome)) throw new Error(JSON.stringify(outcome.left));
  return outcome.right;
};

const atQuantile = (values: readonly number[], quantile: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * quantile)] ?? 0;

const inFolder = async <Answer>(use: (path: string) => Promise<Answer>): Promise<Answer> => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-bench-'));
  try {
    return await use(join(folder, 'ledger.db'));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const msOf = async (work: () => Promise<unknown>): Promise<number> => {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
};

/** Appends batches of `size`; answers what each took. */
const appendBatches = async (
  log: EventLog,
  count: number,
  size: number,
): Promise<readonly number[]> => {
  let { revision } = await answerOf(log.head());
  const waits: number[] = [];
  for (let k = 0; k < count; k += 1) {
    const batch = batchAt(revision, size);
    waits.push(
      await msOf(async () => {
        revision = (await answerOf(log.append(revision, batch))).revision;
      }),
    );
  }
  return waits;
};

const readAll = async (log: EventLog): Promise<void> => {
  for (let after = 0; after < facts; after += 1000) await answerOf(log.read(after, 1000));
};

/** Writes, reads, verifies and opens one ledger of 100,000 facts in batches of 256. */
export const ledgerCost = (): Promise<LedgerCost> =>
  inFolder(async (path) => {
    const log = await answerOf(openLedger({ path, mode: 'write' }));
    const waits = await appendBatches(log, Math.ceil(facts / 256), 256);
    const written = waits.length * 256;
    const appendMs = waits.reduce((sum, wait) => sum + wait, 0);
    const readMs = await msOf(() => readAll(log));
    const reader = await answerOf(openLedger({ path, mode: 'read' }));
    const besideMs = await msOf(() => readAll(reader));
    await answerOf(reader.close());
    await answerOf(log.close());
    const verifyMs = await msOf(() => answerOf(verifyLedgerFile(path)));
    let again = log;
    const openMs = await msOf(async () => {
      again = await answerOf(openLedger({ path, mode: 'write' }));
    });
    await answerOf(again.findCommand('openb-1'));
    const findMs = await msOf(async () => {
      for (let k = 0; k < 10_000; k += 1) await answerOf(again.findCommand(`openb-${k * 7}`));
    });
    await answerOf(again.close());
    return {
      appendsPerSecond: (written / appendMs) * 1000,
      batchP99Ms: atQuantile(waits, 0.99),
      readsPerSecond: (facts / readMs) * 1000,
      readsBesidePerSecond: (facts / besideMs) * 1000,
      verifiesPerSecond: (written / verifyMs) * 1000,
      openMs,
      findMicroseconds: findMs / 10,
    };
  });

/**
 * How many bare syncs one append of one fact costs: turn by turn on the same disk, so that both meet the same neighbours.
 *
 * Bare is an append and sync of what SQLite writes for one small commit: two pages with their headers.
 * @unit ratio of medians
 */
export const aloneOverSync = (): Promise<number> =>
  inFolder(async (path) => {
    const log = await answerOf(openLedger({ path, mode: 'write' }));
    const file = openSync(`${path}-bare`, 'w');
    const bytes = Buffer.alloc(2 * (4096 + 24), 1);
    const alone: number[] = [];
    const bare: number[] = [];
    for (let k = 0; k < 400; k += 1) {
      alone.push(...(await appendBatches(log, 1, 1)));
      const startedMs = performance.now();
      writeSync(file, bytes);
      fsyncSync(file);
      bare.push(performance.now() - startedMs);
    }
    closeSync(file);
    await answerOf(log.close());
    return atQuantile(alone, 0.5) / atQuantile(bare, 0.5);
  });

const table = 'ledger';
const bareChain = 'a bare chain into SQLite: 262,000; single FULL commits: 391';

/** The ledger alone: append, read, verify, open and look up, without the engine around it. */
export const rows = async (): Promise<readonly Row[]> => {
  const costs: LedgerCost[] = [];
  const ratios: number[] = [];
  for (let k = 0; k < repeats; k += 1) {
    costs.push(await ledgerCost());
    ratios.push(await aloneOverSync());
  }
  const row = (name: string, unit: string, pick: (cost: LedgerCost) => number) => ({
    table,
    name,
    unit,
    runs: costs.map(pick),
    target: '',
    reference: '',
    note: '100,000 facts of 230 bytes',
  });
  return [
    {
      ...row('durable appends, 256 facts a batch', 'events/s', (cost) => cost.appendsPerSecond),
      target: '≥ 60,000',
      reference: bareChain,
    },
    { ...row('one batch of 256, p99', 'ms', (cost) => cost.batchP99Ms), target: '≤ 15' },
    {
      ...row('one fact alone over a bare fsync', '×', () => 0),
      runs: ratios,
      target: '≤ 1.5',
      note: '',
    },
    {
      ...row('reads with the chain proved', 'events/s', (cost) => cost.readsPerSecond),
      target: '≥ 400,000',
    },
    {
      ...row(
        'the same by a second log beside the writer',
        'events/s',
        (cost) => cost.readsBesidePerSecond,
      ),
      target: '≥ 400,000',
    },
    row('full verification', 'events/s', (cost) => cost.verifiesPerSecond),
    row('opening for writing after a clean close', 'ms', (cost) => cost.openMs),
    row('finding a command', 'µs', (cost) => cost.findMicroseconds),
  ].map(rowOf);
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${tableOf(await rows())}\n`);
}
