import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger, verifyLedgerFile } from '../adapters/event-log-sqlite/index.ts';
import type { EventLog, NewRecord } from '../adapters/ports/event-log.ts';
import { isLeft, type TaskEither } from '../domain/foundation/fp.ts';

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

/** Appends until there are 100,000 facts, and reads them by the writer and by a reader beside it. */
const writtenAndRead = async (path: string) => {
  const log = await answerOf(openLedger({ path, mode: 'write' }));
  const waits = await appendBatches(log, Math.ceil(facts / 256), 256);
  const appendMs = waits.reduce((sum, wait) => sum + wait, 0);
  const readMs = await msOf(() => readAll(log));
  const reader = await answerOf(openLedger({ path, mode: 'read' }));
  const besideMs = await msOf(() => readAll(reader));
  await answerOf(reader.close());
  await answerOf(log.close());
  return {
    appendsPerSecond: ((waits.length * 256) / appendMs) * 1000,
    batchP99Ms: atQuantile(waits, 0.99),
    readsPerSecond: (facts / readMs) * 1000,
    readsBesidePerSecond: (facts / besideMs) * 1000,
  };
};

/** Verifies the ledger, opens it again and looks up commands. */
const verifiedAndOpened = async (path: string) => {
  const verifyMs = await msOf(() => answerOf(verifyLedgerFile(path)));
  const startedMs = performance.now();
  const log = await answerOf(openLedger({ path, mode: 'write' }));
  const openMs = performance.now() - startedMs;
  await answerOf(log.findCommand('openb-1'));
  const findMs = await msOf(async () => {
    for (let k = 0; k < 10_000; k += 1) await answerOf(log.findCommand(`openb-${k * 7}`));
  });
  await answerOf(log.close());
  return {
    verifiesPerSecond: (facts / verifyMs) * 1000,
    openMs,
    findMicroseconds: findMs / 10,
  };
};

/** Writes, reads, verifies and opens one ledger of 100,000 facts in batches of 256. */
export const ledgerCost = (): Promise<LedgerCost> =>
  inFolder(async (path) => ({
    ...(await writtenAndRead(path)),
    ...(await verifiedAndOpened(path)),
  }));

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
