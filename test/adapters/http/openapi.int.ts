import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { claimExample, topologyExample } from '../../../adapters/http/berth/unit-examples.ts';
import { at, type Described, described, type Json, type Operation } from './described.ts';
import { askOf, type Stage, stage, training } from './stage.ts';

const redocly = join('node_modules', '.bin', 'redocly');

const prepared = async (): Promise<Stage> => {
  const on = await stage();
  await askOf(on.brain, training('train-1'));
  const { name, clusterId, levels } = topologyExample;
  await askOf(on.brain, { type: 'DefineTopology', clusterId, name, levels });
  const { deviceClass, count } = claimExample;
  const claim = { name: claimExample.name, clusterId, deviceClass, count };
  await askOf(on.brain, { type: 'CreateResourceClaim', ...claim });
  return on;
};

const isOwn = ({ path }: Operation): boolean => !path.startsWith('/api/');

const send = async ({ server }: Stage, { method, url }: Operation, body: unknown) => {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
  const answer = await server.inject({ method, url, headers, ...payload });
  const isJson = String(answer.headers['content-type']).includes('json');
  return { status: answer.statusCode, body: isJson ? answer.json() : answer.body };
};

const expectDescribed = (
  api: Described,
  operation: Operation,
  { status, body }: { readonly status: number; readonly body: unknown },
): void => {
  const what = `${operation.method} ${operation.url} ${status} ${JSON.stringify(body).slice(0, 500)}`;
  expect(status, what).toBeLessThan(300);
  expect(api.mismatch(operation, status, body), what).toBeUndefined();
};

describe('the description of the API', () => {
  it('passes the strict rules of redocly, its examples included', async () => {
    const { server } = await stage();
    const folder = mkdtempSync(join(tmpdir(), 'berth-openapi-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    const file = join(folder, 'openapi.json');
    writeFileSync(file, (await server.inject('/openapi.json')).body);
    const args = [redocly, 'lint', file, '--config=redocly.yaml', '--format=json'];
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off' };
    const { stdout } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
    const { problems } = JSON.parse(stdout);
    expect(problems.map((one: Json) => [one['ruleId'], one['message'], one['location']])).toEqual(
      [],
    );
  });

  it('says of every operation what it is for, and what its answer looks like', async () => {
    const { operations } = await described((await stage()).server);
    expect(operations.length).toBeGreaterThan(25);
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    for (const { id, method, bodies, described: operation } of operations) {
      expect(at(operation, 'summary'), id).toMatch(/^\S.*/);
      expect(at(operation, 'tags'), id).toHaveLength(1);
      const hasBody = at(operation, 'requestBody') !== undefined;
      expect(bodies.length > 0, `${method} ${id}`).toBe(hasBody);
    }
  });

  it('gives examples of reads that a server answers as described', async () => {
    const on = await prepared();
    const api = await described(on.server);
    for (const operation of api.operations.filter(isOwn)) {
      if (operation.method !== 'GET' || operation.id === 'streamEvents') continue;
      expectDescribed(api, operation, await send(on, operation, undefined));
    }
  });

  it('gives examples of asks that a server takes, one after the other', async () => {
    const on = await prepared();
    const api = await described(on.server);
    for (const operation of api.operations.filter(isOwn)) {
      for (const body of operation.bodies) {
        expectDescribed(api, operation, await send(on, operation, body));
      }
    }
    expect(on.brain.views.workloads.rows.get('walk-1')?.phase).toBe('Deleted');
  });

  it('describes the problems that a server answers with', async () => {
    const on = await prepared();
    const api = await described(on.server);
    const one = api.operations.find(({ id }) => id === 'getWorkload');
    const ask = api.operations.find(({ id }) => id === 'ask');
    if (one === undefined || ask === undefined) throw new Error('these are described');
    const missing = await send(on, { ...one, url: '/berth/v1/workloads/nobody' }, undefined);
    expect(missing.status).toBe(404);
    expect(api.mismatch(one, missing.status, missing.body)).toBeUndefined();
    const refused = await send(on, ask, { type: 'Nothing' });
    expect(refused.status).toBe(400);
    expect(api.mismatch(ask, refused.status, refused.body)).toBeUndefined();
  });
});
