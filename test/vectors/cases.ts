import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { berth } from '../src/cli/on-terminal.ts';

/** A queue of one device; more may be said of it. */
export const queue = (name: string, more: object = {}): object => ({
  name,
  parent: 'default',
  priority: 100,
  createdMinute: 0,
  gpu: { quota: 1, limit: -1, overQuotaWeight: 0 },
  cpuCores: { quota: -1, limit: -1, overQuotaWeight: 1 },
  memoryMB: { quota: -1, limit: -1, overQuotaWeight: 1 },
  ...more,
});

/** The root of all queues. */
export const root: object = queue('default', {
  parent: null,
  gpu: { quota: -1, limit: -1, overQuotaWeight: -1 },
});

/** A node of two devices. */
export const node = (name: string, more: object = {}): object => ({
  name,
  gpus: 2,
  gpuMemoryMiB: 100,
  cpuCores: 20_000,
  memoryBytes: 20_000_000_000,
  maxPods: 110,
  ...more,
});

/** A task of one device that waits. */
export const task = (name: string, more: object = {}): object => ({
  name,
  status: 'Pending',
  cpuCores: 1,
  memoryBytes: 1_000_000_000,
  gpus: 1,
  ...more,
});

/** A job of one such task. */
export const job = (name: string, more: object = {}): object => ({
  name,
  queue: 'q',
  priority: 50,
  preemptible: true,
  createdMinute: -1,
  tasks: [task(`${name}-0`)],
  ...more,
});

/** One job on one node: it is placed. */
export const sound = (more: object = {}): object => ({
  id: 'one-job',
  mode: 'single',
  action: 'allocate',
  needs: [],
  limits: { binds: 1, evictions: 0, nominations: 0 },
  cluster: { nodes: [node('n')] },
  queues: [root, queue('q')],
  jobs: [job('a')],
  expect: { jobs: { a: { status: 'Binding', node: 'n' } } },
  ...more,
});

/** One line of the answer. */
export interface Line {
  readonly id?: string;
  readonly pass?: boolean;
  readonly differences?: readonly Record<string, unknown>[];
  readonly exception?: string;
  readonly vacuous?: readonly string[];
  readonly summary?: Record<string, unknown>;
}

/** What `berth vectors` answered. */
export interface Played {
  readonly exitCode: number;
  readonly lines: readonly Line[];
  readonly stderr: string;
}

/** Runs `berth vectors` on files. */
export const played = async (
  files: readonly string[],
  exceptions = 'no-such-file',
): Promise<Played> => {
  const { exitCode, stdout, stderr } = await berth('vectors', ...files, '--exceptions', exceptions);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return { exitCode, lines: lines.map((line) => JSON.parse(line) as Line), stderr };
};

/** Writes cases, and a list of exceptions, into files and runs them. */
export const playedCases = async (
  cases: readonly object[],
  listed?: readonly object[],
): Promise<Played> => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-vectors-'));
  try {
    const file = join(folder, 'cases.json');
    writeFileSync(file, JSON.stringify(cases));
    const exceptions = join(folder, 'exceptions.json');
    if (listed !== undefined) writeFileSync(exceptions, JSON.stringify(listed));
    return await played([file], exceptions);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Runs one case: its line and the exit code. */
export const playedOne = async (vector: object): Promise<Line & { readonly exitCode: number }> => {
  const { exitCode, lines } = await playedCases([vector]);
  return { exitCode, ...lines[0] };
};
