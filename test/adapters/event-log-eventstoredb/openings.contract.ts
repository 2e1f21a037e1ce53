import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEventStoreLedger } from '../../../adapters/event-log-eventstoredb/index.ts';
import { answerOf, bodiesOf, faultIn, recordsOf } from '../../contracts/event-log-records.ts';
import {
  fakeEventStore,
  type FakeEvent,
  type FakeEventStore,
} from '../../servers/eventstoredb-fake/index.ts';
import { damage, eventsOf, freshLedger, opened, optionsFor } from './opened.ts';

let fake: FakeEventStore;
beforeAll(async () => {
  fake = await fakeEventStore();
});
afterAll(() => fake.stop());

const openingOf = (ledger: string, mode: 'read' | 'write' = 'write') =>
  openEventStoreLedger(optionsFor(fake, { ledger, mode }));

const stranger: FakeEvent = {
  id: 'c5b0e6a4-7c1e-5c52-8a3e-2f2c4e9d7b10',
  type: 'OrderPlaced',
  contentType: 'application/json',
  data: Buffer.from('{"order":1}'),
  metadata: new Uint8Array(),
};

describe('EventStoreDB ledger (gRPC fake) › opening', () => {
  it('for reading makes no stream', async () => {
    const ledger = freshLedger();
    expect(await faultIn(openingOf(ledger, 'read'))).toMatchObject({ _tag: 'LedgerUnavailable' });
    expect(fake.store.streams.has(ledger)).toBe(false);
  });

  it.each(['read', 'write'] as const)('for %s refuses a stream of somebody else', async (mode) => {
    const ledger = freshLedger();
    fake.store.append(ledger, 'any', [stranger]);
    expect(await faultIn(openingOf(ledger, mode))).toMatchObject({ _tag: 'LedgerUnavailable' });
    expect(eventsOf(fake, ledger)).toEqual([stranger]);
  });

  it.each(['read', 'write'] as const)('for %s refuses a newer format', async (mode) => {
    const ledger = freshLedger();
    await answerOf((await opened(fake, { ledger })).close());
    const data = Buffer.from('{"format":2,"base":0}');
    damage(eventsOf(fake, ledger), 0, () => ({ data }));
    const fault = await faultIn(openingOf(ledger, mode));
    expect(fault).toMatchObject({ _tag: 'LedgerNewer', found: 2, known: 1 });
  });

  it('refuses a stream that was deleted, whose numbers would go on', async () => {
    const ledger = freshLedger();
    const log = await opened(fake, { ledger });
    await answerOf(log.append(0, recordsOf(0, 2)));
    fake.store.softDelete(ledger);
    expect(await faultIn(log.read(0, 9))).toMatchObject({ _tag: 'LedgerUnavailable' });
    await answerOf(log.close());
    expect(await faultIn(openingOf(ledger))).toMatchObject({ _tag: 'LedgerUnavailable' });
    expect(eventsOf(fake, ledger)).toHaveLength(3);
  });

  it('begins the same ledger as another process that opens it at the same moment', async () => {
    const ledger = freshLedger();
    const elsewhere = await fakeEventStore();
    await answerOf((await opened(elsewhere, { ledger })).close());
    fake.script.appends.push({ _tag: 'Overtaken', by: eventsOf(elsewhere, ledger) });
    const log = await opened(fake, { ledger });
    expect(await answerOf(log.append(0, recordsOf(0, 1)))).toMatchObject({ revision: 1 });
    await answerOf(log.close());
    elsewhere.stop();
  });

  it('keeps ledgers of one server apart', async () => {
    const logs = [await opened(fake), await opened(fake)];
    for (const [at, log] of logs.entries()) await answerOf(log.append(0, recordsOf(at * 10, 2)));
    for (const [at, log] of logs.entries()) {
      expect(await bodiesOf(log)).toEqual(recordsOf(at * 10, 2).map(({ body }) => body));
      await answerOf(log.close());
    }
  });
});

describe('EventStoreDB ledger (gRPC fake) › names and passwords', () => {
  it.each(['', '$all', '$$ledger', 'two words', 'x'.repeat(201), 'a\u0000b'])(
    'refuses %j as a ledger',
    async (ledger) => {
      expect(await faultIn(openingOf(ledger))).toMatchObject({ _tag: 'LedgerUnavailable' });
    },
  );

  it.each(['', 'http://a:b@host', 'esdb://', 'esdb://admin:s3cret@host:port', 'esdb+x://h'])(
    'refuses %j as a connection string',
    async (connectionString) => {
      const opening = openEventStoreLedger(optionsFor(fake, { connectionString }));
      expect(await faultIn(opening)).toMatchObject({ _tag: 'LedgerUnavailable' });
    },
  );

  it('tells no password in a fault', async () => {
    const connectionString = 'esdb://admin:s3cret@127.0.0.1:1?tls=false';
    for (const string of [connectionString, `${connectionString}&tls=perhaps`]) {
      const options = optionsFor(fake, { connectionString: string, timeoutMs: 500 });
      const fault = await faultIn(openEventStoreLedger(options));
      expect(JSON.stringify(fault)).not.toContain('s3cret');
      expect(fault).toMatchObject({ _tag: 'LedgerUnavailable' });
      expect(JSON.stringify(fault)).toContain('esdb://127.0.0.1:1/');
    }
  });
});
