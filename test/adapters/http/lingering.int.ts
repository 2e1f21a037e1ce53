import { describe, expect, it } from 'vitest';
import { rawConnection, statusOf } from './socket.ts';
import { stage } from './stage.ts';

const headers = { 'content-type': 'application/json' };
const body = 'x'.repeat(10 * 2 ** 20);

describe('who sends more than is taken', () => {
  it('reads why, whenever it looks: what it still sends is dropped first', async () => {
    const { server } = await stage();
    const url = `${server.url}/berth/v1/asks`;
    for (let again = 0; again < 8; again += 1) {
      const answer = await fetch(url, { method: 'POST', headers, body });
      expect(answer.status).toBe(413);
      expect(await answer.text()).toContain('/problems/too-large');
    }
  });

  it('is answered soon where it stops in the middle', async () => {
    const { server } = await stage();
    const { socket, ended } = rawConnection(server);
    const startMs = performance.now();
    socket.write(
      'POST /berth/v1/asks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 99999999\r\n\r\n[',
    );
    expect(statusOf(await ended)).toBe(413);
    expect(performance.now() - startMs).toBeLessThan(1_500);
  });

  it('is not listened to for ever', async () => {
    const { server } = await stage();
    const { socket, ended } = rawConnection(server);
    socket.write(
      'POST /berth/v1/asks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 99999999\r\n\r\n[',
    );
    const drip = setInterval(() => socket.write(' '), 50);
    const startMs = performance.now();
    expect(statusOf(await ended)).toBe(413);
    clearInterval(drip);
    expect(performance.now() - startMs).toBeLessThan(4_000);
  });
});
