import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger, verifyLedgerFile } from '../../adapters/event-log-sqlite/index.ts';
import { answerOf, bodiesOf, recordOf, recordsOf } from '../contracts/event-log-records.ts';
import { batchSizes } from './kill-sweep-script.ts';

const child = join(import.meta.dirname, 'kill-sweep-child.ts');
const writes = 'pwrite64,fsync,fdatasync';
const directory = mkdtempSync(join(tmpdir(), 'berth-kill-sweep-'));

/** The revisions at which a batch ends: nothing else may ever be the head. */
const ends = batchSizes.reduce<readonly number[]>(
  (sums, size) => [...sums, (sums.at(-1) ?? 0) + size],
  [0],
);
const total = ends.at(-1) ?? 0;
const bodies = recordsOf(0, total).map(({ body }) => body);

interface Run {
  readonly lines: readonly string[];
  /** The last revision that was said to be durable. */
  readonly acked: number;
}

/** Runs the child under strace with one fault injected; `--seccomp-bpf` is faster, but with it no signal arrives. */
const runChild = async (path: string, faults: readonly string[]): Promise<Run> => {
  const flags = ['-f', '-qq', '-o', '/dev/null', '-e', `trace=${writes}`];
  const output = await outputOf('strace', [...flags, ...faults, ...nodeOf(path)]);
  const lines = output.split('\n').filter((line) => line !== '');
  const acks = lines.filter((line) => line.startsWith('ack ')).map((line) => Number(line.slice(4)));
  return { lines, acked: Math.max(0, ...acks) };
};

const nodeOf = (path: string): readonly string[] => [
  process.execPath,
  '--v8-pool-size=0',
  child,
  path,
];

const outputOf = async (command: string, parts: readonly string[]): Promise<string> =>
  new Promise((settle, fail) => {
    const running = spawn(command, parts, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    running.stdout.on('data', (bytes) => {
      output += String(bytes);
    });
    running.on('error', (cause) => {
      fail(new Error(`this suite needs strace (apt-get install strace): ${String(cause)}`));
    });
    running.on('close', () => {
      settle(output);
    });
  });

/** What has to hold of a ledger after anything whatsoever happened to its writer. */
const expectWhole = async (path: string, { acked }: Run): Promise<void> => {
  const log = await answerOf(openLedger({ path, mode: 'write' }));
  const { revision } = await answerOf(log.head());
  expect(ends, 'a batch is whole or absent').toContain(revision);
  expect(revision, 'what was acked is there').toBeGreaterThanOrEqual(acked);
  const next = ends.find((end) => end > acked) ?? total;
  expect(revision, 'only the batch in doubt may be there besides').toBeLessThanOrEqual(next);
  expect(await bodiesOf(log)).toEqual(bodies.slice(0, revision));
  for (let number = 0; number < revision; number += 97) {
    const { commandId } = recordOf(number);
    const wanted = [number, number + 1].map((n) => n - (number % 2) + 1);
    const found = await answerOf(log.findCommand(commandId));
    expect(found).toEqual(wanted.filter((wantedRevision) => wantedRevision <= revision));
  }
  const ofSubject = await answerOf(log.readSubject('workload/w-3', 0, total));
  expect(ofSubject).toHaveLength(Math.floor((revision + 3) / 7));
  const snapshot = await answerOf(log.loadSnapshot('sweep', total));
  expect(snapshot?.bytes.length ?? 9000).toBe(9000);
  const more = await answerOf(log.append(revision, recordsOf(revision, 3)));
  expect(more.revision).toBe(revision + 3);
  await answerOf(log.close());
  expect(await answerOf(verifyLedgerFile(path))).toMatchObject({ revisions: revision + 3 });
};

/** Two at a time, on a ledger of its own each. */
const sweep = async (
  points: readonly number[],
  faultsAt: (point: number) => readonly string[],
): Promise<readonly Run[]> => {
  const runs: Run[] = [];
  const queue = points.values();
  const work = async (): Promise<void> => {
    for (const point of queue) {
      const place = mkdtempSync(join(directory, 'point-'));
      const path = join(place, 'ledger.db');
      const run = await runChild(path, faultsAt(point));
      try {
        await expectWhole(path, run);
      } catch (cause) {
        throw new Error(`point ${point}, after: ${run.lines.join(', ')}`, { cause });
      }
      runs.push(run);
      rmSync(place, { recursive: true });
    }
  };
  await Promise.all([work(), work()]);
  return runs;
};

const spread = (from: number, to: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + Math.floor(((to - from) * index) / count));

const range = (from: number, to: number): readonly number[] => spread(from, to, to - from);

const counted = { writes: 0 };

describe('a ledger whose writer is killed', () => {
  beforeAll(async () => {
    const trace = join(directory, 'trace');
    const flags = ['-f', '--seccomp-bpf', '-qq', '-o', trace, '-e', `trace=${writes}`];
    const output = await outputOf('strace', [...flags, ...nodeOf(join(directory, 'whole.db'))]);
    expect(output, 'strace must be allowed to trace: ptrace is needed').toContain('closed');
    counted.writes = readFileSync(trace, 'utf8').trim().split('\n').length;
  });
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('keeps every acked fact, whole batches, chain and indexes, at each of 100 write points', async () => {
    const points = [...range(1, 71), ...spread(71, counted.writes + 1, 30)];
    const runs = await sweep(points, (k) => ['-e', `inject=${writes}:signal=KILL:when=${k}`]);
    expect(runs).toHaveLength(100);
    expect(runs.filter(({ lines }) => lines.includes('closed'))).toHaveLength(0);
    expect(new Set(runs.map(({ acked }) => acked)).size).toBeGreaterThan(5);
  });

  it('comes through a loop of crashes with the same commands, each fact once', async () => {
    const path = join(directory, 'loop.db');
    const last = { run: await runChild(path, []) };
    rmSync(path);
    for (
      let crash = 1;
      crash <= 40 && !(crash > 1 && last.run.lines.includes('closed'));
      crash += 1
    ) {
      last.run = await runChild(path, ['-e', `inject=${writes}:signal=KILL:when=${crash * 60}`]);
    }
    expect(last.run.lines).toContain('closed');
    await expectWhole(path, last.run);
  });

  it('is in doubt when a sync fails, closes itself, and the tail tells', async () => {
    const runs = await sweep([...range(9, 20)], (k) => [
      '--seccomp-bpf',
      '-e',
      `inject=fsync:error=EIO:when=${k}`,
    ]);
    expect(runs.flatMap(({ lines }) => lines)).toContain('fault InDoubt Left');
  });

  it('acks nothing that a failed write left out', async () => {
    const runs = await sweep([...range(26, 32), ...spread(60, counted.writes, 8)], (k) => [
      '--seccomp-bpf',
      '-e',
      `inject=pwrite64:error=EIO:when=${k}`,
    ]);
    expect(runs.flatMap(({ lines }) => lines)).toContain('fault InDoubt Left');
  });

  it('refuses on a full disk, keeps reading, and goes on when there is room again', async () => {
    const runs = await sweep([...range(40, 52), ...spread(60, counted.writes, 8)], (k) => [
      '--seccomp-bpf',
      '-e',
      `inject=pwrite64:error=ENOSPC:when=${k}`,
    ]);
    const full = runs.filter(({ lines }) => lines.some((line) => line.startsWith('full ')));
    expect(full.length).toBeGreaterThan(3);
    expect(full.every(({ lines }) => lines.includes('closed'))).toBe(true);
  });
});
