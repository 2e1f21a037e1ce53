import { describe, expect, it } from 'vitest';
import { idsOf, live, range } from './live-stage.ts';
import { rawConnection } from './socket.ts';
import { openStream } from './sse.ts';
import { askOf } from './stage.ts';

/** Makes facts of 100 kB. */
const long = async ({ brain }: Awaited<ReturnType<typeof live>>, count: number): Promise<void> => {
  const reason = 'x'.repeat(100_000);
  for (let k = 0; k < count; k += 1) {
    await askOf(brain, { type: 'CordonNode', nodeId: 'node-1', reason });
    await askOf(brain, { type: 'UncordonNode', nodeId: 'node-1' });
  }
};

describe('readers who catch up', () => {
  it('are sent facts that are longer than a chunk, each once and in order', async () => {
    const on = await live();
    await long(on, 100);
    const stream = await openStream(`${on.server.url}/berth/v1/events?after=0`);
    const head = on.brain.revision();
    await stream.until(() => stream.messages.length >= head);
    expect(idsOf(stream.messages)).toEqual(range(1, head));
  });

  it('do not keep others waiting, however many and however slow they are', async () => {
    const on = await live({ stallMsMax: 1_500 });
    await long(on, 100);
    const slow = Array.from({ length: 60 }, () => rawConnection(on.server));
    for (const { socket } of slow) {
      socket.pause();
      socket.write('GET /berth/v1/events?after=0 HTTP/1.1\r\nhost: localhost\r\n\r\n');
    }
    for (let again = 0; again < 20; again += 1) {
      const startMs = performance.now();
      expect((await fetch(`${on.server.url}/version`)).status).toBe(200);
      expect(performance.now() - startMs).toBeLessThan(1_000);
    }
    expect(on.server.eventReaders()).toBe(60);
    // What the kernel holds is theirs; the rest is never sent.
    while (on.server.eventReaders() > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    for (const { socket } of slow) socket.resume();
    for (const { text, ended } of slow) {
      await ended;
      expect(text()).toContain('id: 1\n');
    }
  });
});
