import { describe, expect, it } from 'vitest';
import { rawConnection } from './socket.ts';
import { askOf, stage, training } from './stage.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`;

describe('clients who ask and do not read', () => {
  it('are cut off, the oldest first, where their answers together are too long', async () => {
    const { server } = await stage({ http: { bounds: { unsentBytesMax: 20 * 2 ** 20 } } });
    const document = (await (await fetch(`${server.url}/openapi.json`)).text()).length;
    const slow = Array.from({ length: 60 }, () => rawConnection(server));
    for (const { socket } of slow) {
      socket.pause();
      // More than the kernel takes for somebody who does not read.
      socket.write(get('/openapi.json').repeat(20));
    }
    await sleep(500);
    const reading = await fetch(`${server.url}/openapi.json`);
    expect((await reading.text()).length).toBe(document);
    const [first] = slow;
    for (const { socket } of slow) socket.resume();
    expect((await first?.ended)?.length).toBeLessThan(20 * document);
  });

  it('are refused from some number on where they ask for more than they wait for, and their connection ends', async () => {
    const { brain, server } = await stage({ http: { bounds: { requestsAtOnceMax: 10 } } });
    const { socket, text, ended } = rawConnection(server);
    const wanted = brain.revision() + 1;
    socket.write(get(`/berth/v1/nodes?minRevision=${wanted}`) + get('/version').repeat(20));
    await sleep(100);
    expect(text()).toBe('');
    await askOf(brain, training('a'));
    const statuses = [...(await ended).matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);
    expect(statuses).toEqual([...Array(10).fill('200'), '429']);
    expect(text()).toContain('/problems/too-many-at-once');
  });
});
