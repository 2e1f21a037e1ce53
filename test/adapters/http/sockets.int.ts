import { describe, expect, it } from 'vitest';
import { createHttpServer } from '../../../adapters/http/index.ts';
import { exchange, rawConnection, statusOf } from './socket.ts';
import { askOf, silent, stage, training } from './stage.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const get = (path: string, headers = ''): string =>
  `GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${headers}\r\n`;

describe('connections', () => {
  it('ends one whose headers come too slowly', async () => {
    const { brain, server } = await stage({ http: { bounds: { headersMsMax: 200 } } });
    const head = brain.revision();
    const { socket, ended } = rawConnection(server);
    const drip = setInterval(() => socket.write('x'), 20);
    socket.write('GET /version HTTP/1.1\r\nhost: localhost\r\nx-slow: ');
    const answer = await ended;
    clearInterval(drip);
    expect(statusOf(answer)).toBe(408);
    expect(answer).toContain('/problems/too-slow');
    expect(brain.revision()).toBe(head);
  });

  it('ends one whose body comes too slowly', async () => {
    const bounds = { headersMsMax: 200, requestMsMax: 300 };
    const { brain, server } = await stage({ http: { bounds } });
    const { socket, ended } = rawConnection(server);
    socket.write(
      'POST /berth/v1/asks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{',
    );
    const drip = setInterval(() => socket.write(' '), 20);
    expect(statusOf(await ended)).toBe(408);
    clearInterval(drip);
    expect(brain.views.workloads.rows.size).toBe(0);
  });

  it('ends those on which nothing comes at all, and serves others meanwhile', async () => {
    const { server } = await stage({ http: { bounds: { headersMsMax: 300 } } });
    const idle = Array.from({ length: 200 }, () => rawConnection(server));
    const answer = await fetch(`${server.url}/version`);
    expect(answer.status).toBe(200);
    await Promise.all(idle.map(({ ended }) => ended));
  });

  it('lets go of the one that has waited longest for its client where there is no room', async () => {
    const { server } = await stage({ http: { bounds: { connectionsMax: 5 } } });
    const idle = Array.from({ length: 4 }, () => rawConnection(server));
    await Promise.all(idle.map(({ socket }) => new Promise((r) => socket.once('connect', r))));
    const [first, second] = idle;
    first?.socket.write(get('/version').replace('connection: close', 'x: y'));
    await sleep(50);
    expect(statusOf(await exchange(server, get('/version')))).toBe(200);
    expect(await second?.ended).toBe('');
    expect(statusOf(first?.text() ?? '')).toBe(200);
  });

  it('takes no more of them than can be served', async () => {
    const { brain, server } = await stage({ http: { bounds: { connectionsMax: 5 } } });
    const wanted = brain.revision() + 1;
    const waiting = [];
    for (let place = 0; place < 5; place += 1) {
      const connection = rawConnection(server);
      connection.socket.write(get(`/berth/v1/nodes?minRevision=${wanted}`));
      waiting.push(connection);
      await sleep(20);
    }
    expect(await exchange(server, get('/version'))).toBe('');
    await askOf(brain, training('a'));
    for (const { ended } of waiting) expect(statusOf(await ended)).toBe(200);
    expect(statusOf(await exchange(server, get('/version')))).toBe(200);
  });

  it('ends one whose client does not read its answers', async () => {
    const { brain, server } = await stage({ http: { bounds: { stallMsMax: 200 } } });
    for (let k = 0; k < 500; k += 1) await askOf(brain, training(`train-${k}`));
    const { socket, ended } = rawConnection(server);
    socket.pause();
    const list = 'GET /berth/v1/workloads?limit=500 HTTP/1.1\r\nhost: localhost\r\n\r\n';
    socket.write(list.repeat(200));
    await sleep(2_000);
    socket.resume();
    const answers = (await ended).split('HTTP/1.1 200 OK').length - 1;
    expect(answers).toBeGreaterThan(0);
    expect(answers).toBeLessThan(200);
  });

  it('answers what is no HTTP with a problem', async () => {
    const { server } = await stage();
    const cases: readonly (readonly [string, number])[] = [
      ['what is this\r\n\r\n', 400],
      ['GET /version HTTP/9.9\r\n\r\n', 400],
      [get('/version', `x-long: ${'x'.repeat(20_000)}\r\n`), 431],
      [`GET /${'x'.repeat(20_000)} HTTP/1.1\r\nhost: localhost\r\n\r\n`, 431],
      [
        'POST /berth/v1/asks HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n',
        400,
      ],
      [get('/version', 'host: evil.example\r\n'), 400],
      ['GET /version HTTP/1.1\r\n\r\n', 400],
    ];
    for (const [bytes, status] of cases) {
      const answer = await exchange(server, bytes);
      expect(statusOf(answer), bytes.slice(0, 60)).toBe(status);
    }
  });

  it('takes no path with dots for another one', async () => {
    const { server } = await stage();
    for (const path of [
      '/berth/v1/../../healthz',
      '/berth/v1/%2e%2e/%2e%2e/healthz',
      '/./healthz',
      '/berth/v1/workloads/..',
      '/berth/v1/workloads/../nodes',
      '\\healthz',
      '/healthz/.',
    ]) {
      const status = statusOf(await exchange(server, get(path)));
      expect([400, 404], path).toContain(status);
    }
  });

  it('finishes requests that are being answered when the server closes, and takes no new ones', async () => {
    const { brain } = await stage();
    const options = { host: '127.0.0.1', port: 0, log: silent, version: '0' };
    const server = await createHttpServer(brain, options);
    const wanted = brain.revision() + 1;
    const waiting = exchange(server, get(`/berth/v1/workloads?minRevision=${wanted}`));
    await sleep(50);
    const closing = server.close();
    await sleep(20);
    expect(await exchange(server, get('/version'))).toBe('');
    await askOf(brain, training('a'));
    expect(statusOf(await waiting)).toBe(200);
    await closing;
  });

  it('waits for nobody longer than the grace when it closes', async () => {
    const { brain } = await stage();
    const bounds = { graceMs: 100, minRevisionMsMax: 60_000 };
    const options = { host: '127.0.0.1', port: 0, log: silent, version: '0', bounds };
    const server = await createHttpServer(brain, options);
    const waiting = exchange(
      server,
      get(`/berth/v1/workloads?minRevision=${brain.revision() + 1}`),
    );
    await sleep(50);
    const startMs = Date.now();
    await server.close();
    expect(Date.now() - startMs).toBeLessThan(2_000);
    expect(await waiting).toBe('');
  });

  it('is ready no more once it closes', async () => {
    const { brain } = await stage();
    const options = { host: '127.0.0.1', port: 0, log: silent, version: '0' };
    const server = await createHttpServer(brain, options);
    const { socket, ended } = rawConnection(server);
    const waiting = exchange(server, get(`/berth/v1/nodes?minRevision=${brain.revision() + 1}`));
    socket.write('GET /readyz HTTP/1.1\r\nhost: localhost\r\n');
    await sleep(50);
    const closing = server.close();
    socket.write('\r\n');
    const answer = await ended;
    expect(statusOf(answer)).toBe(503);
    expect(answer).toContain('[-] server shutting down');
    await askOf(brain, training('a'));
    await Promise.all([waiting, closing]);
  });
});
