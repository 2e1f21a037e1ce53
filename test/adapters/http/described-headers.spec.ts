import { describe, expect, it } from 'vitest';
import { at, described } from './described.ts';
import { stage } from './stage.ts';

describe('what the description says of headers and probes', () => {
  it('is as strict about Idempotency-Key and If-Match as the server', async () => {
    const { server } = await stage();
    const { document } = await described(server);
    const parameters = at(document, 'paths', '/berth/v1/asks', 'post', 'parameters');
    const patterns = new Map(
      (Array.isArray(parameters) ? parameters : []).map((one: unknown) => [
        at(one, 'name'),
        new RegExp(String(at(one, 'schema', 'pattern'))),
      ]),
    );
    for (const [name, value] of [
      ['idempotency-key', 'a b'],
      ['idempotency-key', 'ä'],
      ['if-match', 'W/"1"'],
      ['if-match', '1'],
    ] as const) {
      expect(patterns.get(name)?.test(value), value).toBe(false);
      const answer = await server.inject({
        method: 'POST',
        url: '/berth/v1/asks',
        headers: { [name]: value },
        payload: { type: 'UncordonNode', nodeId: 'node-1' },
      });
      expect(answer.statusCode, value).toBe(400);
    }
    expect(patterns.get('if-match')?.test('"42"')).toBe(true);
    expect(patterns.get('idempotency-key')?.test('687df63c-ffb8')).toBe(true);
  });

  it('tells of addresses and headers that are too long, wherever there are any', async () => {
    const { server } = await stage();
    const { document } = await described(server);
    const answer = await server.inject(`/berth/v1/workloads/${'a'.repeat(2_000)}`);
    expect([answer.statusCode, answer.json().type]).toEqual([414, '/problems/url-too-long']);
    for (const method of ['get', 'delete']) {
      const responses = at(document, 'paths', '/api/v1/workloads/{id}', method, 'responses');
      expect(Object.keys(responses ?? {})).toEqual(expect.arrayContaining(['414', '431']));
    }
  });

  it('tells that a probe with a query may refuse it', async () => {
    const { server } = await stage();
    const { document } = await described(server);
    expect((await server.inject('/readyz?verbose=1&verbose=2')).statusCode).toBe(400);
    expect(at(document, 'paths', '/readyz', 'get', 'responses', '400')).toBeDefined();
    expect(at(document, 'paths', '/healthz', 'get', 'responses', '400')).toBeUndefined();
  });
});
