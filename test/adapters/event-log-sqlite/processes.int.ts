import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../../adapters/event-log-sqlite/index.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { answerOf, bodiesOf, faultIn, recordsOf } from '../../contracts/event-log-records.ts';

const child = join(import.meta.dirname, '../../simulation/kill-sweep-child.ts');
const smallDisk = join(import.meta.dirname, 'small-disk-child.ts');
const holder = `
  const { openLedger } = await import(${JSON.stringify(join(import.meta.dirname, '../../../adapters/event-log-sqlite/index.ts'))});
  const opened = await openLedger({ path: process.argv[1], mode: 'write' })();
  console.log(opened._tag);
  setInterval(() => opened, 1000);`;
/** Gives a process mounts of its own: util-linux. */
const namespace = 'unshare';
const at = { directory: '', path: '' };

beforeEach(() => {
  at.directory = mkdtempSync(join(tmpdir(), 'berth-processes-'));
  at.path = join(at.directory, 'ledger.db');
});
afterEach(() => {
  rmSync(at.directory, { recursive: true, force: true });
});

describe('two processes', () => {
  it('read and write one ledger at the same time, and the reader sees prefixes only', async () => {
    const bodies = recordsOf(0, 10_000).map(({ body }) => body);
    const writer = spawn(process.execPath, [child, at.path], { stdio: 'ignore' });
    const ended = once(writer, 'exit');
    const seen = new Set<number>();
    let looks = 0;
    while (writer.exitCode === null) {
      const opened = await openLedger({ path: at.path, mode: 'read' })();
      if (!isLeft(opened)) {
        const found = await bodiesOf(opened.right);
        expect(found.every((body, index) => body === bodies[index])).toBe(true);
        seen.add(found.length);
        await answerOf(opened.right.close());
        looks += 1;
      } else {
        expect(opened.left._tag).toBe('LedgerUnavailable');
      }
      await new Promise(setImmediate);
    }
    await ended;
    expect(writer.exitCode).toBe(0);
    expect(looks).toBeGreaterThan(2);
    expect(seen.size).toBeGreaterThan(1);
  });

  it('never write the same ledger; the second is told at once, and admitted when the first was killed', async () => {
    const first = spawn(process.execPath, ['--input-type=module', '-e', holder, at.path]);
    const [said] = await once(first.stdout, 'data');
    expect(String(said)).toBe('Right\n');
    expect(await faultIn(openLedger({ path: at.path, mode: 'write' }))).toMatchObject({
      _tag: 'LedgerLocked',
      place: at.path,
    });
    const reader = await answerOf(openLedger({ path: at.path, mode: 'read' }));
    expect(await bodiesOf(reader)).toEqual([]);
    await answerOf(reader.close());
    const gone = once(first, 'exit');
    first.kill('SIGKILL');
    await gone;
    const log = await answerOf(openLedger({ path: at.path, mode: 'write' }));
    await answerOf(log.close());
  });
});

describe('a disk of its own', () => {
  it('when full refuses, reads on, and takes facts again; when read-only is read, and left as it is', async () => {
    const script = 'mount -t tmpfs -o size=1200k none "$1" && exec "$2" "$3" "$1"';
    const parts = ['-rm', 'sh', '-c', script, 'sh', at.directory, process.execPath, smallDisk];
    const running = spawn(namespace, parts, { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines: string[] = [];
    running.stdout.on('data', (bytes) => lines.push(...String(bytes).trim().split('\n')));
    await once(running, 'close');
    expect(
      lines,
      'this suite needs unshare and mount (util-linux), as root or with user namespaces',
    ).toEqual([
      'full: DiskFull, every fact before it is read',
      'room again: appended, every fact is read after opening again',
      'read-only: every fact is read',
      'read-only: writing is LedgerUnavailable',
      'read-only: no file was made',
    ]);
  });
});
