import { describe, expect, it } from 'vitest';
import { submission } from '../../../../src/main/library-asks.ts';
import { askOf, stage } from '../stage.ts';
import { sending, textOf } from './send.ts';
import { path, pool, robots, staged } from './staged-units.ts';

describe("what a project or department is promised, on Run:ai's paths", () => {
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

  it('is left alone where it has changed since somebody looked', async () => {
    const { send } = await staged();
    const seen = await send(`GET ${path}/projects/vision`);
    const headers = { 'if-match': textOf(seen.headers['etag']) };
    const body = [{ nodePool: pool, gpu: { deserved: 1 } }];
    const at = `PATCH ${path}/projects/vision/resources`;
    expect((await send(at, { body, headers })).status).toBe(200);
    const late = await send(at, { body: [{ nodePool: pool, gpu: { deserved: 2 } }], headers });
    expect(late.status).toBe(412);
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
    const { name } = same;
    expect(await send(at, { body: { name } })).toMatchObject({
      status: 200,
      body: { resources: [{ gpu: { deserved: 5 } }] },
    });
    expect((await send(at, { body: { name: 'other' } })).status).toBe(422);
    const moved = await send(at, { body: { ...same, parentId: 'elsewhere' } });
    expect(moved).toMatchObject({ status: 422, body: { errors: [{ pointer: '/parentId' }] } });
  });
});
