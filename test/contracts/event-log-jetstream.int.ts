import { afterAll, beforeAll } from 'vitest';
import { openJetStreamLedger } from '../../adapters/event-log-jetstream/index.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import { type NatsServer, startNatsServer } from '../servers/nats.ts';
import { eventLogContract } from './event-log.ts';
import { answerOf } from './event-log-records.ts';

const at: { server?: NatsServer; ledgers: number } = { ledgers: 0 };

beforeAll(async () => {
  at.server = await startNatsServer();
});
afterAll(async () => {
  await at.server?.remove();
});

eventLogContract({
  name: 'JetStream ledger on the real nats-server',
  walks: 10,
  begin: (baseRevision) => {
    at.ledgers += 1;
    const ledger = `contract-${at.ledgers}`;
    const opened: EventLog[] = [];
    return {
      open: async () => {
        const servers = at.server?.url ?? '';
        const log = await answerOf(
          openJetStreamLedger({ servers, ledger, mode: 'write', baseRevision }),
        );
        opened.push(log);
        return log;
      },
      remove: () => {
        for (const log of opened) void log.close()();
      },
    };
  },
});
