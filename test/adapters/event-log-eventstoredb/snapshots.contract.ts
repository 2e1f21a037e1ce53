import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, faultIn, recordsOf } from '../../contracts/event-log-records.ts';
import {
  type FakeEvent,
  fakeEventStore,
  type FakeEventStore,
} from '../../servers/eventstoredb-fake/index.ts';
import { damage, eventsOf, freshLedger, opened } from './opened.ts';

/** The server takes 20,000 bytes at once. */
let fake: FakeEventStore;
beforeAll(async () => {
  fake = await fakeEventStore({ appendBytesMax: 20_000 });
});
afterAll(() => fake.stop());

/** A ledger with one fact, and a way to save snapshots of it. */
const begun = async () => {
  const ledger = freshLedger();
  const log = await opened(fake, { ledger });
  const head = await answerOf(log.append(0, recordsOf(0, 1)));
  const bytesOf = (length: number) => Uint8Array.from({ length }, (_, at) => at % 251);
  const save = (length: number, name = 'state') =>
    log.saveSnapshot({ name, ...head, bytes: bytesOf(length) });
  const load = async (name = 'state') => (await answerOf(log.loadSnapshot(name, 99)))?.bytes;
  const stream = `${ledger}-snapshots`;
  return { ledger, log, head, bytesOf, save, load, stream };
};

const settingsOf = (stream: string): unknown =>
  JSON.parse(Buffer.from(eventsOf(fake, `$$${stream}`).at(-1)?.data ?? []).toString());

describe('EventStoreDB ledger (gRPC fake) › snapshots', () => {
  it('larger than an append are kept in parts and come back as they were', async () => {
    const { log, save, load, bytesOf } = await begun();
    await answerOf(save(300_000));
    await answerOf(save(10, 'other'));
    expect(Buffer.compare((await load()) ?? Buffer.of(), bytesOf(300_000))).toBe(0);
    expect(await load('other')).toHaveLength(10);
    await answerOf(save(0));
    expect(await load()).toHaveLength(0);
    await answerOf(log.close());
  });

  it('old ones are dropped by the server, which is told how many to keep', async () => {
    const { log, save, load, stream } = await begun();
    await answerOf(save(10));
    expect(settingsOf(stream)).toEqual({ $maxCount: 128 });
    await answerOf(save(320_000));
    expect(settingsOf(stream)).toEqual({ $maxCount: 18 * 8 });
    await answerOf(save(12));
    expect(eventsOf(fake, `$$${stream}`)).toHaveLength(2);
    expect(await load()).toHaveLength(12);
    await answerOf(log.close());
  });

  it('settings that somebody else made of their stream stay', async () => {
    const { log, save, stream } = await begun();
    const event = { id: '', type: '$metadata', contentType: 'application/json' };
    const data = Buffer.from('{"$acl":{"$r":"ops"},"$maxCount":5}');
    fake.store.append(`$$${stream}`, 'any', [{ ...event, data, metadata: Buffer.of() }]);
    await answerOf(save(10));
    expect(settingsOf(stream)).toEqual({ $acl: { $r: 'ops' }, $maxCount: 128 });
    await answerOf(log.close());
  });

  it('a damaged, torn or lost one is passed over for the one before it', async () => {
    const { log, save, load, stream } = await begun();
    await answerOf(save(1000));
    await answerOf(save(50_000));
    const events = eventsOf(fake, stream);
    const whole = events.slice();
    const changes: readonly ((present: FakeEvent[]) => void)[] = [
      (present) => damage(present, 2, ({ data }) => ({ data: Buffer.from(data).fill(1, 50, 51) })),
      (present) => present.pop(),
      (present) => present.splice(3),
      (present) => damage(present, 5, () => ({ data: Buffer.from('{}') })),
    ];
    for (const change of changes) {
      events.splice(0, events.length, ...whole);
      change(events);
      expect(await load()).toHaveLength(1000);
    }
    await answerOf(log.close());
  });

  it('deleting them costs nothing but time', async () => {
    const { log, save, load, stream } = await begun();
    await answerOf(save(1000));
    fake.store.softDelete(stream);
    expect(await load()).toBeUndefined();
    await answerOf(log.close());
  });

  it('are tried again behind those of somebody else, and given up where that goes on', async () => {
    const { log, save, load, stream } = await begun();
    await answerOf(save(10));
    const by = eventsOf(fake, stream).slice(0, 1);
    fake.script.appends.push({ _tag: 'Overtaken', by });
    await answerOf(save(20));
    expect(await load()).toHaveLength(20);
    for (let tried = 0; tried < 3; tried += 1) fake.script.appends.push({ _tag: 'Overtaken', by });
    expect(await faultIn(save(30))).toMatchObject({ _tag: 'LedgerUnavailable' });
    await answerOf(log.close());
  });
});
