import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEventStoreLedger } from '../../../adapters/event-log-eventstoredb/index.ts';
import { answerOf, bodiesOf, faultIn, recordsOf } from '../../contracts/event-log-records.ts';
import { fakeEventStore, type FakeEventStore } from '../../servers/eventstoredb-fake/index.ts';
import { freshLedger, opened, optionsFor, timed } from './opened.ts';

let fake: FakeEventStore;
beforeAll(async () => {
  fake = await fakeEventStore();
});
afterAll(() => fake.stop());

describe('EventStoreDB ledger (gRPC fake) › reading', () => {
  it('never takes a read that was cut off for the end', async () => {
    const log = await opened(fake);
    await answerOf(log.append(0, recordsOf(0, 20)));
    fake.script.reads.push({ _tag: 'Cut', after: 7 }, { _tag: 'Cut', after: 0 });
    expect(await bodiesOf(log)).toEqual(recordsOf(0, 20).map(({ body }) => body));
    await answerOf(log.close());
  });

  it('ends within its time where the server never answers, and the log goes on', async () => {
    const log = await opened(fake, { timeoutMs: 200 });
    await answerOf(log.append(0, recordsOf(0, 2)));
    fake.script.reads.push({ _tag: 'Silent', isKept: false });
    const tookMs = await timed(async () => {
      expect(await faultIn(log.read(0, 9))).toMatchObject({ _tag: 'LedgerUnavailable' });
    });
    expect(tookMs).toBeLessThan(2000);
    expect(await answerOf(log.append(2, recordsOf(2, 1)))).toMatchObject({ revision: 3 });
    await answerOf(log.close());
  });

  it('says so where we may not read', async () => {
    const log = await opened(fake);
    fake.script.reads.push({ _tag: 'Denied' });
    expect(await faultIn(log.read(0, 9))).toMatchObject({ _tag: 'LedgerUnavailable' });
    await answerOf(log.close());
  });

  it('is answered with LogClosed where the log is closed meanwhile', async () => {
    const log = await opened(fake);
    await answerOf(log.append(0, recordsOf(0, 2)));
    fake.script.reads.push({ _tag: 'Silent', isKept: false });
    const reading = faultIn(log.read(0, 9));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await answerOf(log.close());
    expect(await reading).toMatchObject({ _tag: 'LogClosed' });
  });

  it('goes on beside a writer, and changes nothing', async () => {
    const ledger = freshLedger();
    const writer = await opened(fake, { ledger });
    const reader = await opened(fake, { ledger, mode: 'read' });
    await answerOf(writer.append(0, recordsOf(0, 2)));
    expect(await answerOf(reader.head())).toMatchObject({ revision: 2 });
    expect(await answerOf(reader.findCommand('cmd-0'))).toEqual([1, 2]);
    await answerOf(writer.append(2, recordsOf(2, 2)));
    expect(await bodiesOf(reader)).toHaveLength(4);
    expect(await answerOf(reader.findCommand('cmd-1'))).toEqual([3, 4]);
    expect(await answerOf(reader.readSubject('workload/w-3', 0, 9))).toHaveLength(1);
    const refused = [
      reader.append(4, recordsOf(4, 1)),
      reader.saveSnapshot(await snapshotOf(reader)),
    ];
    for (const call of refused) {
      expect(await faultIn(call)).toMatchObject({ _tag: 'LedgerUnavailable' });
    }
    await Promise.all([answerOf(writer.close()), answerOf(reader.close())]);
  });
});

const snapshotOf = async (log: Awaited<ReturnType<typeof opened>>) => ({
  name: 'n',
  ...(await answerOf(log.head())),
  bytes: new Uint8Array(3),
});

describe('EventStoreDB ledger (gRPC fake) › a server that comes and goes', () => {
  it('is found again by reads and by appends', async () => {
    const server = await fakeEventStore();
    const log = await opened(server);
    await answerOf(log.append(0, recordsOf(0, 2)));
    server.stop();
    const reading = bodiesOf(log);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await server.start();
    expect(await reading).toHaveLength(2);
    expect(await answerOf(log.append(2, recordsOf(2, 2)))).toMatchObject({ revision: 4 });
    await answerOf(log.close());
    server.stop();
  });

  it('that stays away leaves an append in doubt and a read without an answer, each in bounded time', async () => {
    const server = await fakeEventStore();
    const options = optionsFor(server, { timeoutMs: 500 });
    const log = await answerOf(openEventStoreLedger(options));
    server.stop();
    const tookMs = await timed(async () => {
      expect(await faultIn(log.read(0, 9))).toMatchObject({ _tag: 'LedgerUnavailable' });
      expect(await faultIn(log.append(0, recordsOf(0, 1)))).toMatchObject({ _tag: 'InDoubt' });
    });
    expect(tookMs).toBeLessThan(5000);
    expect(await faultIn(openEventStoreLedger(options))).toMatchObject({
      _tag: 'LedgerUnavailable',
    });
  });

  it('of a cluster is found among its nodes, and so is the one that leads after it', async () => {
    const leading = { port: 0 };
    const servers: FakeEventStore[] = [];
    const members = () =>
      servers.map(({ port }) => ({ port, isLeader: port === leading.port, isAlive: true }));
    const first = await fakeEventStore({ members });
    servers.push(first, await fakeEventStore({ members, store: first.store }));
    leading.port = first.port;
    const hosts = servers.map(({ port }) => `127.0.0.1:${port}`).join(',');
    const connectionString = `esdb://${hosts}?tls=false&discoveryInterval=20`;
    const log = await opened(first, { connectionString });
    await answerOf(log.append(0, recordsOf(0, 2)));
    first.stop();
    leading.port = servers[1]?.port ?? 0;
    expect(await bodiesOf(log)).toHaveLength(2);
    expect(await answerOf(log.append(2, recordsOf(2, 2)))).toMatchObject({ revision: 4 });
    await answerOf(log.close());
    servers[1]?.stop();
  });

  it('that does not lead sends us to the one that does', async () => {
    const leader = await fakeEventStore();
    const follower = await fakeEventStore({ store: leader.store, leaderPort: leader.port });
    const log = await opened(follower);
    await answerOf(log.append(0, recordsOf(0, 2)));
    expect(await bodiesOf(log)).toHaveLength(2);
    expect(leader.calls.append).toBeGreaterThan(0);
    expect(follower.calls.append).toBe(0);
    await answerOf(log.close());
    for (const server of [leader, follower]) server.stop();
  });
});
