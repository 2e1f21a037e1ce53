import { describe, expect, it } from 'vitest';
import { path, pool, robots, staged } from './staged-units.ts';

describe("a project or department that is to be, on Run:ai's paths", () => {
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
});
