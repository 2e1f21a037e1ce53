import { describe, expect, it } from 'vitest';
import { submission } from '../../src/main/library-asks.ts';
import { type Door, openDoor } from './door.ts';
import { sendingTo } from './send.ts';
import { openWire, sleep, until, type Wire } from './wire.ts';

const text = 'x'.repeat(16_000);
const annotations = Object.fromEntries(Array.from({ length: 7 }, (_, k) => [`k${k}`, text]));
const headers = { 'content-type': 'application/json' };

/** Asks for something that is to happen. */
const asking = ({ url }: Door): ((ask: object) => Promise<void>) => {
  const send = sendingTo(url);
  return async (ask) => {
    const body = JSON.stringify(ask);
    expect((await send('/berth/v1/asks', { method: 'POST', headers, body })).status).toBe(200);
  };
};

interface Filling {
  readonly from?: number;
  readonly count: number;
}

/** Makes facts of 110 kB each, which is about all that one may have. */
const fillUp = async (door: Door, { from = 0, count }: Filling): Promise<void> => {
  const ask = asking(door);
  for (let k = from; k < from + count; k += 1) {
    const named = { name: `w${k}`, workloadId: `w${k}`, projectId: 'vision', gpus: 1 };
    await ask(submission({ ...named, more: { annotations } }));
  }
};

const readers = (door: Door, count: number, query = ''): readonly Wire[] =>
  Array.from({ length: count }, () => {
    const wire = openWire(door);
    wire.socket.write(`GET /berth/v1/events${query} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
    return wire;
  });

const idsIn = (stream: string, type: string): readonly number[] =>
  [...stream.matchAll(/^id: (\d+)\nevent: (\w+)$/gm)].flatMap(([, id, event]) =>
    event === type ? [Number(id)] : [],
  );

describe('a thousand readers', () => {
  it('are all told everything once and in order, though every second one reads nothing and is cut off', async () => {
    const door = await openDoor({ bounds: { stallMsMax: 2_000, eventHeartbeatMs: 500 } });
    await fillUp(door, { count: 200 });
    const before = await door.standing();
    const late = readers(door, 100, '?after=0');
    const deaf = [...late, ...readers(door, 400)];
    for (const { socket } of deaf) socket.pause();
    const reading = readers(door, 500, '?type=NodeCordoned');
    await until(async () => (await door.standing()).readers === 1_000);
    const ask = asking(door);
    for (let k = 0; k < 30; k += 1) {
      await ask({ type: 'CordonNode', nodeId: 'node-1', reason: 'again' });
      await ask({ type: 'UncordonNode', nodeId: 'node-1' });
    }
    await fillUp(door, { from: 200, count: 60 });
    const told = (wire: Wire | undefined) => idsIn(wire?.text() ?? '', 'NodeCordoned');
    await until(() => reading.every((wire) => told(wire).length === 30));
    for (const wire of reading) expect(told(wire)).toEqual(told(reading[0]));
    await until(async () => (await door.standing()).readers === 500);
    const after = await door.standing();
    expect(after.rssMib - before.rssMib).toBeLessThan(400);
    expect(after.heapMib - before.heapMib).toBeLessThan(60);
    for (const { socket } of [...deaf, ...reading]) socket.destroy();
    await until(async () => (await door.standing()).readers === 0);
    await door.endInOrder();
  });

  it('who come and go leave nothing behind', async () => {
    const door = await openDoor();
    await fillUp(door, { count: 20 });
    const churn = async (waves: number): Promise<void> => {
      for (let wave = 0; wave < waves; wave += 1) {
        const after = ['', '?after=0', '?after=0&type=NodeJoined', '?subject=node'][wave % 4];
        const wires = readers(door, 100, after);
        await sleep((wave % 5) * 20);
        for (const [place, { socket }] of wires.entries()) {
          if (place % 2 === 0) socket.resetAndDestroy();
          else socket.end();
        }
        await until(async () => (await door.standing()).readers === 0);
      }
    };
    await churn(4);
    const before = await door.standing();
    await churn(12);
    // One is that of the test itself.
    await until(async () => (await door.standing()).sockets <= 1);
    const after = await door.standing();
    expect(after.heapMib - before.heapMib).toBeLessThan(10);
    expect(after.timers).toBeLessThanOrEqual(before.timers + 1);
    expect(after.faults).toEqual([]);
  });

  it('of more than there may be some are told to come again', async () => {
    const door = await openDoor({ bounds: { eventReadersMax: 50 } });
    const wires = readers(door, 200);
    await until(() => wires.every((wire) => wire.text() !== ''));
    const refused = wires.filter((wire) => wire.text().startsWith('HTTP/1.1 503'));
    expect(refused).toHaveLength(150);
    for (const wire of refused) expect(wire.text()).toMatch(/\r\nretry-after: \d+\r\n/);
    expect((await door.standing()).readers).toBe(50);
  });
});

describe('long lists', () => {
  it('that hundreds ask for and do not read keep nobody waiting, and are let go', async () => {
    const door = await openDoor({ bounds: { unsentBytesMax: 100 * 2 ** 20, stallMsMax: 2_000 } });
    await fillUp(door, { count: 200 });
    const send = sendingTo(door.url, 1);
    const list = '/berth/v1/workloads?limit=5000';
    const alone = Math.max((await send(list)).ms, (await send(list)).ms);
    const before = await door.standing();
    const deaf = Array.from({ length: 200 }, () => openWire(door));
    for (const { socket } of deaf) {
      socket.pause();
      socket.write(`GET ${list} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
    }
    for (let again = 0; again < 20; again += 1) {
      const answer = await send('/readyz', { headers: { connection: 'close' } });
      expect(answer.status).toBe(200);
      // Lists are made one at a time: who asks for little waits for a few of the 200, not for all.
      expect(answer.ms / alone).toBeLessThan(10);
      await sleep(50);
    }
    await until(async () => (await door.standing()).sockets < 10);
    const after = await door.standing();
    expect(after.rssMib - before.rssMib).toBeLessThan(600);
    expect(after.heapMib - before.heapMib).toBeLessThan(30);
    for (const { socket } of deaf) socket.destroy();
  });
});
