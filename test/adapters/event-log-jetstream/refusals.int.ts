import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openJetStreamLedger } from '../../../adapters/event-log-jetstream/index.ts';
import { answerOf, bodiesOf, faultIn, recordsOf } from '../../contracts/event-log-records.ts';
import { benchOf, streamOf } from './bench.ts';

const bench = benchOf();
const timeoutMs = 700;
const soonMs = 2500;

describe('what is no nats-server, or none that will do', () => {
  const opening = (servers: string, ledger = 'any') =>
    faultIn(openJetStreamLedger({ servers, ledger, mode: 'write', timeoutMs }));

  it('is told with a remedy: nobody there, no address, no name', async () => {
    const nobody = createServer().listen(0, '127.0.0.1');
    await once(nobody, 'listening');
    const address = nobody.address();
    const port = typeof address === 'object' ? address?.port : 0;
    nobody.close();
    await once(nobody, 'close');
    expect(await opening(`nats://berth:secret@127.0.0.1:${port}`)).toEqual({
      _tag: 'LedgerUnavailable',
      retry: 'never',
      place: `nats://127.0.0.1:${port}/any`,
      cause: 'connection refused',
      remedy: 'Start nats-server there, or check the address.',
    });
    expect(await opening('http://')).toMatchObject({ _tag: 'LedgerUnavailable' });
    expect(await opening(bench.server().url, 'a.b')).toMatchObject({
      cause: 'a stream cannot have the name of the ledger',
    });
    const options = bench.options('any', { credentialsFile: '/nowhere/berth.creds' });
    expect(await faultIn(openJetStreamLedger(options))).toMatchObject({
      _tag: 'LedgerUnavailable',
    });
  });

  it.each([
    ['says nothing', ''],
    ['is older than 2.12 (a fake that greets as 2.9.10)', greeting('2.9.10')],
  ])('is refused in bounded time when it %s', async (_, said) => {
    const server = createServer((socket) => {
      socket.write(said);
      socket.on('data', (bytes) => {
        if (said !== '' && String(bytes).includes('PING')) socket.write('PONG\r\n');
      });
      socket.on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const startMs = performance.now();
    const fault = await opening(`nats://127.0.0.1:${port}`);
    expect(performance.now() - startMs).toBeLessThan(soonMs);
    expect(fault).toMatchObject({ _tag: 'LedgerUnavailable' });
    if (said !== '') expect(JSON.stringify(fault)).toContain('older than 2.12');
    server.close();
  });
});

describe('a stream without room, on the real nats-server', () => {
  it('refuses the batch and keeps nothing of it; with more room it is taken', async () => {
    const ledger = bench.fresh();
    const log = await bench.open(ledger);
    await answerOf(log.append(0, recordsOf(0, 2)));
    const { streams } = await (await bench.stranger()).jetstreamManager();
    await streams.update(streamOf(ledger), { max_bytes: 20_000 });
    expect(await faultIn(log.append(2, recordsOf(2, 200)))).toMatchObject({ _tag: 'DiskFull' });
    expect((await answerOf(log.head())).revision).toBe(2);
    await streams.update(streamOf(ledger), { max_bytes: -1 });
    expect((await answerOf(log.append(2, recordsOf(2, 200)))).revision).toBe(202);
    expect(await bodiesOf(log)).toHaveLength(202);
  });
});

function greeting(version: string): string {
  const hello = { server_id: 'fake', version, proto: 1, headers: true, max_payload: 1_048_576 };
  return `INFO ${JSON.stringify(hello)}\r\n`;
}
