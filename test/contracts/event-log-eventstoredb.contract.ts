import { randomUUID } from 'node:crypto';
import { afterAll } from 'vitest';
import { openEventStoreLedger } from '../../adapters/event-log-eventstoredb/index.ts';
import { placeOf } from '../../adapters/event-log-eventstoredb/place.ts';
import { faultyLog } from '../../adapters/event-log-faulty/index.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import { fakeEventStore } from '../servers/eventstoredb-fake/index.ts';
import { eventLogContract } from './event-log.ts';
import { answerOf } from './event-log-records.ts';
import type { LedgerUnderTest } from './event-log-workbench.ts';

/** A stream of its own for each ledger; logs that a test leaves open are closed after it. */
const ledgerAt = (connectionString: string, baseRevision: number): LedgerUnderTest => {
  const ledger = `contract-${randomUUID()}`;
  const logs: EventLog[] = [];
  const open = async (): Promise<EventLog> => {
    const options = { connectionString, ledger, mode: 'write', baseRevision } as const;
    const log = await answerOf(openEventStoreLedger(options));
    logs.push(log);
    return log;
  };
  const remove = (): void => {
    for (const log of logs) void log.close()();
  };
  return { open, remove };
};

const fake = await fakeEventStore();
afterAll(fake.stop);

eventLogContract({
  name: 'EventStoreDB protocol (gRPC fake)',
  walks: 12,
  begin: (baseRevision) => ledgerAt(fake.connectionString, baseRevision),
  openInDoubt: async (ledger, isKept) => {
    const log = await ledger.open();
    fake.script.appends.push({ _tag: 'GoesAway', isKept });
    return log;
  },
});

/** A server that somebody runs, where there is one: `BERTH_EVENTSTOREDB_URL=esdb://localhost:2113?tls=false`. */
const url = process.env['BERTH_EVENTSTOREDB_URL'] ?? '';
if (url !== '') {
  eventLogContract({
    name: `EventStoreDB server at ${placeOf(url, '')}`,
    walks: 10,
    begin: (baseRevision) => ledgerAt(url, baseRevision),
    openInDoubt: async (ledger, isKept) =>
      faultyLog(await ledger.open(), () => ({ _tag: isKept ? 'AnswerLost' : 'BatchLost' })),
  });
}
