import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { siteWith } from './site.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'small.db');
beforeAll(() => playInto(ledger, reclaimScenario));
afterAll(scratch.remove);

const program = join(process.cwd(), 'bin/berth.js');
const quiet = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, TERM: 'xterm' };

const berth = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const options = { env: { ...quiet, ...env }, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], options);
  return { status, stdout, stderr };
};

const tookMs = (args: readonly string[]): number => {
  const startMs = performance.now();
  execFileSync(process.execPath, args);
  return performance.now() - startMs;
};

/** What Node takes to start and end on the machine that the bounds are meant for. @unit ms */
const bareMs = 45;

/** How many times as long it takes here and now: bounds are stretched by it where others use the machine. */
const slownessOf = (bare: readonly number[]): number => Math.max(1, Math.min(...bare) / bareMs);

/** Runs a command beside this process, which has a server to keep answering. */
const berthBeside = async (args: readonly string[], env: Readonly<Record<string, string>>) => {
  const startMs = performance.now();
  const child = spawn(process.execPath, [program, ...args], { env: { ...quiet, ...env } });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const status = await new Promise((resolve) => child.on('close', resolve));
  return { status, stdout, ms: performance.now() - startMs };
};

describe('berth as a process', () => {
  it('--help takes at most 150 ms', () => {
    const bare: number[] = [];
    const took: number[] = [];
    for (let k = 0; k < 15; k += 1) {
      bare.push(tookMs(['--eval', '']));
      took.push(tookMs([program, '--help']));
    }
    expect(Math.min(...took)).toBeLessThanOrEqual(150 * slownessOf(bare));
  });

  it('workload list of a server takes at most 250 ms, a thousand workloads or not', async () => {
    const { url } = await siteWith(Array.from({ length: 1000 }, (_, k) => `w-${k}`));
    const bare: number[] = [];
    const took: number[] = [];
    for (let k = 0; k < 15; k += 1) {
      bare.push(tookMs(['--eval', '']));
      const { status, stdout, ms } = await berthBeside(['workload', 'list'], { BERTH_SERVER: url });
      expect([status, stdout.split('\n').length]).toEqual([0, 502]);
      took.push(ms);
    }
    expect(Math.min(...took)).toBeLessThanOrEqual(250 * slownessOf(bare));
  });

  it('a list that is watched ends with the signal that ends it', async () => {
    const { url } = await siteWith(['a']);
    const env = { ...quiet, BERTH_SERVER: url };
    const child = spawn(process.execPath, [program, 'workload', 'list', '--watch'], { env });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGINT');
    const signal = await new Promise((resolve) =>
      child.on('close', (_code, name) => resolve(name)),
    );
    expect(signal).toBe('SIGINT');
  });

  it('leaves its exit code with the process, and data alone on stdout', () => {
    expect(berth(['workload', 'list', '--ledger', ledger, '-o', 'name']).status).toBe(0);
    const missing = berth(['workload', 'list', '--ledger', `${ledger}x`]);
    expect({ ...missing, stderr: '' }).toEqual({ status: 1, stdout: '', stderr: '' });
    expect(berth(['workload', 'lst']).status).toBe(2);
    expect(berth(['node', 'describe', 'x', '--ledger', ledger]).status).toBe(3);
  });

  it('colours only where it is told to: NO_COLOR wins over FORCE_COLOR, a pipe has none', () => {
    const list = ['workload', 'list', '--ledger', ledger];
    const isColoured = (env: Readonly<Record<string, string>>): boolean =>
      berth(list, env).stdout.includes('\u001b[');
    expect(isColoured({})).toBe(false);
    expect(isColoured({ FORCE_COLOR: '1' })).toBe(true);
    expect(isColoured({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(isColoured({ FORCE_COLOR: '0' })).toBe(false);
  });

  it('a reader that closes the pipe early is no failure', async () => {
    const child = spawn(process.execPath, [program, 'ledger', 'export', ledger], { env: quiet });
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.stdout.destroy();
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect({ status, errors: Buffer.concat(errors).toString() }).toEqual({ status: 0, errors: '' });
  });

  const interrupted = async (args: readonly string[], signal: 'SIGINT' | 'SIGTERM') => {
    const file = args.at(-1) ?? '';
    const child = spawn(process.execPath, [program, ...args], { env: quiet });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
    while (!existsSync(`${file}-wal`)) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill(signal);
    const status = await new Promise((resolve) => child.on('close', resolve));
    return { ...said, status, file };
  };

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'a run that gets a %s stops, closes its ledger, says what it holds, and exits 130',
    async (signal) => {
      const ledgerFile = join(scratch.folder, `${signal}.db`);
      const { status, stdout, stderr, file } = await interrupted(
        ['sim', 'demo', '--ledger', ledgerFile],
        signal,
      );
      expect({ status, stdout }).toEqual({ status: 130, stdout: '' });
      const held = JSON.parse(berth(['ledger', 'verify', file, '-o', 'json']).stdout).revisions;
      expect(stderr).toBe(
        `interrupted: the ledger holds ${held} facts and is closed\n  at: ${file}\n` +
          '  verified: chain, gaps and schemas are in order\n' +
          '  remedy: the next `berth sim demo` begins it anew; what it holds can be read\n',
      );
      expect([existsSync(`${file}-wal`), existsSync(`${file}-shm`)]).toEqual([false, false]);
      expect(berth(['replay', file, '--verify']).status).toBe(0);
      expect(berth(['sim', 'demo', '--ledger', file]).status).toBe(0);
    },
  );
});
