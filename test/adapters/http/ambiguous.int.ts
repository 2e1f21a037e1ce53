import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { exchange, statusOf } from './socket.ts';
import { stage, training } from './stage.ts';

const body = JSON.stringify(training('a'));
const submit = (headers: string, bytes = body, target = '/berth/v1/asks'): string =>
  `POST ${target} HTTP/1.1\r\nconnection: close\r\n${headers}content-length: ${bytes.length}\r\n\r\n${bytes}`;
const json = 'content-type: application/json\r\n';
const host = 'host: localhost\r\n';
const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');

describe('a request that could be read in two ways', () => {
  it('is refused where a header is there twice that says who, what or where', async () => {
    const tokens = new Map([[digestOf('s3cret'), 'alice']]);
    const { brain, server } = await stage({ http: { tokens } });
    const alice = 'authorization: Bearer s3cret\r\n';
    const twice = [
      `${host}${json}${alice}authorization: Bearer other\r\n`,
      `${host}${json}${alice}content-type: text/plain\r\n`,
      `${host}${json}${alice}Host: localhost\r\n`,
    ];
    for (const headers of twice) {
      expect(statusOf(await exchange(server, submit(headers))), headers).toBe(400);
    }
    expect(brain.views.workloads.rows.size).toBe(0);
    expect(statusOf(await exchange(server, submit(`${host}${json}${alice}`)))).toBe(200);
  });

  it('is refused where its address names another host than this machine', async () => {
    const { brain, server } = await stage();
    const to = (origin: string): string =>
      submit(`${host}${json}`, body, `${origin}/berth/v1/asks`);
    expect(statusOf(await exchange(server, to('http://evil.example')))).toBe(421);
    expect(statusOf(await exchange(server, to('http://127.0.0.1.evil.example:80')))).toBe(421);
    expect(brain.views.workloads.rows.size).toBe(0);
    expect(statusOf(await exchange(server, to('http://localhost:80')))).toBe(200);
  });

  it('is refused where its body is packed, whatever it unpacks to', async () => {
    const { server } = await stage();
    const packed = gzipSync(body).toString('latin1');
    for (const [encoding, bytes] of [
      ['gzip', packed],
      ['gzip', body],
      ['br, identity', body],
      ['x-unknown', body],
    ] as const) {
      const headers = `${host}${json}content-encoding: ${encoding}\r\n`;
      const answer = await exchange(server, submit(headers, bytes));
      expect(statusOf(answer), encoding).toBe(415);
    }
    const plain = submit(`${host}${json}content-encoding: identity\r\n`);
    expect(statusOf(await exchange(server, plain))).toBe(200);
  });
});
