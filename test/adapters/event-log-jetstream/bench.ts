import { connect, type NatsConnection } from 'nats';
import { afterAll, afterEach, beforeAll } from 'vitest';
import {
  type JetStreamOptions,
  openJetStreamLedger,
} from '../../../adapters/event-log-jetstream/index.ts';
import type { EventLog, LogFault } from '../../../adapters/ports/event-log.ts';
import type { TaskEither } from '../../../domain/foundation/fp.ts';
import { answerOf, bodiesOf, recordsOf } from '../../contracts/event-log-records.ts';
import { type NatsServer, startNatsServer } from '../../servers/nats.ts';
import { type Proxy, proxyTo } from './proxy.ts';

/** A real server for the tests of one file, and ledgers on it that are closed after each test. */
export interface Bench {
  readonly server: () => NatsServer;
  /** The name of a ledger that no other test has. */
  readonly fresh: () => string;
  readonly options: (ledger: string, more?: Partial<JetStreamOptions>) => JetStreamOptions;
  readonly open: (ledger: string, more?: Partial<JetStreamOptions>) => Promise<EventLog>;
  /** Opens it without closing it after the test, with little patience. */
  readonly opening: (ledger: string, mode?: 'read' | 'write') => TaskEither<LogFault, EventLog>;
  /** Writes batches of four facts and closes the ledger; answers the bodies. */
  readonly written: (ledger: string, batches: number) => Promise<readonly string[]>;
  /** A client like any other, for what Berth itself would not do. */
  readonly stranger: () => Promise<NatsConnection>;
  readonly proxy: () => Promise<Proxy>;
}

/** What a bench holds between the hooks of a test file. */
interface Holdings {
  server: NatsServer | undefined;
  ledgers: number;
  readonly endings: (() => Promise<unknown>)[];
}

/** Starts the server before the tests of a file, and removes it after them. */
export const benchOf = (settings = ''): Bench => {
  const holdings: Holdings = { server: undefined, ledgers: 0, endings: [] };
  beforeAll(async () => {
    holdings.server = await startNatsServer(settings);
  });
  afterEach(async () => {
    await Promise.all(holdings.endings.splice(0).map((end) => end()));
  });
  afterAll(async () => {
    await holdings.server?.remove();
  });
  return { ...ledgersOf(holdings), ...wiresOf(holdings) };
};

const serverOf = ({ server }: Holdings): NatsServer => {
  if (server === undefined) throw new Error('the server is not started');
  return server;
};

const ledgersOf = (holdings: Holdings): Omit<Bench, 'server' | 'stranger' | 'proxy'> => {
  const options: Bench['options'] = (ledger, more = {}) => ({
    servers: serverOf(holdings).url,
    ledger,
    mode: 'write',
    ...more,
  });
  const open: Bench['open'] = async (ledger, more) => {
    const log = await answerOf(openJetStreamLedger(options(ledger, more)));
    holdings.endings.push(() => log.close()());
    return log;
  };
  const opening: Bench['opening'] = (ledger, mode = 'write') =>
    openJetStreamLedger(options(ledger, { mode, timeoutMs: 1500 }));
  const written: Bench['written'] = async (ledger, batches) =>
    closedAfter(await open(ledger), batches);
  const fresh = () => `ledger-${(holdings.ledgers += 1)}`;
  return { fresh, options, open, opening, written };
};

/** Writes batches of four facts to an empty ledger and closes it; answers the bodies. */
const closedAfter = async (log: EventLog, batches: number): Promise<readonly string[]> => {
  for (let batch = 0; batch < batches; batch += 1) {
    await answerOf(log.append(batch * 4, recordsOf(batch * 4, 4)));
  }
  const bodies = await bodiesOf(log);
  await answerOf(log.close());
  return bodies;
};

const wiresOf = (holdings: Holdings): Pick<Bench, 'server' | 'stranger' | 'proxy'> => ({
  server: () => serverOf(holdings),
  stranger: async () => {
    const client = await connect({ servers: serverOf(holdings).url });
    holdings.endings.push(() => client.close());
    return client;
  },
  proxy: async () => {
    const proxy = await proxyTo(serverOf(holdings).port);
    holdings.endings.push(proxy.close);
    return proxy;
  },
});

/** The stream of a ledger. */
export const streamOf = (ledger: string): string => `berth-ledger-${ledger}`;
/** The subject of a ledger. */
export const subjectOf = (ledger: string): string => `berth.ledger.${ledger}`;
/** The stream that remembers how far a ledger was acknowledged. */
export const witnessOf = (ledger: string): string => `berth-witness-${ledger}`;
