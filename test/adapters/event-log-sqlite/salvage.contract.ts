import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { salvageLedgerFile, verifyLedgerFile } from '../../../adapters/event-log-sqlite/index.ts';
import { faultIn, recordsOf } from '../../contracts/event-log-records.ts';
import { ledgerFolder } from './ledger-folder.ts';

const { at, opening, tamper, ledgerWith, make, remove } = ledgerFolder();
beforeEach(make);
afterEach(remove);

describe('a ledger that lacks pages', () => {
  it('is corrupt with the pages that are there and those that it lacks', async () => {
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
