import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openJetStreamLedger } from '../../../adapters/event-log-jetstream/index.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { answerOf, bodiesOf, faultIn, recordsOf } from '../../contracts/event-log-records.ts';
import { benchOf } from './bench.ts';

const bench = benchOf();

describe('two writers of one ledger on the real nats-server', () => {
  it('are told of each other: the second is refused while the first answers', async () => {
    const ledger = bench.fresh();
    await bench.open(ledger);
    const startMs = performance.now();
    expect(await faultIn(openJetStreamLedger(bench.options(ledger)))).toMatchObject({
      _tag: 'LedgerLocked',
    });
    expect(performance.now() - startMs).toBeLessThan(1000);
  });

  it('never write the same revision: who stood still while another wrote is told the head', async () => {
    const ledger = bench.fresh();
    const proxy = await bench.proxy();
    const stale = await bench.open(ledger, { servers: proxy.url });
    await answerOf(stale.append(0, recordsOf(0, 3)));
    proxy.silence('both');
    const fresh = await bench.open(ledger);
    await answerOf(fresh.append(3, recordsOf(3, 2)));
    proxy.silence('neither');
    expect(await faultIn(stale.append(3, recordsOf(50, 2)))).toEqual({
      _tag: 'VersionConflict',
      retry: 'again',
      expected: 3,
      actual: 5,
    });
    // The refused one has read what happened, and is the one that may go on when it wins the next place.
    await answerOf(stale.append(5, recordsOf(5, 1)));
    expect(await faultIn(fresh.append(5, recordsOf(60, 1)))).toMatchObject({ actual: 6 });
    expect(await bodiesOf(fresh)).toEqual(recordsOf(0, 6).map(({ body }) => body));
  });

  it('racing for every revision, write each one once', async () => {
    const ledger = bench.fresh();
    const proxy = await bench.proxy();
    const one = await bench.open(ledger, { servers: proxy.url });
    proxy.silence('both');
    const other = await bench.open(ledger);
    proxy.silence('neither');
    let revision = 0;
    for (let round = 0; round < 60; round += 1) {
      const outcomes = await Promise.all([
        one.append(revision, recordsOf(round * 10, 1 + (round % 3)))(),
        other.append(revision, recordsOf(round * 10 + 5, 2))(),
      ]);
      const winners = outcomes.filter((outcome) => !isLeft(outcome));
      expect(winners).toHaveLength(1);
      for (const outcome of outcomes) {
        if (isLeft(outcome)) expect(outcome.left).toMatchObject({ _tag: 'VersionConflict' });
        else revision = outcome.right.revision;
      }
    }
    expect(await bodiesOf(one)).toHaveLength(revision);
    expect(await bodiesOf(other)).toEqual(await bodiesOf(one));
  });

  it('admit each other again after the first was killed without a word', async () => {
    const ledger = bench.fresh();
    const proxy = await bench.proxy();
    await bench.open(ledger, { servers: proxy.url });
    await proxy.close();
    await sleep(50);
    await bench.open(ledger);
  });
});

describe('a reader beside a writer on the real nats-server', () => {
  it('sees whole batches as they come, and writes nothing', async () => {
    const ledger = bench.fresh();
    const writer = await bench.open(ledger);
    const reader = await bench.open(ledger, { mode: 'read' });
    let revision = 0;
    for (let round = 1; round <= 5; round += 1) {
      revision = (await answerOf(writer.append(revision, recordsOf(revision, round)))).revision;
      expect((await answerOf(reader.head())).revision).toBe(revision);
      expect(await bodiesOf(reader)).toHaveLength(revision);
      const found = await answerOf(reader.findCommand(`cmd-${Math.floor((revision - 1) / 2)}`));
      expect(found.at(-1)).toBe(revision);
    }
    const head = await answerOf(writer.head());
    const kept = { name: 'n', ...head, bytes: new Uint8Array([1]) };
    await answerOf(writer.saveSnapshot(kept));
    expect(await answerOf(reader.loadSnapshot('n', revision))).toMatchObject({ revision });
    expect(await faultIn(reader.append(revision, recordsOf(0, 1)))).toMatchObject({
      _tag: 'LedgerUnavailable',
    });
    expect(await faultIn(reader.saveSnapshot(kept))).toMatchObject({ _tag: 'LedgerUnavailable' });
  });

  it('makes no ledger where there is none', async () => {
    const options = bench.options(bench.fresh(), { mode: 'read' });
    expect(await faultIn(openJetStreamLedger(options))).toMatchObject({
      _tag: 'LedgerUnavailable',
    });
    const client = await bench.stranger();
    const { streams } = await client.jetstreamManager();
    await expect(streams.info(`berth-ledger-${options.ledger}`)).rejects.toThrow(
      'stream not found',
    );
  });
});
