import { afterAll, beforeAll } from 'vitest';
import { openJetStreamLedger } from '../../adapters/event-log-jetstream/index.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import { type Proxy, proxyTo } from '../adapters/event-log-jetstream/proxy.ts';
import { type NatsServer, startNatsServer } from '../servers/nats.ts';
import { eventLogContract } from './event-log.ts';
import type { LedgerUnderTest } from './event-log-workbench.ts';
import { answerOf } from './event-log-records.ts';

/** Every rule on a server of its own; the answer or the batch itself is lost on a real wire. */
const onServer = (name: string, settings: string): void => {
  const at: { server?: NatsServer; ledgers: number } = { ledgers: 0 };
  const names = new WeakMap<LedgerUnderTest, string>();
  const proxies: Proxy[] = [];
  beforeAll(async () => {
    at.server = await startNatsServer(settings);
  });
  afterAll(async () => {
    for (const proxy of proxies) await proxy.close();
    await at.server?.remove();
  });
  const begin = (baseRevision: number): LedgerUnderTest => {
    at.ledgers += 1;
    const ledger = `contract-${at.ledgers}`;
    const opened: EventLog[] = [];
    const open = async () => {
      const servers = at.server?.url ?? '';
      const log = await answerOf(
        openJetStreamLedger({ servers, ledger, mode: 'write', baseRevision }),
      );
      opened.push(log);
      return log;
    };
    const remove = () => {
      for (const log of opened) void log.close()();
    };
    const made = { open, remove };
    names.set(made, ledger);
    return made;
  };
  const openInDoubt = async (made: LedgerUnderTest, isKept: boolean): Promise<EventLog> => {
    const proxy = await proxyTo(at.server?.port ?? 0);
    proxies.push(proxy);
    const ledger = names.get(made) ?? '';
    const log = await answerOf(
      openJetStreamLedger({ servers: proxy.url, ledger, mode: 'write', timeoutMs: 300 }),
    );
    proxy.silence(isKept ? 'answers' : 'questions');
    return log;
  };
  eventLogContract({ name, walks: 10, begin, openInDoubt });
};

onServer('JetStream ledger on the real nats-server', '');
onServer('JetStream ledger on the real nats-server, a batch in many messages', 'max_payload: 8KB');
