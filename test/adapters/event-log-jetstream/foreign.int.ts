import { describe, expect, it } from 'vitest';
import { openJetStreamLedger } from '../../../adapters/event-log-jetstream/index.ts';
import { answerOf, bodiesOf, faultIn, recordsOf } from '../../contracts/event-log-records.ts';
import { benchOf, streamOf, subjectOf, witnessOf } from './bench.ts';

const bench = benchOf();
const { written, opening } = bench;

describe('a stream on the real nats-server that is no ledger', () => {
  it('is refused: somebody else made it', async () => {
    const ledger = bench.fresh();
    const { streams } = await (await bench.stranger()).jetstreamManager();
    await streams.add({ name: streamOf(ledger), subjects: [subjectOf(ledger)] });
    for (const mode of ['read', 'write'] as const) {
      const fault = await faultIn(opening(ledger, mode));
      expect(fault).toMatchObject({ _tag: 'LedgerUnavailable' });
      expect(JSON.stringify(fault)).toContain('was not made by Berth');
    }
  });

  it('is refused: a newer program wrote it', async () => {
    const ledger = bench.fresh();
    await written(ledger, 1);
    const { streams } = await (await bench.stranger()).jetstreamManager();
    const { metadata } = (await streams.info(streamOf(ledger))).config;
    await streams.update(streamOf(ledger), { metadata: { ...metadata, 'berth.format': '2' } });
    expect(await faultIn(opening(ledger))).toMatchObject({
      _tag: 'LedgerNewer',
      found: 2,
      known: 1,
    });
  });

  it.each([
    ['max_age', { max_age: 3_600_000_000_000 }],
    ['discard', { discard: 'old', max_msgs: 5 }],
    ['max_msgs', { max_msgs: 1000 }],
    ['max_msgs_per_subject', { max_msgs_per_subject: 1000 }],
    ['no_ack', { no_ack: true }],
    ['allow_msg_ttl', { allow_msg_ttl: true }],
  ])(
    'is refused for writing when %s could lose facts, and read all the same',
    async (name, more) => {
      const ledger = bench.fresh();
      const bodies = await written(ledger, 2);
      const client = await bench.stranger();
      const { streams } = await client.jetstreamManager();
      const { config } = await streams.info(streamOf(ledger));
      const request = JSON.stringify({ ...config, ...more });
      const answer = await client.request(`$JS.API.STREAM.UPDATE.${streamOf(ledger)}`, request);
      expect(answer.string()).not.toContain('"error"');
      const fault = await faultIn(opening(ledger));
      expect(fault).toMatchObject({ _tag: 'LedgerUnavailable' });
      expect(JSON.stringify(fault)).toContain(`${name} of the stream`);
      expect(await bodiesOf(await bench.open(ledger, { mode: 'read' }))).toEqual(bodies);
    },
  );

  it('is refused for writing when it has fewer replicas than are asked for', async () => {
    const ledger = bench.fresh();
    await written(ledger, 1);
    const options = bench.options(ledger, { replicas: 3 });
    expect(await faultIn(openJetStreamLedger(options))).toMatchObject({
      remedy: `Run: nats stream edit ${streamOf(ledger)} --replicas=3`,
    });
  });
});

describe('a stream on the real nats-server that holds what Berth did not write', () => {
  /** Publishes the second of two batches again, with something changed. */
  const planted = async (ledger: string, change: (message: string) => string) => {
    await written(ledger, 2);
    const client = await bench.stranger();
    const { streams } = await client.jetstreamManager();
    const { data } = await streams.getMessage(streamOf(ledger), { seq: 2 });
    await client.jetstream().publish(subjectOf(ledger), change(new TextDecoder().decode(data)));
  };
  /** What would be the next batch of four facts, with these bytes in it. */
  const next = (message: string, bytes: string): string => {
    const [line = ''] = message.split('\n');
    const [, , , , , after] = line.split(' ');
    return `berth/1 8 4 1/1 ${after} ${'0'.repeat(64)}\n${bytes}`;
  };

  it.each<[string, (message: string) => string]>([
    ['is no batch', () => 'hello'],
    ['stands on a revision before the head', (message) => message],
    ['continues nothing', (message) => message.replace(' 1/1 ', ' 2/2 ')],
    ['has other bodies than its hash says', (message) => next(message, '2:{},'.repeat(4))],
    ['has fewer facts than it says', (message) => next(message, '2:{},')],
    ['has bytes that are no facts', (message) => next(message, 'nothing')],
    ['has no bytes', (message) => next(message, '')],
  ])('is corrupt where a message %s', async (_, change) => {
    const ledger = bench.fresh();
    await planted(ledger, change);
    for (const mode of ['read', 'write'] as const) {
      expect(await faultIn(opening(ledger, mode))).toMatchObject({ _tag: 'LedgerCorrupt' });
    }
  });

  it('is corrupt when a foreign message came while a log was open', async () => {
    const ledger = bench.fresh();
    await written(ledger, 1);
    const log = await bench.open(ledger);
    const reader = await bench.open(ledger, { mode: 'read' });
    await (await bench.stranger()).jetstream().publish(subjectOf(ledger), 'hello');
    expect(await faultIn(reader.head())).toMatchObject({ _tag: 'LedgerCorrupt' });
    expect(await faultIn(log.append(4, recordsOf(4, 1)))).toMatchObject({ _tag: 'LedgerCorrupt' });
    expect(await faultIn(log.head())).toMatchObject({ _tag: 'LogClosed' });
  });

  it('is corrupt, not a success, when a foreign message has the id of ours', async () => {
    const ledger = bench.fresh();
    await written(ledger, 1);
    // What Berth will publish next is known once it was published elsewhere: on a server with the same first batch.
    const log = await bench.open(ledger);
    const client = await bench.stranger();
    const tapped = client.subscribe(subjectOf(ledger), { max: 1 });
    await client.flush();
    await answerOf(log.append(4, recordsOf(4, 1)));
    let id = '';
    for await (const message of tapped) id = message.headers?.get('Nats-Msg-Id') ?? '';
    await answerOf(log.close());
    const { streams } = await client.jetstreamManager();
    const { config } = await streams.info(streamOf(ledger));
    await streams.delete(streamOf(ledger));
    await streams.delete(witnessOf(ledger));
    await streams.add(config);
    await written(ledger, 1);
    const victim = await bench.open(ledger);
    await client.jetstream().publish(subjectOf(ledger), 'foreign', { msgID: id });
    expect(await faultIn(victim.append(4, recordsOf(4, 1)))).toMatchObject({
      _tag: 'LedgerCorrupt',
    });
    expect(await faultIn(victim.head())).toMatchObject({ _tag: 'LogClosed' });
  });
});
