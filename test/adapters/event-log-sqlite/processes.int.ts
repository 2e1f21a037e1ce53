import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../../adapters/event-log-sqlite/index.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { answerOf, bodiesOf, faultIn, recordsOf } from '../../contracts/event-log-records.ts';

const child = join(import.meta.dirname, '../../simulation/kill-sweep-child.ts');
const holder = `
  const { openLedger } = await import(${JSON.stringify(join(import.meta.dirname, '../../../adapters/event-log-sqlite/index.ts'))});
  const opened = await openLedger({ path: process.argv[1], mode: 'write' })();
  console.log(opened._tag);
  setInterval(() => opened, 1000);`;
const isRoot = process.getuid?.() === 0;
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

describe('a place that cannot be written', () => {
  it('is read as it is, nothing is made, and writing is refused', async () => {
    const place = join(at.directory, 'mounted');
    const path = join(place, 'ledger.db');
    mkdirSync(place);
    if (isRoot) execFileSync('mount', ['-t', 'tmpfs', 'none', place]);
    try {
      const log = await answerOf(openLedger({ path, mode: 'write' }));
      await answerOf(log.append(0, recordsOf(0, 5)));
      await answerOf(log.close());
      const before = readdirSync(place);
      if (isRoot) execFileSync('mount', ['-o', 'remount,ro', place]);
      else chmodSync(place, 0o555);
      const reader = await answerOf(openLedger({ path, mode: 'read' }));
      expect(await bodiesOf(reader)).toHaveLength(5);
      await answerOf(reader.close());
      expect(await faultIn(openLedger({ path, mode: 'write' }))).toMatchObject({
        _tag: 'LedgerUnavailable',
      });
      expect(readdirSync(place)).toEqual(before);
    } finally {
      chmodSync(at.directory, 0o755);
      if (isRoot) execFileSync('umount', [place]);
      else chmodSync(place, 0o755);
    }
  });
});

describe.runIf(isRoot)('a full disk', () => {
  it('refuses the batch, goes on reading, and takes facts again when there is room', async () => {
    const place = join(at.directory, 'small');
    const path = join(place, 'ledger.db');
    const ballast = join(place, 'ballast');
    mkdirSync(place);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1200k', 'none', place]);
    try {
      writeFileSync(ballast, Buffer.alloc(300 * 1024));
      const log = await answerOf(openLedger({ path, mode: 'write' }));
      let revision = 0;
      for (;;) {
        const outcome = await log.append(revision, recordsOf(revision, 100))();
        if (isLeft(outcome)) {
          expect(outcome.left).toMatchObject({ _tag: 'DiskFull', place: path });
          break;
        }
        revision = outcome.right.revision;
      }
      expect(revision).toBeGreaterThan(500);
      expect(await bodiesOf(log)).toHaveLength(revision);
      rmSync(ballast);
      expect(await answerOf(log.append(revision, recordsOf(revision, 100)))).toMatchObject({
        revision: revision + 100,
      });
      await answerOf(log.close());
      const again = await answerOf(openLedger({ path, mode: 'write' }));
      const bodies = recordsOf(0, revision + 100).map(({ body }) => body);
      expect(await bodiesOf(again)).toEqual(bodies);
      await answerOf(again.close());
    } finally {
      execFileSync('umount', [place]);
    }
  });
});
