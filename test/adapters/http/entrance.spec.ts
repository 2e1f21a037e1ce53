import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createHttpServer } from '../../../adapters/http/index.ts';
import { usualBounds } from '../../../adapters/http/options.ts';
import { buildServer } from '../../../adapters/http/server.ts';
import { silent, stage, training } from './stage.ts';

const tokens = new Map([[createHash('sha256').update('s3cret').digest('hex'), 'alice']]);
const ask = { method: 'POST', url: '/berth/v1/asks' } as const;

describe('entrance', () => {
  it('refuses to listen to other machines without tokens, and names the way out', async () => {
    const { brain } = await stage();
    const options = { host: '0.0.0.0', port: 0, log: silent, version: '0' };
    await expect(createHttpServer(brain, options)).rejects.toThrow('--token-file');
  });

  it('does not start with a route that declares no policy', async () => {
    const { brain } = await stage();
    const options = { host: '127.0.0.1', port: 0, log: silent, version: '0' };
    const groups = [
      (app: { get: (url: string, handler: () => string) => unknown }) => {
        app.get('/open', () => 'to everybody');
      },
    ];
    const built = buildServer({ brain, options, bounds: usualBounds, groups });
    await expect(built).rejects.toThrow('GET /open declares no policy');
  });

  it('knows who asks by the token', async () => {
    const { server } = await stage({ http: { tokens } });
    const headers = { authorization: 'Bearer s3cret' };
    const answer = await server.inject({ ...ask, payload: training('a'), headers });
    expect(answer.json().facts[0].actor).toBe('alice');
  });

  it('lets nobody in without a token that it knows, but to the probes', async () => {
    const { server } = await stage({ http: { tokens } });
    for (const authorization of [undefined, 'Bearer wrong', 'Basic s3cret', 'Bearer']) {
      const headers = authorization === undefined ? {} : { authorization };
      const answer = await server.inject({ url: '/berth/v1/workloads', headers });
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('Bearer');
    }
    for (const url of ['/healthz', '/readyz', '/version', '/metrics', '/openapi.json']) {
      expect((await server.inject(url)).statusCode, url).toBe(200);
    }
  });

  it('refuses names that were made to lead to this machine', async () => {
    const { server } = await stage();
    for (const host of ['evil.example', 'evil.example:80', '10.0.0.1', '127.0.0.1.evil.example']) {
      const answer = await server.inject({ url: '/berth/v1/workloads', headers: { host } });
      expect(answer.statusCode, host).toBe(421);
    }
    for (const host of ['localhost', '127.0.0.1:1234', '[::1]:80', '127.9.9.9']) {
      const answer = await server.inject({ url: '/berth/v1/workloads', headers: { host } });
      expect(answer.statusCode, host).toBe(200);
    }
  });

  it('refuses writes by the page of another site', async () => {
    const { brain, server } = await stage();
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await server.inject({ ...ask, payload: training('a'), headers });
      expect(answer.statusCode).toBe(403);
    }
    expect(brain.views.workloads.rows.size).toBe(0);
    const own = { origin: 'http://localhost:80', host: 'localhost:80' };
    const answer = await server.inject({ ...ask, payload: training('a'), headers: own });
    expect(answer.statusCode).toBe(200);
  });

  it('tells of every request which route it took, and nothing of its path', async () => {
    const seen: string[] = [];
    const { server } = await stage({
      http: { onRequest: ({ method, route, status }) => seen.push(`${method} ${route} ${status}`) },
    });
    await server.inject('/berth/v1/workloads/nobody');
    await server.inject('/nowhere');
    expect(seen).toEqual(['GET /berth/v1/workloads/:id 404', 'GET * 404']);
  });
});
