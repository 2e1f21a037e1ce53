import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { doorOfFile } from './door.ts';
import { sendingTo } from './send.ts';
import { openWire, sleep, statusesOf } from './wire.ts';

const mib = 2 ** 20;
const ask = '{"type":"DeleteProject","projectId":"vision"}';
const json = 'application/json';
const inside = (text: string): string => ask.replace('}', `,${text}}`);
const utf16 = Buffer.from(`\ufeff${ask}`, 'utf16le');
const bytes = (...parts: readonly (string | number)[]): Buffer =>
  Buffer.concat(parts.map((one) => (typeof one === 'string' ? Buffer.from(one) : Buffer.of(one))));
const keys = (count: number): string =>
  `{${Array.from({ length: count }, (_, place) => `"k${place}":1`).join(',')}}`;

/** Bodies, and the status that each is refused with; JSON by its type unless said. */
const cases: readonly (readonly [name: string, body: string | Buffer, status: number])[] = [
  ['10 MB of text', JSON.stringify('x'.repeat(10 * mib)), 413],
  ['10 MB of spaces', ' '.repeat(10 * mib), 413],
  ['a byte more than is taken', `"${'x'.repeat(mib - 1)}"`, 413],
  ['a text as long as is taken', `"${'x'.repeat(mib - 2)}"`, 400],
  ['lists 10,000 deep', '['.repeat(10_000) + ']'.repeat(10_000), 400],
  ['objects 10,000 deep', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000), 400],
  ['lists that nobody closes', '['.repeat(mib), 400],
  ['1,000,000 keys', keys(1_000_000), 413],
  ['60,000 keys', keys(60_000), 400],
  ['250,000 empty lists', `[${'[],'.repeat(250_000)}[]]`, 400],
  ['__proto__', inside('"__proto__":{"isAdmin":true}'), 400],
  ['__proto__, escaped', inside('"\\u005f_proto__":{"isAdmin":true}'), 400],
  ['constructor', inside('"constructor":{"prototype":{"isAdmin":true}}'), 400],
  ['a key twice', inside('"projectId":"speech"'), 400],
  ['a key twice, once escaped', inside('"project\\u0049d":"speech"'), 400],
  ['NaN', '{"type":"ScaleWorkload","workloadId":"a","replicas":NaN}', 400],
  ['a number without end', '{"type":"ScaleWorkload","workloadId":"a","replicas":1e999}', 400],
  [
    'a number beyond 2^53',
    '{"type":"ScaleWorkload","workloadId":"a","replicas":9007199254740993}',
    400,
  ],
  ['a number of 100,000 digits', '1'.repeat(100_000), 400],
  ['an exponent of 100,000 digits', `1e${'1'.repeat(100_000)}`, 400],
  ['minus nothing', '{"type":"ScaleWorkload","workloadId":"a","replicas":-0}', 400],
  ['half of a character', inside('"reason":"\\ud800"'), 400],
  ['two halves in the wrong order', inside('"reason":"\\udc00\\ud800"'), 400],
  ['bytes that are no UTF-8', bytes('{"a":"', 0xff, 0xfe, '"}'), 400],
  ['a character in too many bytes', bytes('{"a":"', 0xc0, 0xaf, '"}'), 400],
  ['half of a character in UTF-8', bytes('{"a":"', 0xed, 0xa0, 0x80, '"}'), 400],
  ['a character that is cut off', bytes('{"a":"', 0xf0, 0x9f), 400],
  ['a mark of byte order', `\ufeff${ask}`, 400],
  ['UTF-16', utf16, 400],
  ['a zero byte behind', `${ask}\0`, 400],
  ['two values', `${ask}${ask}`, 400],
  ['a remark', `/* x */${ask}`, 400],
  ['a comma too many', ask.replace('}', ',}'), 400],
  ['marks of the wrong kind', ask.replaceAll('"', "'"), 400],
  ['nothing', '', 400],
  ['spaces', '  \r\n ', 400],
  ['null', 'null', 400],
  ['a list', `[${ask}]`, 400],
  ['a text', JSON.stringify(ask), 400],
];

const types = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  '*/*',
  'application/jsonp',
  'application/xml',
  'application/json, text/plain',
  'application/json; charset=utf-16',
  'application',
  '',
];

const door = doorOfFile();

describe('bodies that mean harm', () => {
  it('are refused clearly, in bounded memory, and leave no trace', async () => {
    const send = sendingTo(door().url);
    const before = await door().standing();
    const told: unknown[] = [];
    const post = async (headers: Record<string, string>, body: string | Buffer) => {
      const answer = await send('/berth/v1/asks', { method: 'POST', headers, body });
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.text.length).toBeLessThan(4_000);
      return answer.status;
    };
    for (const [name, body] of cases) told.push([name, await post({ 'content-type': json }, body)]);
    expect(told).toEqual(cases.map(([name, , status]) => [name, status]));
    for (const type of types) expect(await post({ 'content-type': type }, ask), type).toBe(415);
    const bomb = gzipSync('x'.repeat(10 * mib));
    for (const encoding of ['gzip', 'deflate', 'br', 'zstd', 'gzip, gzip', 'x-unknown']) {
      const headers = { 'content-type': json, 'content-encoding': encoding };
      expect(await post(headers, bomb), encoding).toBe(415);
    }
    const after = await door().standing();
    expect(after.heapMib - before.heapMib).toBeLessThan(30);
    expect(after.rssMib).toBeLessThan(600);
    expect((await send('/readyz')).status).toBe(200);
  });
});

describe('bodies whose length nobody says', () => {
  const head = `POST /berth/v1/asks HTTP/1.1\r\nhost: localhost\r\ncontent-type: ${json}\r\n`;

  it('are cut off where they are too long, whoever waits for the answer', async () => {
    const wires = Array.from({ length: 10 }, () => openWire(door()));
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    for (const { socket } of wires) {
      socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
      // 10 MB on each, and no end.
      for (let sent = 0; sent < 160; sent += 1) socket.write(chunk);
    }
    for (const { ended } of wires) expect(statusesOf(await ended)).toEqual([413]);
    const after = await door().standing();
    expect(after.rssMib).toBeLessThan(400);
  });

  it('are refused by what they declare, before they come', async () => {
    for (const length of [10 * mib, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
      const wire = openWire(door());
      wire.socket.write(`${head}content-length: ${length}\r\n\r\n[`);
      expect(statusesOf(await wire.ended)).toEqual([413]);
    }
    const { socket, text, ended } = openWire(door());
    socket.write(`${head}expect: 100-continue\r\ncontent-length: ${10 * mib}\r\n\r\n`);
    await ended;
    expect(statusesOf(text())).toContain(413);
  });

  it('of one byte at a time are taken, for slow is not wrong', async () => {
    const { socket, ended } = openWire(door());
    socket.setNoDelay(true);
    const body = '{"type":"UncordonNode","nodeId":"node-1"}';
    const text = `${head}connection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    for (const letter of text) {
      socket.write(letter);
      await sleep(1);
    }
    expect(statusesOf(await ended)).toEqual([200]);
  });
});
