import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { idsOf, live, range, submitted } from './live-stage.ts';
import { openStream } from './sse.ts';
import { askOf } from './stage.ts';

describe('readers of events over HTTP', () => {
  it('refuses one reader more than there may be, and takes one again when another leaves', async () => {
    const on = await live({ eventReadersMax: 2 });
    const url = `${on.server.url}/berth/v1/events`;
    const first = await openStream(url);
    await openStream(url);
    const third = await openStream(url);
    expect([third.status, third.headers['retry-after']]).toEqual([503, '5']);
    expect(on.server.eventReaders()).toBe(2);
    first.close();
    let again = await openStream(url);
    for (let tries = 0; again.status !== 200 && tries < 50; tries += 1)
      again = await openStream(url);
    expect(again.status).toBe(200);
  });

  it('cuts off a reader who does not read, and keeps nothing for it', async () => {
    const on = await live({ eventBufferBytesMax: 1024 * 1024 });
    const { host, port } = on.server.address;
    const socket = connect({ host, port });
    socket.write('GET /berth/v1/events HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await new Promise((resolve) => socket.once('readable', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    const other = await openStream(`${on.server.url}/berth/v1/events`);
    const from = on.brain.revision();
    const long = { type: 'CordonNode', nodeId: 'node-1', reason: 'x'.repeat(100_000) } as const;
    for (let k = 0; k < 200; k += 1) {
      await askOf(on.brain, long);
      await askOf(on.brain, { type: 'UncordonNode', nodeId: 'node-1' });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    // What the kernel holds comes first; then the end.
    socket.resume();
    await closed;
    await other.until(() => other.messages.length === 400);
    expect(idsOf(other.messages)).toEqual(range(from + 1, from + 400));
  });

  it('ends its streams when the server closes', async () => {
    const on = await live();
    const stream = await openStream(`${on.server.url}/berth/v1/events?after=0`);
    await stream.until(() => stream.messages.length > 10);
    await submitted(on, 1, 1);
    const startMs = Date.now();
    await on.server.close();
    await stream.until(stream.isEnded);
    expect(stream.messages.at(-1)?.id).toBe(String(on.brain.revision()));
    expect(Date.now() - startMs).toBeLessThan(2_000);
  });
});
