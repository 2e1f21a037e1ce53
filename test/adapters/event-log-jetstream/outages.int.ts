import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openJetStreamLedger } from '../../../adapters/event-log-jetstream/index.ts';
import { answerOf, bodiesOf, faultIn, recordsOf } from '../../contracts/event-log-records.ts';
import { benchOf } from './bench.ts';

const bench = benchOf();
const timeoutMs = 700;
const soonMs = 2500;

const tookMs = async (work: () => Promise<unknown>): Promise<number> => {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
};

describe('a real nats-server that ends', () => {
  it('and starts again goes on where it was, for the same log', async () => {
    const log = await bench.open(bench.fresh());
    for (let round = 0; round < 4; round += 1) {
      await answerOf(log.append(round * 3, recordsOf(round * 3, 3)));
      await bench.server().kill();
      await bench.server().start();
    }
    expect(await bodiesOf(log)).toEqual(recordsOf(0, 12).map(({ body }) => body));
  });

  it('refuses an append in bounded time when nothing was sent; later it is taken', async () => {
    const log = await bench.open(bench.fresh(), { timeoutMs });
    await answerOf(log.append(0, recordsOf(0, 2)));
    await bench.server().kill();
    await sleep(100);
    const waitedMs = await tookMs(async () => {
      const fault = await faultIn(log.append(2, recordsOf(2, 1)));
      expect(fault).toMatchObject({ _tag: 'LedgerUnavailable', cause: 'not connected' });
    });
    expect(waitedMs).toBeLessThan(soonMs);
    await bench.server().start();
    expect((await answerOf(log.append(2, recordsOf(2, 3)))).revision).toBe(5);
    expect(await bodiesOf(log)).toEqual(recordsOf(0, 5).map(({ body }) => body));
  });

  it('answers questions that were asked while it was away', async () => {
    const log = await bench.open(bench.fresh());
    await answerOf(log.append(0, recordsOf(0, 5)));
    await bench.server().kill();
    const answer = bodiesOf(log);
    await bench.server().start();
    expect(await answer).toHaveLength(5);
  });
});

describe('a real nats-server that stands still', () => {
  it('leaves an append in doubt in bounded time; the tail tells the rest', async () => {
    const ledger = bench.fresh();
    const log = await bench.open(ledger, { timeoutMs });
    await answerOf(log.append(0, recordsOf(0, 2)));
    await bench.server().freeze();
    const waitedMs = await tookMs(async () => {
      expect(await faultIn(log.append(2, recordsOf(2, 3)))).toMatchObject({ _tag: 'InDoubt' });
      expect(await faultIn(log.head())).toMatchObject({ _tag: 'LogClosed' });
    });
    bench.server().thaw();
    expect(waitedMs).toBeLessThan(soonMs);
    const again = await bench.open(ledger);
    const { revision } = await answerOf(again.head());
    expect([2, 5]).toContain(revision);
    expect((await answerOf(again.append(2, recordsOf(2, 3)))).revision).toBe(5);
    expect(await bodiesOf(again)).toEqual(recordsOf(0, 5).map(({ body }) => body));
  });

  it('is unavailable for questions and for opening, in bounded time', async () => {
    const ledger = bench.fresh();
    const log = await bench.open(ledger, { timeoutMs });
    await answerOf(log.append(0, recordsOf(0, 2)));
    await bench.server().freeze();
    const waitedMs = await tookMs(async () => {
      expect(await faultIn(log.read(0, 5))).toMatchObject({ _tag: 'LedgerUnavailable' });
      const opening = openJetStreamLedger(bench.options(ledger, { timeoutMs }));
      expect(await faultIn(opening)).toMatchObject({ _tag: 'LedgerUnavailable' });
    });
    bench.server().thaw();
    expect(waitedMs).toBeLessThan(2 * soonMs);
    expect(await bodiesOf(log)).toHaveLength(2);
  });
});
