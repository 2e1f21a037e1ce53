import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../../../../bin/berth.js');

/** `berth up` as a process of its own. */
export interface UpProcess {
  readonly url: string;
  readonly child: ChildProcess;
  readonly said: { stdout: string; stderr: string };
  /** Sends a signal and waits for the end. */
  readonly end: (signal: NodeJS.Signals) => Promise<Ended>;
  readonly ended: Promise<Ended>;
}

/** What a process is given, and what it is kept from. */
export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The largest file that it may write. @unit KiB */
  readonly fileKibMax?: number;
}

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A folder for ledgers. */
export const scratchFolder = (): { readonly folder: string; readonly remove: () => void } => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-up-'));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
};

const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('BERTH_')));

const living = new Set<ChildProcess>();

/** Ends what a test that failed has left running. */
export const killAll = (): void => {
  for (const child of living) child.kill('SIGKILL');
};

/** Runs `berth` until it ends by itself. */
export const berthEnds = async (
  args: readonly string[],
  options: Surroundings = {},
): Promise<Ended & { readonly stdout: string; readonly stderr: string }> => {
  const { child, said, ended } = launch(args, options);
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const end = await ended;
  clearTimeout(timer);
  return { ...end, ...said };
};

/** Starts `berth`, whatever becomes of it. */
export const launch = (args: readonly string[], surroundings: Surroundings = {}) => {
  const { cwd, env, fileKibMax } = surroundings;
  const options = { env: { ...environment(), ...env }, ...(cwd === undefined ? {} : { cwd }) };
  const limit = fileKibMax === undefined ? '' : `ulimit -f ${fileKibMax}; `;
  const line = `${limit}exec "$0" "$@"`;
  const child = spawn('bash', ['-c', line, process.execPath, program, ...args], options);
  living.add(child);
  child.on('close', () => living.delete(child));
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const ended: Promise<Ended> = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  return { child, said, ended };
};

/** Starts `berth up` and waits for its first lines. */
export const startUp = async (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  bounds: Pick<Surroundings, 'fileKibMax'> = {},
): Promise<UpProcess> => {
  const { child, said, ended } = launch(['up', '--listen', '127.0.0.1:0', ...args], {
    env,
    ...bounds,
  });
  const address = /^berth listens on (http:\S+)\n/;
  while (!address.test(said.stdout)) {
    const end = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 10))]);
    if (end !== undefined) throw new Error(`berth up ended: ${said.stdout}${said.stderr}`);
  }
  const url = address.exec(said.stdout)?.[1] ?? '';
  const end = (signal: NodeJS.Signals): Promise<Ended> => {
    child.kill(signal);
    return ended;
  };
  return { url, child, said, end, ended };
};

/** Waits until something is so, at most half a minute. */
export const until = async (isSo: () => Promise<boolean> | boolean): Promise<void> => {
  for (const startMs = performance.now(); performance.now() - startMs < 30_000;) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to be in 30 s');
};

/** A figure of `/metrics`. */
export const figureOf = async (url: string, series: string): Promise<number> => {
  const page = await (await fetch(`${url}/metrics`)).text();
  const line = page.split('\n').find((one) => one.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1) ?? Number.NaN);
};
