import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chainHash } from '../../../domain/foundation/chain.ts';
import { openLedger, verifyLedgerFile } from '../../../adapters/event-log-sqlite/index.ts';
import {
  answerOf,
  bodiesOf,
  faultIn,
  readable,
  recordOf,
  recordsOf,
} from '../../contracts/event-log-records.ts';
import { ledgerFolder } from './ledger-folder.ts';

const { at, opening, files, tamper, ledgerWith, make, remove } = ledgerFolder();
beforeEach(make);
afterEach(remove);

describe('a ledger file that is none', () => {
  it('is unavailable for reading when it is not there, and is not made', async () => {
    expect(await faultIn(opening('read'))).toMatchObject({ _tag: 'LedgerUnavailable' });
    expect(await faultIn(verifyLedgerFile(at.path))).toMatchObject({ _tag: 'LedgerUnavailable' });
    expect(files()).toEqual([]);
  });

  it('is unavailable when its directory is not there', async () => {
    const path = join(at.directory, 'none', 'ledger.db');
    expect(await faultIn(openLedger({ path, mode: 'write' }))).toMatchObject({
      _tag: 'LedgerUnavailable',
      place: path,
      remedy: 'Make its directory first.',
    });
  });

  it('is left as it is when it is another SQLite file', async () => {
    tamper('CREATE TABLE theirs (a)');
    const before = readFileSync(at.path);
    for (const mode of ['read', 'write'] as const) {
      expect(await faultIn(opening(mode))).toMatchObject({ _tag: 'LedgerUnavailable' });
    }
    expect(readFileSync(at.path).equals(before)).toBe(true);
  });

  it('is refused when a newer program wrote it, with both format numbers', async () => {
    await ledgerWith(1);
    tamper('PRAGMA user_version = 7');
    for (const mode of ['read', 'write'] as const) {
      expect(await faultIn(opening(mode))).toMatchObject({
        _tag: 'LedgerNewer',
        found: 7,
        known: 1,
      });
    }
  });

  it('is not begun anew beside the WAL of a lost one', async () => {
    writeFileSync(`${at.path}-wal`, 'facts');
    expect(await faultIn(opening('write'))).toMatchObject({ _tag: 'LedgerUnavailable' });
    expect(readFileSync(`${at.path}-wal`, 'utf8')).toBe('facts');
  });
});

describe('reading beside a writer', () => {
  it('makes no file, and sees facts as soon as they are durable', async () => {
    await ledgerWith(3);
    const before = files();
    const reader = await answerOf(opening('read'));
    expect(await bodiesOf(reader)).toHaveLength(3);
    expect(files()).toEqual(before);
    const writer = await answerOf(opening('write'));
    await answerOf(writer.append(3, recordsOf(3, 2)));
    expect(await bodiesOf(reader)).toHaveLength(5);
    expect(await answerOf(reader.findCommand(recordOf(4).commandId))).toEqual([5]);
    await answerOf(writer.append(5, recordsOf(5, 2)));
    expect(readable(await answerOf(reader.head()))).toBe(readable(await answerOf(writer.head())));
    expect(await answerOf(reader.findCommand(recordOf(4).commandId))).toEqual([5, 6]);
    await answerOf(writer.close());
    expect(await bodiesOf(reader)).toHaveLength(7);
    await answerOf(reader.close());
  });

  it('follows a ledger that was written and closed between two looks', async () => {
    await ledgerWith(3);
    const reader = await answerOf(opening('read'));
    expect(await bodiesOf(reader)).toHaveLength(3);
    const writer = await answerOf(opening('write'));
    await answerOf(writer.append(3, recordsOf(3, 600)));
    await answerOf(writer.close());
    expect(await bodiesOf(reader)).toEqual(recordsOf(0, 603).map(({ body }) => body));
    await answerOf(reader.close());
  });

  it('refuses to write', async () => {
    await ledgerWith(1);
    const reader = await answerOf(opening('read'));
    expect(await faultIn(reader.append(1, recordsOf(1, 1)))).toMatchObject({
      _tag: 'LedgerUnavailable',
      cause: 'it was opened for reading',
    });
    await answerOf(reader.close());
  });
});

describe('a ledger that somebody changed', () => {
  it('is corrupt at the first changed fact, in verifying as in reading', async () => {
    await ledgerWith(10);
    tamper(
      'UPDATE events SET body = replace(body, \'"number":5\', \'"number":6\') WHERE revision = 6',
    );
    const expected = { _tag: 'LedgerCorrupt', revision: 6 };
    expect(await faultIn(verifyLedgerFile(at.path))).toMatchObject(expected);
    const reader = await answerOf(opening('read'));
    expect(await faultIn(reader.read(0, 100))).toMatchObject(expected);
    expect(await answerOf(reader.read(6, 100))).toHaveLength(4);
    await answerOf(reader.close());
    expect(await faultIn(opening('write'))).toMatchObject(expected);
  });

  it('is corrupt where a fact is missing', async () => {
    await ledgerWith(10);
    tamper('DELETE FROM events WHERE revision = 4');
    expect(await faultIn(verifyLedgerFile(at.path))).toMatchObject({ revision: 4 });
  });

  it('is corrupt where its end is cut off', async () => {
    await ledgerWith(10);
    tamper('DELETE FROM events WHERE revision > 7');
    for (const call of [opening('read'), opening('write'), verifyLedgerFile(at.path)]) {
      expect(await faultIn(call)).toMatchObject({
        _tag: 'LedgerCorrupt',
        revision: 8,
        cause: 'facts 8 to 10 were there and are lost',
      });
    }
  });

  it('is a conflict for a writer whom another program overtook, and goes on after it', async () => {
    await ledgerWith(2);
    const log = await answerOf(opening('write'));
    const { hash } = await answerOf(log.head());
    const theirs = recordOf(70);
    const db = new DatabaseSync(at.path);
    const insert = db.prepare('INSERT INTO events VALUES (3, ?, ?)');
    insert.run(theirs.body, chainHash(hash, theirs.body));
    db.close();
    const wanted = { _tag: 'VersionConflict', expected: 2, actual: 3 };
    expect(await faultIn(log.append(2, recordsOf(2, 1)))).toMatchObject(wanted);
    expect(await answerOf(log.append(3, recordsOf(3, 1)))).toMatchObject({ revision: 4 });
    expect(await answerOf(log.findCommand(theirs.commandId))).toEqual([3]);
    await answerOf(log.close());
  });

  it('is closed to a writer whom another program overtook off the chain', async () => {
    await ledgerWith(2);
    const log = await answerOf(opening('write'));
    tamper('INSERT INTO events SELECT 3, body, hash FROM events WHERE revision = 2');
    const wanted = { _tag: 'LedgerCorrupt', revision: 3 };
    expect(await faultIn(log.append(2, recordsOf(2, 1)))).toMatchObject(wanted);
    expect(await faultIn(log.head())).toMatchObject({ _tag: 'LogClosed' });
  });
});

describe('verifying a file', () => {
  it('answers the number of facts and the head, and tells how far it is', async () => {
    await ledgerWith(5000);
    const told: string[] = [];
    const verified = await answerOf(
      verifyLedgerFile(at.path, (done, total) => {
        told.push(`${done}/${total}`);
      }),
    );
    expect(verified).toMatchObject({ revisions: 5000, headRevision: 5000 });
    expect(verified.headHash).toMatch(/^[0-9a-f]{64}$/);
    expect(told).toEqual(['4096/5000', '5000/5000']);
    expect(existsSync(`${at.path}-wal`)).toBe(false);
  });
});
