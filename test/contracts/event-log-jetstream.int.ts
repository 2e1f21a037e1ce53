import { afterAll, beforeAll } from 'vitest';
import { openJetStreamLedger } from '../../adapters/event-log-jetstream/index.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import { type Proxy, proxyTo } from '../adapters/event-log-jetstream/proxy.ts';
import { type NatsServer, startNatsServer } from '../servers/nats.ts';
import { eventLogContract } from './event-log.ts';
import type { LedgerUnderTest } from './event-log-workbench.ts';
import { answerOf } from './event-log-records.ts';

/** What the tests of a server hold. */
interface Holdings {
  server: NatsServer | undefined;
  ledgers: number;
  readonly names: WeakMap<LedgerUnderTest, string>;
  readonly proxies: Proxy[];
}

const begin = (holdings: Holdings, baseRevision: number): LedgerUnderTest => {
  holdings.ledgers += 1;
  const ledger = `contract-${holdings.ledgers}`;
  const opened: EventLog[] = [];
  const open = async () => {
    const servers = holdings.server?.url ?? '';
    const options = { servers, ledger, mode: 'write', baseRevision } as const;
    const log = await answerOf(openJetStreamLedger(options));
    opened.push(log);
    return log;
  };
  const remove = () => {
    for (const log of opened) void log.close()();
  };
  const made = { open, remove };
  holdings.names.set(made, ledger);
  return made;
};

/** The answer or the batch itself is lost on a real wire. */
const openInDoubt = async (
  { server, names, proxies }: Holdings,
  made: LedgerUnderTest,
  isKept: boolean,
): Promise<EventLog> => {
  const proxy = await proxyTo(server?.port ?? 0);
  proxies.push(proxy);
  const ledger = names.get(made) ?? '';
  const options = { servers: proxy.url, ledger, mode: 'write', timeoutMs: 300 } as const;
  const log = await answerOf(openJetStreamLedger(options));
  proxy.silence(isKept ? 'answers' : 'questions');
  return log;
};

/** Every rule on a server of its own. */
const onServer = (name: string, settings: string): void => {
  const holdings: Holdings = { server: undefined, ledgers: 0, names: new WeakMap(), proxies: [] };
  beforeAll(async () => {
    holdings.server = await startNatsServer(settings);
  });
  afterAll(async () => {
    for (const proxy of holdings.proxies) await proxy.close();
    await holdings.server?.remove();
  });
  eventLogContract({
    name,
    walks: 10,
    begin: (baseRevision) => begin(holdings, baseRevision),
    openInDoubt: (made, isKept) => openInDoubt(holdings, made, isKept),
  });
};

onServer('JetStream ledger on the real nats-server', '');
onServer('JetStream ledger on the real nats-server, a batch in many messages', 'max_payload: 8KB');
