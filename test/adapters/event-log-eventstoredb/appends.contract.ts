import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openEventStoreLedger } from '../../../adapters/event-log-eventstoredb/index.ts';
import { answerOf, bodiesOf, faultIn, recordsOf } from '../../contracts/event-log-records.ts';
import type { NewRecord } from '../../../adapters/ports/event-log.ts';
import {
  type FakeEvent,
  fakeEventStore,
  type FakeEventStore,
} from '../../servers/eventstoredb-fake/index.ts';
import { eventsOf, freshLedger, opened, optionsFor } from './opened.ts';

let fake: FakeEventStore;
beforeAll(async () => {
  fake = await fakeEventStore();
});
afterAll(() => fake.stop());
afterEach(() => {
  // A ledger that an append closed leaves nothing of its script to the next test.
  expect(fake.script).toEqual({ appends: [], reads: [] });
});

/** What another process of the same program appends to a ledger that holds the first facts: the same events, ids and all. */
const byAnother = async (
  ledger: string,
  present: number,
  records: readonly NewRecord[],
): Promise<readonly FakeEvent[]> => {
  const elsewhere = await fakeEventStore();
  const log = await opened(elsewhere, { ledger });
  if (present > 0) await answerOf(log.append(0, recordsOf(0, present)));
  await answerOf(log.append(present, records));
  await answerOf(log.close());
  elsewhere.stop();
  return eventsOf(elsewhere, ledger).slice(present + 1);
};

describe('EventStoreDB ledger (gRPC fake) › another process writes', () => {
  it('an overtaken batch is refused whole, and the next one stands on the new head', async () => {
    const ledger = freshLedger();
    const log = await opened(fake, { ledger });
    await answerOf(log.append(0, recordsOf(0, 2)));
    fake.script.appends.push({
      _tag: 'Overtaken',
      by: await byAnother(ledger, 2, recordsOf(50, 3)),
    });
    const refused = await faultIn(log.append(2, recordsOf(2, 2)));
    expect(refused).toEqual({ _tag: 'VersionConflict', retry: 'again', expected: 2, actual: 5 });
    expect(await answerOf(log.append(5, recordsOf(2, 2)))).toMatchObject({ revision: 7 });
    const wanted = [...recordsOf(0, 2), ...recordsOf(50, 3), ...recordsOf(2, 2)];
    expect(await bodiesOf(log)).toEqual(wanted.map(({ body }) => body));
    expect(await answerOf(log.findCommand('cmd-25'))).toEqual([3, 4]);
    await answerOf(log.close());
  });

  it('the same batch by another hand is answered as if it were ours', async () => {
    const ledger = freshLedger();
    const log = await opened(fake, { ledger });
    fake.script.appends.push({
      _tag: 'Overtaken',
      by: await byAnother(ledger, 0, recordsOf(0, 3)),
    });
    expect(await answerOf(log.append(0, recordsOf(0, 3)))).toMatchObject({ revision: 3 });
    expect(await bodiesOf(log)).toHaveLength(3);
    await answerOf(log.close());
  });

  it('facts of another hand are seen by a writer that is asked to stand on them', async () => {
    const ledger = freshLedger();
    const log = await opened(fake, { ledger });
    fake.store.append(ledger, 'any', await byAnother(ledger, 0, recordsOf(7, 2)));
    expect(await answerOf(log.append(2, recordsOf(9, 1)))).toMatchObject({ revision: 3 });
    await answerOf(log.close());
  });

  it('nothing is written on top of events that are no facts', async () => {
    const log = await opened(fake);
    const id = 'c5b0e6a4-7c1e-5c52-8a3e-2f2c4e9d7b10';
    const [data, metadata] = [Buffer.from('{}'), new Uint8Array()];
    const by = [{ id, type: 'Stranger', contentType: 'application/json', data, metadata }];
    fake.script.appends.push({ _tag: 'Overtaken', by });
    expect(await faultIn(log.append(0, recordsOf(0, 1)))).toMatchObject({ _tag: 'LedgerCorrupt' });
    await answerOf(log.close());
  });
});

describe('EventStoreDB ledger (gRPC fake) › an append that is refused', () => {
  it('leaves the log open where we may not write', async () => {
    const log = await opened(fake);
    fake.script.appends.push({ _tag: 'Denied' });
    const fault = await faultIn(log.append(0, recordsOf(0, 1)));
    expect(fault).toMatchObject({ _tag: 'LedgerUnavailable' });
    expect(await answerOf(log.append(0, recordsOf(0, 1)))).toMatchObject({ revision: 1 });
    await answerOf(log.close());
  });

  it('leaves the log open where the server does not take the batch', async () => {
    const log = await opened(fake);
    fake.script.appends.push({ _tag: 'Refused' });
    const fault = await faultIn(log.append(0, recordsOf(0, 1)));
    expect(fault).toMatchObject({ _tag: 'BatchRefused' });
    expect(await answerOf(log.append(0, recordsOf(0, 1)))).toMatchObject({ revision: 1 });
    await answerOf(log.close());
  });

  it('says so where the stream was deleted for ever', async () => {
    const ledger = freshLedger();
    const log = await opened(fake, { ledger });
    fake.store.tombstone(ledger);
    const fault = await faultIn(log.append(0, recordsOf(0, 1)));
    expect(fault).toMatchObject({ _tag: 'LedgerUnavailable' });
    await answerOf(log.close());
    const opening = openEventStoreLedger(optionsFor(fake, { ledger }));
    expect(await faultIn(opening)).toMatchObject({ _tag: 'LedgerUnavailable' });
  });
});

describe('EventStoreDB ledger (gRPC fake) › the path of an append', () => {
  it('is never the one on which the client waits for ever, though the server offers it', async () => {
    const log = await opened(fake);
    await answerOf(log.append(0, recordsOf(0, 3)));
    await answerOf(log.close());
    expect(fake.calls.batchAppend).toBe(0);
    expect(fake.calls.append).toBeGreaterThan(0);
  });
});
