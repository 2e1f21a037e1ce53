import { describe, expect, it } from 'vitest';
import { doorOfFile } from './door.ts';
import { exchange, statusesOf } from './wire.ts';

const close = 'connection: close\r\n';
const host = 'host: localhost\r\n';
/** A request without a body. */
const get = (target: string, headers = ''): string =>
  `GET ${target} HTTP/1.1\r\n${host}${close}${headers}\r\n`;
const ask = '{"type":"DeleteProject","projectId":"vision"}';
/** A write with a body framed by the given headers. */
const post = (headers: string, body: string): string =>
  `POST /berth/v1/asks HTTP/1.1\r\n${host}${close}content-type: application/json\r\n${headers}\r\n${body}`;
const smuggled = 'DELETE /api/v1/org-unit/projects/vision HTTP/1.1\r\nhost: localhost\r\n\r\n';
const length = (text: string): string => `content-length: ${Buffer.byteLength(text)}\r\n`;

/** Bytes, and the statuses of all answers to them. */
const cases: readonly (readonly [name: string, bytes: string, statuses: readonly number[]])[] = [
  ['a line that is none', 'what is this\r\n\r\n', [400]],
  ['no bytes but ends of lines', '\r\n\r\n\r\n\r\nx', [400]],
  ['HTTP/0.9', 'GET /version\r\n\r\n', [421]],
  ['HTTP/1.0 without a host', 'GET /version HTTP/1.0\r\n\r\n', [421]],
  ['HTTP/1.0', `GET /version HTTP/1.0\r\n${host}\r\n`, [200]],
  ['HTTP/1.1 without a host', 'GET /version HTTP/1.1\r\n\r\n', [400]],
  ['HTTP/9.9', 'GET /version HTTP/9.9\r\n\r\n', [400]],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400]],
  ['the beginning of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', [400]],
  ['a method that is none', `BREW /version HTTP/1.1\r\n${host}\r\n`, [400]],
  ['a method in small letters', `get /version HTTP/1.1\r\n${host}\r\n`, [400]],
  ['a method that is long', `${'G'.repeat(10_000)} / HTTP/1.1\r\n${host}\r\n`, [400]],
  ['TRACE', `TRACE /version HTTP/1.1\r\n${host}${close}\r\n`, [405]],
  ['CONNECT', `CONNECT 127.0.0.1:22 HTTP/1.1\r\n${host}${close}\r\n`, []],
  ['OPTIONS of everything', `OPTIONS * HTTP/1.1\r\n${host}${close}\r\n`, [404]],
  [
    'a change of protocols',
    get('/version', 'upgrade: websocket\r\nconnection: upgrade\r\n'),
    [200],
  ],
  ['an expectation', post(`expect: 100-continue\r\n${length(' ')}`, ' '), [100, 400]],
  ['an expectation that is none', get('/version', 'expect: miracles\r\n'), [417]],
  ['a whole address of another host', get('http://evil.example/version'), [421]],
  ['a space in the address', get('/version HTTP/1.1 x'), [400]],
  ['a zero byte in the address', get('/ver\0sion'), [400]],
  ['bytes above ASCII in the address', get('/\xff\xfe'), [400]],
  ['an address of 9,000 characters', get(`/${'a'.repeat(9_000)}`), [414]],
  ['an address of 20,000 characters', get(`/${'a'.repeat(20_000)}`), [431]],
  ['an address that does not end', `GET /${'a'.repeat(200_000)}`, [431]],
  ['a header without a colon', get('/version', 'nonsense\r\n'), [400]],
  ['a header without a name', get('/version', ': x\r\n'), [400]],
  ['a space before the colon', get('/version', 'x : y\r\n'), [400]],
  ['a name that is none', get('/version', 'x(y): z\r\n'), [400]],
  ['a header over two lines', get('/version', 'x: y\r\n z\r\n'), [400]],
  ['a zero byte in a header', get('/version', 'x: a\0b\r\n'), [400]],
  ['a return alone in a header', get('/version', 'x: a\rb\r\n'), [400]],
  ['ends of lines without a return', `GET /version HTTP/1.1\n${host}\n`, [400]],
  ['one header of 20,000 characters', get('/version', `x: ${'y'.repeat(20_000)}\r\n`), [431]],
  ['3,000 headers', get('/version', 'a:b\r\n'.repeat(3_000)), [431]],
  ['10,000 headers', get('/version', 'a:b\r\n'.repeat(10_000)), [431]],
  ['headers that do not end', `GET /version HTTP/1.1\r\n${'x: y\r\n'.repeat(50_000)}`, [431]],
  ['two hosts', get('/version', 'host: evil.example\r\n'), [400]],
  ['two lengths', post('content-length: 5\r\ncontent-length: 6\r\n', ask), [400]],
  ['two lengths that agree', post(`${length(ask)}${length(ask)}`, ask), [400]],
  ['a list of lengths', post('content-length: 5, 5\r\n', ask), [400]],
  ['a length below nothing', post('content-length: -1\r\n', ask), [400]],
  ['a length with a sign', post('content-length: +5\r\n', ask), [400]],
  ['a length in hexadecimal', post('content-length: 0x5\r\n', ask), [400]],
  ['a length beyond all numbers', post('content-length: 99999999999999999999\r\n', ask), [400]],
  [
    'a length and chunks',
    post('content-length: 5\r\ntransfer-encoding: chunked\r\n', '0\r\n\r\n'),
    [400],
  ],
  [
    'chunks and a length',
    post('transfer-encoding: chunked\r\ncontent-length: 5\r\n', '0\r\n\r\n'),
    [400],
  ],
  ['chunks within chunks', post('transfer-encoding: chunked, chunked\r\n', '0\r\n\r\n'), [400]],
  [
    'chunks twice',
    post('transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n', '0\r\n\r\n'),
    [400],
  ],
  ['chunks by another name', post('transfer-encoding: xchunked\r\n', '0\r\n\r\n'), [400]],
  ['chunks that are not last', post('transfer-encoding: chunked, gzip\r\n', '0\r\n\r\n'), [400]],
  [
    'a chunk whose length is none',
    post('transfer-encoding: chunked\r\n', 'zz\r\n{}\r\n0\r\n\r\n'),
    [400],
  ],
  [
    'a chunk of a length below nothing',
    post('transfer-encoding: chunked\r\n', '-2\r\n{}\r\n0\r\n\r\n'),
    [400],
  ],
  [
    'a chunk beyond all numbers',
    post('transfer-encoding: chunked\r\n', 'fffffffffffffffff\r\n{}\r\n'),
    [400],
  ],
  [
    'a chunk longer than it says',
    post('transfer-encoding: chunked\r\n', '2\r\n{}{}\r\n0\r\n\r\n'),
    [400],
  ],
  [
    'a chunk with a long extension',
    post('transfer-encoding: chunked\r\n', `2;${'x'.repeat(40_000)}\r\n{}\r\n`),
    [400],
  ],
  ['a request inside the body of a GET', get('/version', length(smuggled)) + smuggled, [200]],
  [
    'a request behind chunks and a length',
    post(`content-length: 4\r\ntransfer-encoding: chunked\r\n`, `0\r\n\r\n${smuggled}`),
    [400],
  ],
  ['a request behind the last one', get('/version') + smuggled, [200]],
];

const door = doorOfFile();

describe('bytes that are no request, or more than one', () => {
  it('are refused clearly, and nothing that they carry is done', async () => {
    const told: unknown[] = [];
    for (const [name, bytes] of cases) {
      told.push([name, statusesOf(await exchange(door(), Buffer.from(bytes, 'latin1')))]);
    }
    expect(told).toEqual(cases.map(([name, , statuses]) => [name, statuses]));
    expect((await fetch(`${door().url}/readyz`)).status).toBe(200);
  });
});
