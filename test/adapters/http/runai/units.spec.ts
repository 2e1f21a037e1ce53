import { describe, expect, it } from 'vitest';
import { askOf, stage } from '../stage.ts';
import { submission } from '../../../../src/main/library-asks.ts';
import { sending } from './send.ts';

const path = '/api/v1/org-unit';
const pool = { id: 'default' };

const staged = async () => {
  const { brain, server } = await stage();
  const send = sending(server);
  await send('POST /api/v1/node-pools', {
    body: { name: 'h100', clusterId: 'cluster', labelKey: 'gpu', labelValue: 'h100' },
  });
  return { brain, send };
};

const robots = {
  name: 'robots',
  parentId: 'department',
  resources: [
    {
      nodePool: pool,
      gpu: { deserved: 2.5, limit: 4, overQuotaWeight: 3 },
      cpu: { deserved: 64_000 },
      memory: { deserved: 512_000, limit: 600_000 },
      priority: 'High',
    },
  ],
};

describe("a project or department on Run:ai's paths", () => {
  it('is created with what it is promised in every pool, and read back so', async () => {
    const { send } = await staged();
    const made = await send(`POST ${path}/projects`, { body: robots });
    expect(made).toMatchObject({
      status: 201,
      body: { id: 'robots', parentId: 'department', clusterId: 'cluster' },
    });
    const { body } = await send(`GET ${path}/projects/robots`);
    expect(body['resources']).toMatchObject([
      {
        nodePool: { id: 'default', name: 'default' },
        gpu: { deserved: 2.5, limit: 4, overQuotaWeight: 3 },
        cpu: { deserved: 64_000, limit: -1, overQuotaWeight: 2 },
        memory: { deserved: 512_000, limit: 600_000 },
        priority: 'High',
        allocated: { gpu: 0 },
      },
      { nodePool: { id: 'h100' }, gpu: { deserved: 0, limit: -1 }, priority: 'MediumLow' },
    ]);
    const list = await send(`GET ${path}/projects?filterBy=gpuQuota>=2,gpuQuota<=3`);
    expect(list.body['projects']).toEqual([expect.objectContaining({ id: 'robots' })]);
    expect((await send(`GET ${path}/projects/count`)).body).toEqual({ count: 3 });
  });

  it('keeps what a PATCH does not speak of', async () => {
    const { send } = await staged();
    await send(`POST ${path}/projects`, { body: robots });
    const patched = await send(`PATCH ${path}/projects/robots/resources`, {
      body: [{ nodePool: pool, gpu: { deserved: 3 } }],
    });
    expect(patched.status).toBe(200);
    expect(patched.body['0']).toMatchObject({
      gpu: { deserved: 3, limit: 4, overQuotaWeight: 3 },
      cpu: { deserved: 64_000 },
      priority: 'High',
    });
  });

  it('is not promised half of what was asked for', async () => {
    const { brain, send } = await staged();
    await send(`POST ${path}/projects`, { body: robots });
    const before = brain.revision();
    const both = (second: object) => [
      { nodePool: pool, gpu: { deserved: 1 } },
      { nodePool: { id: 'h100' }, ...second },
    ];
    const at = `PUT ${path}/projects/robots/resources`;
    const unset = await send(at, { body: both({}) });
    expect(unset).toMatchObject({
      status: 422,
      body: { code: 'QuotaUnset', errors: [{ pointer: '/1/gpu/deserved' }] },
    });
    const forgotten = await send(at, { body: both({}).slice(0, 1) });
    expect(forgotten.status).toBe(422);
    const unknown = await send(at, { body: [...both({}), { nodePool: { id: 'h10' } }] });
    expect(unknown).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/2/nodePool/id', remedy: 'did you mean h100?' }] },
    });
    const low = await send(at, { body: both({ gpu: { deserved: 2, limit: 1 } }) });
    expect(low.body['errors']?.['0']).toMatchObject({ pointer: '/1/gpu/limit', value: 1 });
    expect(brain.revision()).toBe(before);
    const done = await send(at, { body: both({ gpu: { deserved: 2 } }) });
    expect(done.status).toBe(200);
    expect(brain.revision()).toBeGreaterThan(before);
  });

  it('is told in GPUs what non-preemptible work holds that a quota would not cover', async () => {
    const { brain, server } = await stage({ cluster: 'sim' });
    const send = sending(server);
    const more = { preemptible: false } as const;
    await askOf(brain, submission({ name: 'w', projectId: 'vision', gpus: 2, more }));
    const at = `${path}/projects/vision/resources`;
    const held = async () => (await send(`GET ${at}`)).body['0']?.['allocatedNonPreemptible'];
    await expect.poll(held).toMatchObject({ gpu: 2 });
    const low = await send(`PATCH ${at}`, { body: [{ nodePool: pool, gpu: { deserved: 0.5 } }] });
    expect(low).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/0/gpu/deserved', value: 0.5 }] },
    });
    expect(low.body['errors']?.['0']?.['remedy']).toContain('say at least 2 GPUs');
  });

  it('answers the same request sent again with what it did the first time', async () => {
    const { brain, send } = await staged();
    const headers = { 'idempotency-key': 'robots' };
    const first = await send(`POST ${path}/projects`, { body: robots, headers });
    const { revision } = { revision: brain.revision() };
    const again = await send(`POST ${path}/projects`, { body: robots, headers });
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(brain.revision()).toBe(revision);
    const other = await send(`POST ${path}/projects`, { body: robots });
    expect(other).toMatchObject({ status: 409, body: { errors: [{ pointer: '/name' }] } });
  });

  it('is left alone where it has changed since somebody looked', async () => {
    const { send } = await staged();
    const seen = await send(`GET ${path}/projects/vision`);
    const headers = { 'if-match': String(seen.headers['etag']) };
    const body = [{ nodePool: pool, gpu: { deserved: 1 } }];
    const at = `PATCH ${path}/projects/vision/resources`;
    expect((await send(at, { body, headers })).status).toBe(200);
    const late = await send(at, { body: [{ nodePool: pool, gpu: { deserved: 2 } }], headers });
    expect(late.status).toBe(412);
  });

  it('gets an id of its own where something that is gone had its name', async () => {
    const { send } = await staged();
    expect((await send(`DELETE ${path}/projects/speech`)).status).toBe(202);
    const made = await send(`POST ${path}/projects`, { body: { ...robots, name: 'speech' } });
    expect(made.body).toMatchObject({ name: 'speech' });
    expect(made.body['id']).toMatch(/^speech-[0-9a-f]{5}$/);
    expect((await send(`GET ${path}/projects/speech`)).status).toBe(404);
  });

  it('is not created where a part of it cannot be', async () => {
    const { brain, send } = await staged();
    const before = brain.revision();
    const refused = await Promise.all([
      send(`POST ${path}/projects`, { body: { ...robots, parentId: 'departmen' } }),
      send(`POST ${path}/projects`, { body: { ...robots, schedulingRules: {} } }),
      send(`POST ${path}/projects`, { body: { ...robots, defaultNodePools: ['moon'] } }),
      send(`POST ${path}/projects`, {
        body: { ...robots, resources: [{ nodePool: pool, gpu: { deserved: 0.00001 } }] },
      }),
      send(`POST ${path}/departments`, {
        body: { name: 'd', clusterId: 'cluster', resources: [{ nodePool: pool }] },
      }),
      send(`POST ${path}/departments`, { body: { name: 'd', clusterId: 'moon' } }),
    ]);
    expect(refused.map(({ status, body }) => [status, body['errors']?.['0']?.['pointer']])).toEqual(
      [
        [422, '/parentId'],
        [422, '/schedulingRules'],
        [422, '/defaultNodePools/0'],
        [422, '/resources/0/gpu/deserved'],
        [422, '/resources/0/gpu/deserved'],
        [422, '/clusterId'],
      ],
    );
    expect(brain.revision()).toBe(before);
  });

  it('cannot be called otherwise or moved', async () => {
    const { send } = await staged();
    const resources = [{ nodePool: pool, gpu: { deserved: 5 } }];
    const at = `PUT ${path}/projects/vision`;
    const same = {
      name: 'vision',
      parentId: 'department',
      defaultNodePools: ['default'],
      resources,
    };
    expect((await send(at, { body: same })).body).toMatchObject({
      resources: [{ gpu: { deserved: 5 } }],
    });
    const moved = await send(at, { body: { ...same, parentId: 'elsewhere' } });
    expect(moved).toMatchObject({ status: 422, body: { errors: [{ pointer: '/parentId' }] } });
  });
});
