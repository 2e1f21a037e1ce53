import { describe, expect, it } from 'vitest';
import type { HttpServer } from '../../../adapters/http/index.ts';
import { askOf, stage, training } from './stage.ts';

interface Described {
  readonly paths: Readonly<
    Record<
      string,
      { readonly get?: { readonly parameters?: readonly { readonly name: string }[] } }
    >
  >;
}

/** Reads that have no past: how the server does, what it is, the stream of what happens now; a difference has two. */
const ofNow = /^\/(healthz|livez|readyz|metrics|openapi|docs|version|berth\/v1\/(events|diff))/;

/** What the ids of the small site are, by the kind that a path is about. */
const idIn = (path: string): string =>
  /node-?pools/.test(path)
    ? 'default'
    : /nodes/.test(path)
      ? 'node-1'
      : /queues/.test(path)
        ? 'vision@default'
        : /projects/.test(path)
          ? 'vision'
          : /policies/.test(path)
            ? 'main'
            : 'a';

/** Every read of the API that there is, as addresses of the small site. */
const readsOf = async (server: HttpServer): Promise<readonly string[]> => {
  const { paths }: Described = (await server.inject('/openapi.json')).json();
  return Object.entries(paths).flatMap(([path, { get }]) =>
    get === undefined || ofNow.test(path) ? [] : [path],
  );
};

const span = 'start=1970-01-01T00:00:00Z&end=2100-01-01T00:00:00Z';

const addressOf = (path: string, query: string): string => {
  const filled = path.replaceAll(/\{revision\}/g, '5').replaceAll(/\{[^}]+\}/g, idIn(path));
  return `${filled}?${/audit\b/.test(path) && path.startsWith('/api') ? `${span}&` : ''}${query}`;
};

/** An answer without the moment of the asking. */
const told = async (server: HttpServer, address: string) => {
  const answer = await server.inject(address);
  const isJson = String(answer.headers['content-type']).includes('json');
  const body: unknown = isJson
    ? { ...answer.json<object>(), nowMs: 0, traceId: '', instance: '' }
    : answer.body;
  return { status: answer.statusCode, body };
};

describe('?at=', () => {
  it('is taken by every read, and answers what was answered then', async () => {
    const { brain, server } = await stage({ cluster: 'none' });
    await askOf(brain, training('a', 2));
    await brain.beat();
    const paths = await readsOf(server);
    expect(paths.length).toBeGreaterThan(40);
    const revision = brain.revision();
    const before = new Map<string, unknown>();
    for (const path of paths) before.set(path, await told(server, addressOf(path, '')));
    // Most of them have something to tell: the others say what is not there.
    const found = [...before.values()].filter((one) => Object(one).status === 200);
    expect(found.length).toBeGreaterThan(35);
    await askOf(brain, training('b', 4));
    await askOf(brain, { type: 'StopWorkload', workloadId: 'a', reason: 'enough' });
    await brain.beat();
    expect(brain.revision()).toBeGreaterThan(revision + 2);
    for (const path of paths) {
      const then = await told(server, addressOf(path, `at=${revision}`));
      expect({ path, ...then }).toEqual({ path, ...Object(before.get(path)) });
    }
  });

  it('says in its headers which revision it shows, and tags what stays so for ever', async () => {
    const { brain, server } = await stage();
    await askOf(brain, training('a'));
    const revision = brain.revision();
    await askOf(brain, { type: 'StopWorkload', workloadId: 'a', reason: 'enough' });
    const answer = await server.inject(`/berth/v1/workloads/a?at=${revision}`);
    expect(answer.headers['berth-revision']).toBe(String(revision));
    const headers = { 'if-none-match': String(answer.headers.etag) };
    const again = await server.inject({ url: `/berth/v1/workloads/a?at=${revision}`, headers });
    expect(again.statusCode).toBe(304);
    const now = await server.inject({ url: '/berth/v1/workloads/a', headers });
    expect(now.statusCode).toBe(200);
  });

  it('tells of one workload what the list of that moment tells, all along its life', async () => {
    const { brain, server } = await stage({ cluster: 'none' });
    const first = brain.revision();
    for (const id of ['a', 'b']) await askOf(brain, training(id, 2));
    await brain.beat();
    await askOf(brain, { type: 'StopWorkload', workloadId: 'a', reason: 'enough' });
    await brain.beat();
    const statuses = new Set<string>();
    for (let at = first; at <= brain.revision(); at += 1) {
      const one = await server.inject(`/berth/v1/workloads/a?at=${at}`);
      const life = await server.inject(`/berth/v1/workloads/a/history?at=${at}`);
      const list = await server.inject(`/berth/v1/workloads?at=${at}`);
      const row: unknown = list.json().items.find(({ id }: { id: string }) => id === 'a');
      statuses.add(`${one.statusCode}, ${life.statusCode}`);
      if (row === undefined) expect(one.json().type).toBe('/problems/workload-not-found');
      else expect(one.json()).toEqual(row);
      expect(one.headers['berth-revision']).toBe(String(at));
    }
    expect([...statuses]).toEqual(['404, 404', '200, 200']);
  });

  it('takes times, and counts back from the last fact', async () => {
    const { brain, server } = await stage();
    const { nowMs } = (await server.inject(`/berth/v1/workloads?at=${brain.revision()}`)).json();
    for (const at of ['-0s', `${nowMs}ms`, encodeURIComponent(new Date(nowMs).toISOString())]) {
      const answer = await server.inject(`/berth/v1/workloads?at=${at}`);
      expect(answer.headers['berth-revision'], at).toBe(String(brain.revision()));
    }
  });

  it('refuses what names no moment, and moments that the ledger does not have', async () => {
    const { brain, server } = await stage();
    const head = brain.revision();
    const answers: [string, number, string][] = [
      ['yesterday', 400, '/problems/moment'],
      ['2026-02-30', 400, '/problems/moment'],
      ['0', 404, '/problems/moment-not-found'],
      [String(head + 1), 404, '/problems/moment-not-found'],
      ['-9000d', 404, '/problems/moment-not-found'],
    ];
    for (const [at, status, type] of answers) {
      const answer = await server.inject(`/berth/v1/nodes?at=${at}`);
      expect([at, answer.statusCode, answer.json().type]).toEqual([at, status, type]);
      expect(answer.json().errors[0]).toMatchObject({ pointer: '/at', in: 'query' });
      expect(answer.json().errors[0].remedy).not.toBe('');
    }
  });
});
