import { fc } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, bodiesOf, faultIn, recordsOf } from '../../contracts/event-log-records.ts';
import { fakeEventStore, type FakeEventStore } from '../../servers/eventstoredb-fake/index.ts';
import { damage, eventsOf, freshLedger, opened } from './opened.ts';

/** The server takes 20,000 bytes at once: about 60 facts of these tests. */
let fake: FakeEventStore;
beforeAll(async () => {
  fake = await fakeEventStore({ appendBytesMax: 20_000 });
});
afterAll(() => fake.stop());

const bundlesOf = (ledger: string): readonly string[] =>
  [...fake.store.streams.keys()].filter((name) => name.startsWith(`${ledger}-bundle-`));

describe('EventStoreDB ledger (gRPC fake) › a batch larger than one append may be', () => {
  it('is whole by one event of the ledger, and found by subject and command', async () => {
    const ledger = freshLedger();
    const log = await opened(fake, { ledger });
    await answerOf(log.append(0, recordsOf(0, 3)));
    expect(await answerOf(log.append(3, recordsOf(3, 200)))).toMatchObject({ revision: 203 });
    expect(await answerOf(log.append(203, recordsOf(203, 2)))).toMatchObject({ revision: 205 });
    expect(eventsOf(fake, ledger)).toHaveLength(1 + 3 + 1 + 2);
    await answerOf(log.close());
    const again = await opened(fake, { ledger });
    expect(await bodiesOf(again)).toEqual(recordsOf(0, 205).map(({ body }) => body));
    expect(await answerOf(again.findCommand('cmd-40'))).toEqual([81, 82]);
    const found = await answerOf(again.readSubject('workload/w-2', 196, 9));
    expect(found.map(({ revision }) => revision)).toEqual([199]);
    expect(await answerOf(again.append(3, recordsOf(3, 200)))).toMatchObject({ revision: 203 });
    await answerOf(again.close());
  });

  it('is absent as long as the ledger does not name it, and a retry finds what is there', async () => {
    const ledger = freshLedger();
    const log = await opened(fake, { ledger });
    await answerOf(log.append(0, recordsOf(0, 100)));
    const before = fake.calls.append;
    await answerOf(log.append(100, recordsOf(100, 100)));
    const [perBatch, first] = [fake.calls.append - before, bundlesOf(ledger).length];
    for (let at = 0; at < perBatch - 1; at += 1)
      fake.script.appends.push({ _tag: 'Cut', after: 0 });
    fake.script.appends.push({ _tag: 'GoesAway', isKept: false });
    expect(await faultIn(log.append(200, recordsOf(200, 100)))).toMatchObject({ _tag: 'InDoubt' });
    const again = await opened(fake, { ledger });
    expect(await answerOf(again.head())).toMatchObject({ revision: 200 });
    expect(await answerOf(again.append(200, recordsOf(200, 100)))).toMatchObject({ revision: 300 });
    expect(bundlesOf(ledger).length).toBeGreaterThan(first);
    expect(await bodiesOf(again)).toEqual(recordsOf(0, 300).map(({ body }) => body));
    await answerOf(again.close());
  });

  it('is refused for certain where its parts cannot be written', async () => {
    const log = await opened(fake);
    await answerOf(log.append(0, recordsOf(0, 100)));
    fake.script.appends.push({ _tag: 'GoesAway', isKept: false });
    const fault = await faultIn(log.append(100, recordsOf(100, 100)));
    expect(fault).toMatchObject({ _tag: 'LedgerUnavailable' });
    expect(await answerOf(log.append(100, recordsOf(100, 100)))).toMatchObject({ revision: 200 });
    await answerOf(log.close());
  });

  it('is cut anew where the server takes less at once than is usual', async () => {
    const log = await opened(fake);
    const facts = recordsOf(0, 5000);
    expect(await answerOf(log.append(0, facts))).toMatchObject({ revision: 5000 });
    expect(await bodiesOf(log)).toEqual(facts.map(({ body }) => body));
    await answerOf(log.close());
  });

  it('whose bodies are damaged is found by reading', async () => {
    const ledger = freshLedger();
    const log = await opened(fake, { ledger });
    await answerOf(log.append(0, recordsOf(0, 100)));
    const events = eventsOf(fake, bundlesOf(ledger)[0] ?? '');
    damage(events, 0, ({ data }) => ({ data: Buffer.from(data).fill(0x78, 100, 101) }));
    expect(await faultIn(log.read(0, 9))).toMatchObject({ _tag: 'LedgerCorrupt' });
    events.pop();
    expect(await faultIn(log.read(0, 9))).toMatchObject({ _tag: 'LedgerCorrupt' });
    await answerOf(log.close());
  });

  it('is refused where the server takes next to nothing', async () => {
    const tiny = await fakeEventStore({ appendBytesMax: 2000 });
    const log = await opened(tiny);
    expect(await faultIn(log.append(0, recordsOf(0, 50)))).toMatchObject({ _tag: 'BatchRefused' });
    expect(await answerOf(log.append(0, recordsOf(0, 2)))).toMatchObject({ revision: 2 });
    await answerOf(log.close());
    tiny.stop();
  });

  it('∀ walk of small and large batches: each page is the slice that a list would give', async () => {
    const sizes = fc.array(fc.constantFrom(1, 2, 7, 80, 150), { minLength: 1, maxLength: 6 });
    const pages = fc.array(fc.tuple(fc.nat(500), fc.constantFrom(1, 3, 40, 1000)), {
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(sizes, pages, async (batches, asked) => {
        const ledger = freshLedger();
        const log = await opened(fake, { ledger });
        let length = 0;
        for (const size of batches) {
          await answerOf(log.append(length, recordsOf(length, size)));
          length += size;
        }
        const wanted = recordsOf(0, length).map(({ body }) => body);
        const reader = await opened(fake, { ledger, mode: 'read' });
        for (const [after, max] of asked) {
          const page = await answerOf(reader.read(after, max));
          expect(page.map(({ body }) => body)).toEqual(wanted.slice(after, after + max));
          expect(page[0]?.revision ?? after + 1).toBe(after + 1);
        }
        await Promise.all([answerOf(log.close()), answerOf(reader.close())]);
      }),
      { numRuns: 15 },
    );
  });
});
