import { headers, type MsgHdrs } from 'nats';
import { describe, expect, it } from 'vitest';
import { openJetStreamLedger } from '../../../adapters/event-log-jetstream/index.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
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
  const planted = async (ledger: string, change: (frame: MsgHdrs) => string | undefined) => {
    await written(ledger, 2);
    const client = await bench.stranger();
    const { streams } = await client.jetstreamManager();
    const last = await streams.getMessage(streamOf(ledger), { seq: 2 });
    const frame = headers();
    for (const key of last.header.keys()) {
      if (key.startsWith('Berth-')) frame.set(key, last.header.get(key));
    }
    const body = change(frame) ?? new TextDecoder().decode(last.data);
    await client.jetstream().publish(subjectOf(ledger), body, { headers: frame });
  };

  it.each<[string, (frame: MsgHdrs) => string | undefined]>([
    ['has no frame', (frame) => (frame.delete('Berth-Hash'), 'hello')],
    ['stands on a revision before the head', () => undefined],
    ['continues nothing', (frame) => (frame.set('Berth-Part', '2/2'), undefined)],
    ['has other bodies than its hash says', (frame) => (next(frame), '2:{},2:{},2:{},2:{},')],
    ['has fewer facts than it says', (frame) => (next(frame), '2:{},')],
    ['is no batch at all', (frame) => (next(frame), 'nothing')],
  ])('is corrupt where a message %s', async (_, change) => {
    const ledger = bench.fresh();
    await planted(ledger, change);
    const opened = await opening(ledger)();
    const fault = isLeft(opened) ? opened.left : await faultIn(opened.right.read(0, 100));
    expect(fault).toMatchObject({ _tag: 'LedgerCorrupt' });
    if (!isLeft(opened)) await answerOf(opened.right.close());
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

/** Puts a frame behind the head, as the next batch of the same length. */
function next(frame: MsgHdrs): void {
  frame.set('Berth-Base', '8');
  frame.set('Berth-Before', frame.get('Berth-Hash'));
}
