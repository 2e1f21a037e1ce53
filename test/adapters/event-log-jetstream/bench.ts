import { connect, type NatsConnection } from 'nats';
import { afterAll, afterEach, beforeAll } from 'vitest';
import {
  type JetStreamOptions,
  openJetStreamLedger,
} from '../../../adapters/event-log-jetstream/index.ts';
import type { EventLog } from '../../../adapters/ports/event-log.ts';
import { answerOf } from '../../contracts/event-log-records.ts';
import { type NatsServer, startNatsServer } from '../../servers/nats.ts';
import { type Proxy, proxyTo } from './proxy.ts';

/** A real server for the tests of one file, and ledgers on it that are closed after each test. */
export interface Bench {
  readonly server: () => NatsServer;
  /** The name of a ledger that no other test has. */
  readonly fresh: () => string;
  readonly options: (ledger: string, more?: Partial<JetStreamOptions>) => JetStreamOptions;
  readonly open: (ledger: string, more?: Partial<JetStreamOptions>) => Promise<EventLog>;
  /** A client like any other, for what Berth itself would not do. */
  readonly stranger: () => Promise<NatsConnection>;
  readonly proxy: () => Promise<Proxy>;
}

/** Starts the server before the tests of a file, and removes it after them. */
export const benchOf = (settings = ''): Bench => {
  const at: { server?: NatsServer; ledgers: number } = { ledgers: 0 };
  const endings: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    at.server = await startNatsServer(settings);
  });
  afterEach(async () => {
    await Promise.all(endings.splice(0).map((end) => end()));
  });
  afterAll(async () => {
    await at.server?.remove();
  });
  const server = (): NatsServer => {
    if (at.server === undefined) throw new Error('the server is not started');
    return at.server;
  };
  const options = (ledger: string, more: Partial<JetStreamOptions> = {}): JetStreamOptions => ({
    servers: server().url,
    ledger,
    mode: 'write',
    ...more,
  });
  return {
    server,
    options,
    fresh: () => {
      at.ledgers += 1;
      return `ledger-${at.ledgers}`;
    },
    open: async (ledger, more) => {
      const log = await answerOf(openJetStreamLedger(options(ledger, more)));
      endings.push(() => log.close()());
      return log;
    },
    stranger: async () => {
      const client = await connect({ servers: server().url });
      endings.push(() => client.close());
      return client;
    },
    proxy: async () => {
      const proxy = await proxyTo(server().port);
      endings.push(proxy.close);
      return proxy;
    },
  };
};

/** The stream of a ledger. */
export const streamOf = (ledger: string): string => `berth-ledger-${ledger}`;
/** The subject of a ledger. */
export const subjectOf = (ledger: string): string => `berth.ledger.${ledger}`;
/** The stream that remembers how far a ledger was acknowledged. */
export const witnessOf = (ledger: string): string => `berth-witness-${ledger}`;
