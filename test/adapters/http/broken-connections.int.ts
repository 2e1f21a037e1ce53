import { describe, expect, it } from 'vitest';
import { exchange, rawConnection, statusOf } from './socket.ts';
import { stage, training } from './stage.ts';

const body = JSON.stringify(training('a'));
const submit = (headers = ''): string =>
  `POST /berth/v1/asks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${headers}` +
  `content-length: ${body.length}\r\n\r\n${body}`;
const statuses = (text: string): readonly number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));

describe('a connection that breaks behind whole requests', () => {
  it('answers these first, for what they asked is done', async () => {
    const { brain, server } = await stage();
    const text = await exchange(server, `${submit()}what is this\r\n\r\n`);
    expect(statuses(text)).toEqual([200, 400]);
    expect(brain.views.workloads.rows.has('a')).toBe(true);
  });

  it('answers the last request that it takes, whatever is sent behind it', async () => {
    const { brain, server } = await stage();
    const text = await exchange(server, `${submit('connection: close\r\n')}GET /more HTTP/1.1\r\n`);
    expect(statuses(text)).toEqual([200]);
    expect(brain.views.workloads.rows.has('a')).toBe(true);
  });

  it('answers each of several, then says once what is wrong', async () => {
    const { server } = await stage();
    const get = 'GET /version HTTP/1.1\r\nhost: localhost\r\n\r\n';
    const text = await exchange(server, `${get}${get}${submit()}${get}\0\0\0\r\n\r\n`);
    expect(statuses(text)).toEqual([200, 200, 200, 200, 400]);
  });

  it('refuses a request at once that breaks inside of its body, and does nothing of it', async () => {
    const { brain, server } = await stage();
    const head =
      'POST /berth/v1/asks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';
    const chunked = `${head}transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}`;
    expect(statusOf(await exchange(server, `${chunked}\r\nno chunk\r\n`))).toBe(400);
    expect(brain.views.workloads.rows.size).toBe(0);
  });

  it('ends however often it breaks', async () => {
    const { server } = await stage();
    const { socket, ended } = rawConnection(server);
    const drip = setInterval(() => socket.write('\0\r\n'.repeat(100)), 5);
    expect(statuses(await ended)).toEqual([400]);
    clearInterval(drip);
  });
});
