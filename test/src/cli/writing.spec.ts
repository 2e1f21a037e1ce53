import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../adapters/event-log-sqlite/index.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { bytesOf, damageShop } from './damage.ts';
import { berth } from './on-terminal.ts';

const shop = damageShop();
const { at, whole } = shop;
beforeAll(shop.prepare);
afterAll(shop.remove);

const demo = (file: string, ...more: readonly string[]) =>
  berth('sim', 'demo', '--ledger', file, ...more);

describe('writing a ledger', () => {
  it('while another process writes it is refused with exit 4, and reading it goes on', async () => {
    const file = shop.copy('locked.db');
    const opened = await openLedger({ path: file, mode: 'write' })();
    if (isLeft(opened)) throw new Error(opened.left._tag);
    const { exitCode, stdout, stderr } = await demo(file);
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).toContain(
      `error: another process writes this ledger\n  at: ${file}\n  remedy: `,
    );
    expect((await berth('workload', 'list', '--ledger', file)).exitCode).toBe(0);
    await opened.right.close()();
    expect(await headOf(file)).toBe(await headOf(whole));
  });

  it('where facts are already is refused with exit 4 unless --overwrite is said', async () => {
    const file = shop.copy('in-use.db');
    const play = [...philly(), '--ledger', file];
    const { exitCode, stdout, stderr } = await berth(...play);
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).toMatch(
      /already holds \d+ facts\n {2}at: .+in-use.db\n {2}remedy: .+--overwrite/,
    );
    expect(await headOf(file)).toBe(await headOf(whole));
    expect((await berth(...play, '--overwrite')).exitCode).toBe(0);
    expect(await headOf(file)).not.toBe(await headOf(whole));
  });

  it.each([
    ['a text', () => shop.made('letter.txt', 'do not lose me\n')],
    ['a ledger of a newer program', () => shop.withBytes('later.db', 60, [0, 0, 0, 99])],
    ['a database of another program', () => shop.ofAnotherProgram('strange.db')],
  ])('over %s is refused even with --overwrite, and the file is kept', async (_, fileOf) => {
    const file = fileOf();
    const before = bytesOf(file);
    for (const line of [
      ['sim', 'demo'],
      [...philly(), '--overwrite'],
    ]) {
      const { exitCode, stdout, stderr } = await berth(...line, '--ledger', file);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toContain(`\n  at: ${file}\n  remedy: `);
    }
    expect(bytesOf(file)).toBe(before);
    expect(existsSync(`${file}-lock`)).toBe(false);
  });

  it('into an empty file begins a ledger there', async () => {
    const file = shop.made('touched.db', '');
    const played = await berth(...philly(), '--ledger', file);
    expect({ ...played, stdout: '' }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect((await berth('ledger', 'verify', file)).exitCode).toBe(0);
  });

  it('into a ledger that is refused leaves no lock beside it', async () => {
    for (const file of [shop.copy('kept.db'), shop.truncated('cut.db', 8192)]) {
      expect((await berth(...philly(), '--ledger', file)).exitCode).not.toBe(0);
      expect(existsSync(`${file}-lock`)).toBe(false);
    }
  });

  it('into a directory is refused as one', async () => {
    const { exitCode, stderr } = await demo(shop.directory('room'));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('it is a directory');
  });

  it('where no directory can be, or nothing may be written, is refused', async () => {
    const notes = shop.made('a-file', 'text');
    for (const file of [join(notes, 'x.db'), join(closedFolder(), 'x.db')]) {
      const { exitCode, stdout, stderr } = await demo(file);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toMatch(
        /^error: the ledger cannot be opened: .+\n {2}at: .+\n {2}remedy: .+\n$/,
      );
      expect(existsSync(file)).toBe(false);
    }
  });
});

const headOf = async (file: string): Promise<string> =>
  JSON.parse((await berth('ledger', 'stats', file, '-o', 'json')).stdout).head;

/** A folder that nobody may write in; root may write everywhere but in the kernel's own. */
const closedFolder = (): string => {
  if (process.getuid?.() === 0) return '/proc';
  chmodSync(shop.directory('closed'), 0o555);
  return at('closed');
};

/** The words that play one small job of the Philly trace. */
const philly = (): readonly string[] => {
  const jobs = shop.made(
    'jobs.csv',
    'timestamp,duration,num_gpus,gpu_time,cluster\n2017-10-09 07:01:55,66.0,1,66.0,abc\n',
  );
  const queues = shop.made('queues.csv', 'vc,node num\nabc,1\n');
  const trace = ['--trace', 'philly', '--jobs', jobs, '--nodes', '1x8', '--queues', queues];
  return ['sim', 'run', ...trace];
};
