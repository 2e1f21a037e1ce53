import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, verifyLedgerFile } from '../../../adapters/event-log-sqlite/index.ts';
import { answerOf, faultIn } from '../../contracts/event-log-records.ts';
import { ledgerFolder } from './ledger-folder.ts';

const { at, opening, files, ledgerWith, make, remove } = ledgerFolder();
beforeEach(make);
afterEach(remove);

describe('a path where no ledger is', () => {
  it('is left as it is, and alone, when it is a text', async () => {
    const bytes = Buffer.from('hello, this is no database at all '.repeat(40));
    writeFileSync(at.path, bytes);
    for (const mode of ['read', 'write'] as const) {
      expect(await faultIn(opening(mode))).toMatchObject({
        _tag: 'LedgerUnavailable',
        place: at.path,
        cause: 'it is no ledger',
        remedy: 'Name another file; this one is left as it is.',
      });
    }
    expect(readFileSync(at.path).equals(bytes)).toBe(true);
    expect(files()).toEqual(['ledger.db']);
  });

  it('is said to be a directory where it is one', async () => {
    for (const call of [opening('read'), opening('write'), verifyLedgerFile(at.directory)]) {
      mkdirSync(at.path, { recursive: true });
      expect(await faultIn(call)).toMatchObject({ cause: 'it is a directory' });
    }
    expect(files()).toEqual(['ledger.db']);
  });

  it('is begun where an empty file is, and not read from one', async () => {
    writeFileSync(at.path, '');
    expect(await faultIn(opening('read'))).toMatchObject({ _tag: 'LedgerUnavailable' });
    expect(files()).toEqual(['ledger.db']);
    await ledgerWith(2);
    expect(await answerOf(verifyLedgerFile(at.path))).toMatchObject({ revisions: 2 });
  });

  it.each(['-lock', '-wal'])(
    'is corrupt where it is empty and a %s beside it tells that it once was none, and is begun once it is removed',
    async (suffix) => {
      writeFileSync(at.path, '');
      writeFileSync(at.path + suffix, suffix === '-wal' ? 'facts' : '');
      for (const mode of ['read', 'write'] as const) {
        expect(await faultIn(opening(mode))).toMatchObject({ _tag: 'LedgerCorrupt' });
      }
      rmSync(at.path);
      rmSync(at.path + suffix);
      await ledgerWith(1);
    },
  );

  it('is named as it was given, not as it was found', async () => {
    const path = relative(process.cwd(), at.path);
    writeFileSync(path, 'dear diary');
    for (const mode of ['read', 'write'] as const) {
      expect(await faultIn(openLedger({ path, mode }))).toMatchObject({ place: path });
    }
    expect(await faultIn(verifyLedgerFile(path))).toMatchObject({ place: path });
  });

  it('is unavailable by the name of its directory where no file can be made in it', async () => {
    const isRoot = process.getuid?.() === 0;
    const directory = isRoot ? '/proc' : at.directory;
    if (!isRoot) chmodSync(directory, 0o555);
    const path = join(directory, 'ledger.db');
    expect(await faultIn(openLedger({ path, mode: 'write' }))).toMatchObject({
      _tag: 'LedgerUnavailable',
      cause: `no file can be made in its directory ${directory}`,
    });
    if (!isRoot) chmodSync(directory, 0o755);
  });
});
