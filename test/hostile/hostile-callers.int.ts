import { describe, expect, it } from 'vitest';
import { documentOf } from './document.ts';
import { doorOfFile } from './door.ts';
import { sendingTo } from './send.ts';
import { exchange, statusesOf } from './wire.ts';

const token = 'a-token-that-is-long-enough';
const bearer = `Bearer ${token}`;
/** A path of an operation with something in its places. */
const filled = (path: string): string => path.replaceAll(/\{[^}]+\}/g, 'vision');

const hosts = [
  'evil.example',
  'evil.example:80',
  '10.0.0.1',
  '127.0.0.1.evil.example',
  'localhost.evil',
  'localhost@evil.example',
  '2130706433',
  '0x7f.1',
  '[::ffff:10.0.0.1]',
  'localhost:80:80',
  'localhost,evil',
  'localhost/',
  '127.0.0.1#',
  '127.0.0.1\\evil',
];

/** What is no way to say the token. */
const odd = [
  '',
  'Bearer',
  'Bearer ',
  token,
  `Bearer ${token}x`,
  `Bearer x${token}`,
  `Basic ${token}`,
  `Bearer ${token} ${token}`,
  `Bearer ${token},`,
  `Bearer\t${token}x`,
  `Bearer ${'x'.repeat(8_000)}`,
  'Bearer __proto__',
  'Bearer undefined',
  `Bearer "${token}"`,
  `bearer  ${token}`,
];

const open = doorOfFile();
const closed = doorOfFile({ tokens: { [token]: 'alice' } });

describe('callers who mean harm', () => {
  it('write nothing from the page of another site, whatever the operation', async () => {
    const door = open();
    const { operations } = await documentOf(door.url);
    const send = sendingTo(door.url);
    const writes = operations.filter(({ method }) => method !== 'GET');
    expect(writes.length).toBeGreaterThan(30);
    for (const { method, path } of writes) {
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: `${door.url}.evil.example` },
        { origin: `${door.url}, https://evil.example` },
        { origin: door.url, 'sec-fetch-site': 'cross-site' },
      ]) {
        const answer = await send(filled(path), { method, headers });
        expect(answer.status, `${method} ${path} ${JSON.stringify(headers)}`).toBe(403);
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      }
    }
    expect(
      (await send('/api/v1/clusters/nowhere', { method: 'DELETE', headers: { origin: door.url } }))
        .status,
    ).toBe(404);
  });

  it('are sent away by the name of the host that they asked', async () => {
    const door = open();
    const send = sendingTo(door.url);
    for (const host of ['', ' ', '\t']) {
      const bytes = `GET /version HTTP/1.1\r\nhost:${host}\r\nconnection: close\r\n\r\n`;
      expect(statusesOf(await exchange(door, bytes))).toEqual([421]);
    }
    for (const host of hosts) {
      for (const path of ['/berth/v1/workloads', '/readyz', '/openapi.json', '/nowhere']) {
        const answer = await send(path, { headers: { host } });
        expect(answer.status, host).toBe(421);
        expect(answer.text, host).toContain('/problems/wrong-host');
      }
    }
  });

  it('are let in by no operation but probes without a token that is known', async () => {
    const door = closed();
    const { operations } = await documentOf(door.url);
    const send = sendingTo(door.url);
    for (const [place, { method, path }] of operations.entries()) {
      const isProbe = !path.startsWith('/berth/') && !path.startsWith('/api/');
      const authorization = odd[place % odd.length] ?? '';
      for (const headers of [{}, { authorization }]) {
        const { status, text } = await send(filled(path), { method, headers });
        expect(status, `${method} ${path} ${authorization}`).toBe(isProbe ? 200 : 401);
        if (!isProbe) expect(text).not.toContain('vision');
      }
    }
    for (const authorization of odd) {
      expect(
        (await send('/berth/v1/nodes', { headers: { authorization } })).status,
        authorization,
      ).toBe(401);
    }
    expect((await send('/berth/v1/nodes', { headers: { authorization: bearer } })).status).toBe(
      200,
    );
  });

  it('say who they are once', async () => {
    const door = closed();
    const asking = (headers: readonly string[]): Promise<string> =>
      exchange(
        door,
        `GET /berth/v1/nodes HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${headers.map((one) => `${one}\r\n`).join('')}\r\n`,
      );
    const known = `authorization: ${bearer}`;
    expect(statusesOf(await asking([known]))).toEqual([200]);
    expect(statusesOf(await asking([known, 'authorization: Bearer other']))).toEqual([400]);
    expect(statusesOf(await asking(['authorization: Bearer other', known]))).toEqual([400]);
    expect(statusesOf(await asking(Array(200).fill(known)))).toEqual([400]);
  });
});
