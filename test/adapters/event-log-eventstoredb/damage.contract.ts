import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEventStoreLedger } from '../../../adapters/event-log-eventstoredb/index.ts';
import { answerOf, faultIn, recordOf, recordsOf } from '../../contracts/event-log-records.ts';
import {
  type FakeEvent,
  fakeEventStore,
  type FakeEventStore,
} from '../../servers/eventstoredb-fake/index.ts';
import { damage, eventsOf, freshLedger, opened, optionsFor } from './opened.ts';

let fake: FakeEventStore;
beforeAll(async () => {
  fake = await fakeEventStore();
});
afterAll(() => fake.stop());

/** A ledger of five facts, closed; event n holds fact n. */
const fiveFacts = async (): Promise<{ readonly ledger: string; readonly events: FakeEvent[] }> => {
  const ledger = freshLedger();
  const log = await opened(fake, { ledger });
  await answerOf(log.append(0, recordsOf(0, 5)));
  await answerOf(log.close());
  return { ledger, events: eventsOf(fake, ledger) };
};

const otherBody = { data: Buffer.from(recordOf(99).body) };
const otherHash = { metadata: Buffer.from(`{"revision":3,"hash":"${'ab'.repeat(32)}"}`) };

describe('EventStoreDB ledger (gRPC fake) › damage', () => {
  const damages: readonly (readonly [string, number | undefined, (events: FakeEvent[]) => void])[] =
    [
      ['another body', 3, (events) => damage(events, 3, () => otherBody)],
      ['another hash', 3, (events) => damage(events, 3, () => otherHash)],
      ['two facts in each other’s place', 3, (events) => events.splice(3, 2, ...swapped(events))],
      ['a fact left out', 3, (events) => events.splice(3, 1)],
      ['a fact twice', 4, (events) => events.splice(3, 0, ...events.slice(3, 4))],
      ['no hash', undefined, (events) => damage(events, 3, () => ({ metadata: Buffer.of() }))],
    ];
  const swapped = (events: FakeEvent[]): FakeEvent[] => events.slice(3, 5).toReversed();

  it.each(damages)('%s is found by reading', async (_, revision, change) => {
    const { ledger, events } = await fiveFacts();
    change(events);
    const log = await opened(fake, { ledger, mode: 'read' });
    const fault = await faultIn(log.read(0, 9));
    expect(fault).toMatchObject({ _tag: 'LedgerCorrupt', revision });
    expect(await answerOf(log.read(0, 2))).toHaveLength(2);
    await answerOf(log.close());
  });

  it('at the end it is found by opening for writing', async () => {
    const { ledger, events } = await fiveFacts();
    damage(events, 5, () => otherBody);
    const opening = openEventStoreLedger(optionsFor(fake, { ledger }));
    expect(await faultIn(opening)).toMatchObject({ _tag: 'LedgerCorrupt', revision: 5 });
  });

  it('facts that the server was told to forget are missed', async () => {
    const { ledger } = await fiveFacts();
    const settings = {
      id: '',
      type: '$metadata',
      contentType: 'application/json',
      data: Buffer.from('{"$maxCount":3}'),
      metadata: Buffer.of(),
    };
    fake.store.append(`$$${ledger}`, 'any', [settings]);
    for (const mode of ['read', 'write'] as const) {
      const opening = openEventStoreLedger(optionsFor(fake, { ledger, mode }));
      expect(await faultIn(opening)).toMatchObject({ _tag: 'LedgerCorrupt' });
    }
  });
});
