import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultyLog } from '../../adapters/event-log-faulty/index.ts';
import { openLedger } from '../../adapters/event-log-sqlite/index.ts';
import { eventLogContract } from './event-log.ts';
import { answerOf } from './event-log-records.ts';

eventLogContract({
  name: 'SQLite ledger',
  walks: 10,
  begin: (baseRevision) => {
    const directory = mkdtempSync(join(tmpdir(), 'berth-ledger-'));
    const path = join(directory, 'ledger.db');
    return {
      open: () => answerOf(openLedger({ path, mode: 'write', baseRevision })),
      remove: () => rmSync(directory, { recursive: true, force: true }),
    };
  },
  openInDoubt: async (ledger, isKept) =>
    faultyLog(await ledger.open(), () => ({ _tag: isKept ? 'AnswerLost' : 'BatchLost' })),
});
