import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type Door, doorOfFile } from './door.ts';
import { sendingTo } from './send.ts';
import { openWire, sleep, statusesOf, until, type Wire } from './wire.ts';

/** Times that a test can wait for. @unit ms */
const times = { headersMsMax: 1_000, requestMsMax: 1_500, keepAliveMs: 1_000, stallMsMax: 1_000 };
const usual = doorOfFile();
const quick = doorOfFile({ bounds: times });

const head =
  'POST /berth/v1/asks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';
const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`;
const wires = (door: Door, count: number): readonly Wire[] =>
  Array.from({ length: count }, () => openWire(door));

/** Files that this process may have open; Node takes the hard limit by itself. */
const openFilesMax = (): number =>
  Number(execFileSync('bash', ['-c', 'ulimit -Hn'], { encoding: 'utf8' })) || Infinity;

/** Nobody waits as long as for a door that is stuck, on a machine that has much else to do. @unit ms */
const waitMsMax = 10_000;

/** Asks for little again and again while something happens; nobody waits long. @unit ms */
const isServed = async (door: Door, durationMs: number): Promise<void> => {
  const send = sendingTo(door.url, 1);
  for (const startMs = performance.now(); performance.now() - startMs < durationMs;) {
    const answer = await send('/readyz', { headers: { connection: 'close' } });
    expect(answer.status).toBe(200);
    expect(answer.ms).toBeLessThan(waitMsMax);
    await sleep(50);
  }
};

/** Waits until no connection is left but those of the test itself. */
const isEmptied = (door: Door): Promise<void> =>
  until(async () => (await door.standing()).sockets === 0);

describe('connections that mean harm', () => {
  it('of which 10,000 say nothing keep nobody out', async () => {
    const count = Math.min(10_000, openFilesMax() - 2_000);
    if (count < 10_000) console.warn(`this machine lets a process have ${count} connections`);
    const before = await usual().standing();
    const idle: Wire[] = [];
    while (idle.length < count) {
      idle.push(...wires(usual(), 500));
      await sleep(10);
    }
    await isServed(usual(), 1_500);
    const { sockets, rssMib } = await usual().standing();
    expect(sockets).toBeGreaterThan(1_000);
    expect(sockets).toBeLessThanOrEqual(4_096);
    expect(rssMib - before.rssMib).toBeLessThan(200);
    for (const { socket } of idle) socket.destroy();
    await isEmptied(usual());
  });

  it('that send byte by byte and never finish are ended, and keep nobody waiting meanwhile', async () => {
    const slow = wires(quick(), 600);
    for (const [place, { socket }] of slow.entries()) {
      socket.write(place % 2 === 0 ? `${head}x-slow: ` : `${head}content-length: 1000\r\n\r\n{`);
    }
    const drip = setInterval(() => {
      for (const { socket } of slow) if (socket.writable) socket.write(' ');
    }, 50);
    await isServed(quick(), 1_500);
    for (const { ended } of slow) expect(statusesOf(await ended)).toEqual([408]);
    clearInterval(drip);
    await isEmptied(quick());
  });

  it('that stop in the middle are ended too', async () => {
    const stuck = wires(quick(), 300);
    const starts = [
      '',
      'GET',
      head,
      `${head}\r\n`.slice(0, -2),
      `${head}content-length: 9\r\n\r\n`,
    ];
    for (const [place, { socket }] of stuck.entries()) {
      socket.write(starts[place % starts.length] ?? '');
    }
    await isServed(quick(), 500);
    for (const { ended } of stuck) expect([0, 408]).toContain(statusesOf(await ended)[0] ?? 0);
    await isEmptied(quick());
  });

  it('that are closed by half are answered and closed', async () => {
    const asked = wires(quick(), 100);
    for (const { socket } of asked) socket.end(get('/version'));
    for (const { ended } of asked) expect(statusesOf(await ended)).toEqual([200]);
    const silent = wires(quick(), 100);
    for (const { socket } of silent) socket.end();
    for (const { ended } of silent) expect(await ended).toBe('');
    const broken = wires(quick(), 100);
    for (const { socket } of broken) socket.end(`${head}content-length: 1000\r\n\r\n{`);
    for (const { ended } of broken) expect(statusesOf(await ended)).toEqual([400]);
    await isEmptied(quick());
  });

  it('that break off in the middle of everything leave nothing behind', async () => {
    const before = await quick().standing();
    for (let wave = 0; wave < 5; wave += 1) {
      const cut = wires(quick(), 200);
      for (const { socket } of cut) socket.write(get('/openapi.json') + head);
      await sleep(wave * 20);
      for (const { socket } of cut) socket.resetAndDestroy();
    }
    await isServed(quick(), 300);
    await isEmptied(quick());
    const after = await quick().standing();
    expect(after.heapMib - before.heapMib).toBeLessThan(20);
    expect(after.timers).toBeLessThanOrEqual(before.timers + 2);
  });

  it('that ask thousands of things at once are answered one after the other, or refused', async () => {
    const flood = wires(quick(), 5);
    for (const { socket } of flood) socket.end(get('/version').repeat(5_000));
    await isServed(quick(), 300);
    for (const { ended } of flood) {
      const statuses = statusesOf(await ended);
      expect(statuses.slice(0, -1)).toEqual(Array(statuses.length - 1).fill(200));
      expect(statuses.length < 5_000 ? statuses.at(-1) : 429).toBe(429);
    }
    const deaf = wires(quick(), 20);
    for (const { socket } of deaf) {
      socket.pause();
      socket.write(get('/openapi.json').repeat(2_000));
    }
    await isServed(quick(), 2_000);
    expect((await quick().standing()).rssMib).toBeLessThan(900);
    for (const { socket } of deaf) socket.destroy();
    await isEmptied(quick());
  });
});
