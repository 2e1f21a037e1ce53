import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openLedger } from '../../../adapters/event-log-sqlite/index.ts';
import { answerOf, recordsOf } from '../../contracts/event-log-records.ts';

/** Does to a file what somebody with `sqlite3` could do. */
const change = (path: string, sql: string): void => {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
};

/** A folder of its own for one ledger file; `make` before each test, `remove` after it. */
export const ledgerFolder = () => {
  const at = { directory: '', path: '' };
  const opening = (mode: 'read' | 'write') => openLedger({ path: at.path, mode });
  return {
    at,
    opening,
    files: (): readonly string[] => readdirSync(at.directory).toSorted(),
    tamper: (sql: string): void => change(at.path, sql),
    /** Makes a closed ledger with facts 1 … count. */
    ledgerWith: async (count: number): Promise<void> => {
      const log = await answerOf(opening('write'));
      await answerOf(log.append(0, recordsOf(0, count)));
      await answerOf(log.close());
    },
    make: (): void => {
      at.directory = mkdtempSync(join(tmpdir(), 'berth-files-'));
      at.path = join(at.directory, 'ledger.db');
    },
    remove: (): void => rmSync(at.directory, { recursive: true, force: true }),
  };
};
