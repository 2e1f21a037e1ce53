import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chainHash } from '../../../domain/foundation/chain.ts';
import {
  openLedger,
  salvageLedgerFile,
  verifyLedgerFile,
} from '../../../adapters/event-log-sqlite/index.ts';
import {
  answerOf,
  bodiesOf,
  faultIn,
  readable,
  recordOf,
  recordsOf,
} from '../../contracts/event-log-records.ts';

const at = { directory: '', path: '' };
const opening = (mode: 'read' | 'write') => openLedger({ path: at.path, mode });
const files = (): readonly string[] => readdirSync(at.directory).toSorted();

/** Does to the file what somebody with `sqlite3` could do. */
const tamper = (sql: string): void => {
  const db = new DatabaseSync(at.path);
  db.exec(sql);
  db.close();
};

/** A closed ledger with facts 1 … count. */
const ledgerWith = async (count: number): Promise<void> => {
  const log = await answerOf(opening('write'));
  await answerOf(log.append(0, recordsOf(0, count)));
  await answerOf(log.close());
};

beforeEach(() => {
  at.directory = mkdtempSync(join(tmpdir(), 'berth-files-'));
  at.path = join(at.directory, 'ledger.db');
});
afterEach(() => {
  rmSync(at.directory, { recursive: true, force: true });
});

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

describe('a ledger that lacks pages', () => {
  it('is corrupt with the pages that are there and those that should be, and gets no lock', async () => {
    await ledgerWith(2000);
    rmSync(`${at.path}-lock`);
    const pages = Math.floor(readFileSync(at.path).length / 4096);
    truncateSync(at.path, 4096 * 70 + 5);
    const cause = `it is shorter than its header says: 70 of ${pages} pages are there`;
    for (const call of [opening('read'), verifyLedgerFile(at.path), opening('write')]) {
      expect(await faultIn(call)).toMatchObject({ _tag: 'LedgerCorrupt', cause, place: at.path });
    }
  });

  it('tells the page that is broken where SQLite itself says only that one is', async () => {
    await ledgerWith(2000);
    const bytes = readFileSync(at.path);
    bytes.fill(0xff, 4096 * 20, 4096 * 21);
    writeFileSync(at.path, bytes);
    expect(await faultIn(verifyLedgerFile(at.path))).toMatchObject({
      _tag: 'LedgerCorrupt',
      cause: expect.stringMatching(/page 21/),
    });
  });
});

describe('saving what stands before the damage', () => {
  const saved = async () => {
    const bodies: string[] = [];
    const outcome = await salvageLedgerFile(at.path, async (records) => {
      bodies.push(...records.map(({ body }) => body));
      return true;
    })();
    expect(bodies).toEqual(recordsOf(0, bodies.length).map(({ body }) => body));
    return { count: bodies.length, outcome };
  };
  const damageAt = (revision: number): void =>
    tamper(`UPDATE events SET body = body || ' ' WHERE revision = ${revision}`);

  it('hands out every fact of a sound ledger, and answers the last revision', async () => {
    await ledgerWith(1500);
    expect(await saved()).toEqual({ count: 1500, outcome: { _tag: 'Right', right: 1500 } });
  });

  it.each([1, 2, 20, 511, 512, 513, 700, 1500])(
    'hands out every fact before an altered one at revision %i',
    async (revision) => {
      await ledgerWith(1500);
      damageAt(revision);
      const { count, outcome } = await saved();
      expect(count).toBe(revision - 1);
      expect(outcome).toMatchObject({ left: { _tag: 'LedgerCorrupt', revision } });
    },
  );

  it('hands out every fact before an altered hash, and before one that is gone', async () => {
    await ledgerWith(1500);
    tamper('UPDATE events SET hash = zeroblob(32) WHERE revision = 900');
    expect(await saved()).toMatchObject({ count: 899, outcome: { left: { revision: 900 } } });
    tamper('DELETE FROM events WHERE revision = 600');
    expect(await saved()).toMatchObject({ count: 599, outcome: { left: { revision: 600 } } });
  });

  it('hands out what is left of a ledger whose end is lost, and tells the loss', async () => {
    await ledgerWith(1500);
    tamper('DELETE FROM events WHERE revision > 700');
    expect(await saved()).toMatchObject({
      count: 700,
      outcome: { left: { revision: 701, cause: 'facts 701 to 1500 were there and are lost' } },
    });
  });

  it('hands out every fact where only what is told about the ledger is lost', async () => {
    await ledgerWith(1500);
    tamper('DELETE FROM meta');
    expect(await saved()).toMatchObject({
      count: 1500,
      outcome: { left: { cause: 'its first revision is lost' } },
    });
  });

  it('hands out the facts on the pages that are left', async () => {
    await ledgerWith(1500);
    const half = Math.floor(readFileSync(at.path).length / 2);
    truncateSync(at.path, half);
    const { count, outcome } = await saved();
    expect(count).toBeGreaterThan(500);
    expect(outcome).toMatchObject({
      left: { revision: count + 1, cause: expect.stringContaining('shorter than its header says') },
    });
  });

  it('stops where the taker wants no more', async () => {
    await ledgerWith(1500);
    expect(await salvageLedgerFile(at.path, async () => false)()).toMatchObject({ right: 0 });
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
