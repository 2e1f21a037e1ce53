import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, bodiesOf, faultIn, recordsOf } from '../../contracts/event-log-records.ts';
import {
  fakeEventStore,
  type FakeEventStore,
  type Mishap,
} from '../../servers/eventstoredb-fake/index.ts';
import { freshLedger, opened, timed } from './opened.ts';

let fake: FakeEventStore;
beforeAll(async () => {
  fake = await fakeEventStore();
});
afterAll(() => fake.stop());

describe('EventStoreDB ledger (gRPC fake) › an append in doubt', () => {
  const mishaps: readonly (readonly [string, Mishap])[] = [
    ['never answers', { _tag: 'Silent', isKept: true }],
    ['never answers and keeps nothing', { _tag: 'Silent', isKept: false }],
    ['goes away', { _tag: 'GoesAway', isKept: true }],
    ['runs out of its own time', { _tag: 'TimesOut', isKept: true }],
    ['runs out of its own time and keeps nothing', { _tag: 'TimesOut', isKept: false }],
  ];
  it.each(mishaps)('is one whose server %s, and the tail tells', async (_, mishap) => {
    const ledger = freshLedger();
    const log = await opened(fake, { ledger, timeoutMs: 200 });
    await answerOf(log.append(0, recordsOf(0, 2)));
    fake.script.appends.push(mishap);
    const tookMs = await timed(async () => {
      expect(await faultIn(log.append(2, recordsOf(2, 3)))).toMatchObject({ _tag: 'InDoubt' });
    });
    expect(tookMs).toBeLessThan(2000);
    expect(await faultIn(log.head())).toMatchObject({ _tag: 'LogClosed' });
    const again = await opened(fake, { ledger });
    const isKept = 'isKept' in mishap && mishap.isKept;
    expect(await answerOf(again.read(2, 10))).toHaveLength(isKept ? 3 : 0);
    expect(await answerOf(again.append(2, recordsOf(2, 3)))).toMatchObject({ revision: 5 });
    expect(await bodiesOf(again)).toEqual(recordsOf(0, 5).map(({ body }) => body));
    await answerOf(again.close());
  });

  it('is one whose server is no longer the leader', async () => {
    const log = await opened(fake);
    fake.script.appends.push({ _tag: 'NotLeader', leaderPort: fake.port });
    expect(await faultIn(log.append(0, recordsOf(0, 1)))).toMatchObject({ _tag: 'InDoubt' });
    expect(await faultIn(log.head())).toMatchObject({ _tag: 'LogClosed' });
  });

  it('is told to those who wait behind it as a closed log', async () => {
    const log = await opened(fake, { timeoutMs: 200 });
    fake.script.appends.push({ _tag: 'Silent', isKept: false });
    const [first, second] = [log.append(0, recordsOf(0, 1)), log.append(1, recordsOf(1, 1))];
    const faults = await Promise.all([faultIn(first), faultIn(second)]);
    expect(faults.map(({ _tag }) => _tag)).toEqual(['InDoubt', 'LogClosed']);
  });
});
