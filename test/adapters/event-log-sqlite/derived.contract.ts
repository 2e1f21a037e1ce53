import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, verifyLedgerFile } from '../../../adapters/event-log-sqlite/index.ts';
import { answerOf, recordOf, recordsOf } from '../../contracts/event-log-records.ts';

const at = { directory: '', path: '' };
const opening = (mode: 'read' | 'write') => openLedger({ path: at.path, mode });

/** Does to the file what somebody with `sqlite3` could do. */
const tamper = (sql: string): void => {
  const db = new DatabaseSync(at.path);
  db.exec(sql);
  db.close();
};

beforeEach(() => {
  at.directory = mkdtempSync(join(tmpdir(), 'berth-files-'));
  at.path = join(at.directory, 'ledger.db');
});
afterEach(() => {
  rmSync(at.directory, { recursive: true, force: true });
});

describe('the derived tables', () => {
  const facts = 9000;
  const expectAllFound = async (): Promise<void> => {
    const log = await answerOf(opening('write'));
    expect(await answerOf(log.findCommand(recordOf(10).commandId))).toEqual([11, 12]);
    expect(await answerOf(log.findCommand(recordOf(8998).commandId))).toEqual([8999, 9000]);
    const ofSubject = await answerOf(log.readSubject('workload/w-3', 4000, 10_000));
    expect(ofSubject).toHaveLength(Math.floor((facts + 3) / 7) - Math.floor((4000 + 3) / 7));
    await answerOf(log.close());
  };

  it('are written behind, and are worth nothing: without them, or damaged, all is found', async () => {
    const log = await answerOf(opening('write'));
    await answerOf(log.append(0, recordsOf(0, facts)));
    await answerOf(log.append(facts, recordsOf(facts, 1)));
    await answerOf(log.close());
    const db = new DatabaseSync(at.path, { readOnly: true });
    expect(db.prepare('SELECT count(*) AS n FROM subject_index').get()).toEqual({ n: 2 });
    db.close();
    await expectAllFound();
    tamper('UPDATE subject_index SET fingerprints = zeroblob(16384) WHERE first = 1');
    await expectAllFound();
    tamper("UPDATE command_index SET seal = x'00'");
    await expectAllFound();
    tamper('DELETE FROM subject_index; DELETE FROM command_index; DELETE FROM snapshots');
    await expectAllFound();
    expect(await answerOf(verifyLedgerFile(at.path))).toMatchObject({ revisions: facts + 1 });
  });

  it('keep the newest four snapshots of a name', async () => {
    const log = await answerOf(opening('write'));
    for (let revision = 1; revision <= 6; revision += 1) {
      const { hash } = await answerOf(log.append(revision - 1, recordsOf(revision, 1)));
      const bytes = Uint8Array.of(revision);
      await answerOf(log.saveSnapshot({ name: 'n', revision, hash, bytes }));
    }
    expect((await answerOf(log.loadSnapshot('n', 3)))?.revision).toBe(3);
    expect(await answerOf(log.loadSnapshot('n', 2))).toBeUndefined();
    await answerOf(log.close());
  });

  it('pass over a snapshot whose bytes changed', async () => {
    const log = await answerOf(opening('write'));
    const { hash } = await answerOf(log.append(0, recordsOf(0, 1)));
    await answerOf(log.saveSnapshot({ name: 'n', revision: 1, hash, bytes: Uint8Array.of(1) }));
    await answerOf(log.close());
    tamper("UPDATE snapshots SET bytes = x'02'");
    const again = await answerOf(opening('write'));
    expect(await answerOf(again.loadSnapshot('n', 1))).toBeUndefined();
    await answerOf(again.close());
  });
});
