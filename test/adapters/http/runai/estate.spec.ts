import { describe, expect, it } from 'vitest';
import { csvOf } from '../../../../adapters/http/runai/audit/csv.ts';
import { stage } from '../stage.ts';
import { sending, textOf } from './send.ts';

const staged = async () => {
  const { brain, server } = await stage();
  return { brain, send: sending(server) };
};

describe("the estate on Run:ai's paths", () => {
  it('has node pools that are created, laid out otherwise and deleted', async () => {
    const { send } = await staged();
    const body = { name: 'h100', clusterId: 'cluster', labelKey: 'gpu', labelValue: 'h100' };
    const made = await send('POST /api/v1/node-pools', { body });
    expect(made).toMatchObject({
      status: 201,
      body: { id: 'h100', placementStrategy: { cpu: 'binpack', gpu: 'berth' }, nodes: [] },
    });
    const changed = await send('PUT /api/v1/node-pools/h100', {
      body: { placementStrategy: { gpu: 'spread' } },
    });
    expect(changed.body['placementStrategy']).toEqual({ cpu: 'binpack', gpu: 'spread' });
    const own = await send('PUT /api/v1/node-pools/h100', {
      body: { placementStrategy: { gpu: 'fgd', cpu: 'spread' } },
    });
    expect(own.body['placementStrategy']).toEqual({ cpu: 'spread', gpu: 'fgd' });
    const unknown = await send('PUT /api/v1/node-pools/h100', {
      body: { placementStrategy: { cpu: 'fgd' } },
    });
    expect(unknown.status).toBe(400);
    expect((await send('DELETE /api/v1/node-pools/h100')).status).toBe(202);
    expect((await send('DELETE /api/v1/node-pools/default')).status).toBe(409);
    const again = await send('POST /api/v1/node-pools', { body });
    expect(again.body['id']).toMatch(/^h100-/);
    expect((await send('POST /api/v1/node-pools', { body })).status).toBe(409);
    const swapping = await send('POST /api/v1/node-pools', {
      body: { ...body, name: 'x', swapEnabled: true },
    });
    expect(swapping.body['errors']?.['0']).toMatchObject({ pointer: '/swapEnabled' });
  });

  it('has node pools of the only cluster where no cluster is named', async () => {
    const { send } = await staged();
    const of = (name: string) => ({ body: { name, labelKey: 'gpu', labelValue: name } });
    const made = await send('POST /api/v1/node-pools', of('h100'));
    expect(made).toMatchObject({ status: 201, body: { clusterId: 'cluster' } });
    await send('POST /api/v1/clusters', { body: { name: 'lab' } });
    expect(await send('POST /api/v1/node-pools', of('b200'))).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/clusterId', remedy: 'say one of cluster, lab' }] },
    });
  });

  it('has network topologies that are defined, told, redefined and removed', async () => {
    const { brain, send } = await staged();
    const path = '/api/v1/network-topologies';
    const body = { name: 'racks', levels: ['zone', 'rack'] };
    const dry = await send(`POST ${path}?dryRun=true`, { body });
    expect(dry).toMatchObject({ status: 200, body: { id: 'cluster:racks', levels: body.levels } });
    expect((await send(`GET ${path}/count`)).body).toEqual({ count: 0 });
    const made = await send(`POST ${path}`, { body });
    expect(made).toMatchObject({ status: 201, body: { id: 'cluster:racks', ...body } });
    for (const taken of [body, { ...body, levels: ['rack'] }])
      expect(await send(`POST ${path}`, { body: taken })).toMatchObject({
        status: 409,
        body: { errors: [{ pointer: '/name' }] },
      });
    expect(brain.views.units.topologies.get('cluster:racks')?.levels).toEqual(body.levels);
    expect((await send(`GET ${path}?filterBy=name==racks`)).body).toMatchObject({
      networkTopologies: [{ id: 'cluster:racks', clusterId: 'cluster' }],
    });
    const levels = ['zone', 'row', 'rack'];
    const put = await send(`PUT ${path}/cluster:racks`, { body: { levels } });
    expect(put).toMatchObject({ status: 200, body: { levels } });
    expect((await send(`GET ${path}/cluster:racks`)).body).toMatchObject({ levels });
    const twice = await send(`PUT ${path}/cluster:racks`, { body: { levels: ['rack', 'rack'] } });
    expect(twice).toMatchObject({ status: 422, body: { errors: [{ pointer: '/levels/1' }] } });
    expect((await send(`PUT ${path}/cluster:racs`, { body: { levels } })).status).toBe(404);
    expect((await send(`DELETE ${path}/cluster:racks`)).status).toBe(202);
    expect((await send(`GET ${path}/cluster:racks`)).status).toBe(404);
    const nowhere = await send(`POST ${path}`, { body: { ...body, clusterId: 'lab' } });
    expect(nowhere.status).toBe(404);
  });

  it('has clusters that are registered and removed', async () => {
    const { send } = await staged();
    const made = await send('POST /api/v1/clusters', { body: { name: 'lab' } });
    expect(made).toMatchObject({
      status: 201,
      body: { uuid: 'lab', status: { state: 'WaitingToConnect' } },
    });
    expect((await send('POST /api/v1/clusters', { body: { name: 'lab' } })).status).toBe(409);
    expect((await send('DELETE /api/v1/clusters/lab')).status).toBe(202);
    expect((await send('GET /api/v1/clusters/lab')).status).toBe(404);
    const list = await send('GET /api/v1/clusters?filterBy=state==Connected');
    expect(list.body).toEqual({ clusters: [expect.objectContaining({ uuid: 'cluster' })] });
  });

  it('has nodes with what is held of them', async () => {
    const { send } = await staged();
    const { body } = await send('GET /api/v1/nodes?filterBy=freeGPU>=8&sortBy=name&limit=1');
    expect(body).toMatchObject({
      nodes: [{ id: 'node-1', status: 'Ready', gpuInfo: { gpuCount: 8 } }],
      next: 1,
    });
    const near = await send('GET /api/v1/nodes/nodee-1');
    expect(near.body['errors']?.['0']?.['remedy']).toBe('did you mean node-1?');
  });

  it('bounds and checks what lists are asked', async () => {
    const { send } = await staged();
    const statuses = await Promise.all(
      [
        'offset=10000001',
        'limit=501',
        'limit=0',
        'sortOrder=up',
        'sortBy=nam',
        'filterBy=status==Redy',
        'filterBy=nonsense',
        'unknown=1',
      ].map(async (query) => (await send(`GET /api/v1/nodes?${query}`)).status),
    );
    expect(new Set(statuses)).toEqual(new Set([400]));
    expect((await send('GET /api/v1/nodes?offset=10000000')).body).toEqual({ nodes: [] });
  });
});

describe("the audit log on Run:ai's paths", () => {
  const span = 'start=2025-01-01&end=2100-01-01T00:00:00Z';

  it('tells who did what between two moments', async () => {
    const { send } = await staged();
    await send('POST /api/v1/clusters', { body: { name: 'lab' } });
    const { body } = await send(`GET /api/v1/audit/log?${span}&filterBy=action==register&limit=1`);
    expect(body['entries']).toEqual([
      expect.objectContaining({
        subjectId: 'anonymous@loopback',
        action: 'register',
        entityType: 'cluster',
        entityId: 'lab',
        changes: [{ field: 'name', after: '"lab"' }],
      }),
    ]);
    const none = await send('GET /api/v1/audit/log?start=2020-01-01&end=2020-01-02');
    expect(none.body['entries']).toEqual([]);
    expect((await send('GET /api/v1/audit/log')).status).toBe(400);
    expect((await send('GET /api/v1/audit/log?start=then&end=now')).status).toBe(400);
  });

  it('is a file of CSV or JSON as well', async () => {
    const { send } = await staged();
    const csv = await send(`GET /api/v1/audit/log/file?${span}`);
    expect(csv.headers['content-disposition']).toBe('attachment; filename="audit.csv"');
    expect(textOf(csv.body['text']).split('\r\n')[0]).toBe(
      'id,happenedAt,subjectId,action,entityType,entityId,requestId,changes',
    );
    const json = await send(
      `GET /api/v1/audit/log/file?${span}&format=json&sortOrder=asc&filterBy=entityType==cluster`,
    );
    expect(json.body['0']).toMatchObject({ action: 'register', entityId: 'cluster' });
    const asRunai = await send(`GET /api/v1/audit/log/file?${span}&downloadFormat=json`);
    expect(asRunai.headers['content-disposition']).toBe('attachment; filename="audit.json"');
    const both = await send(`GET /api/v1/audit/log/file?${span}&downloadFormat=json&format=csv`);
    expect(both).toMatchObject({ status: 400, body: { errors: [{ pointer: '/format' }] } });
  });

  it('is no program for a spreadsheet', () => {
    expect(csvOf([['=1+1', 'a,b', 'say "hi"', '-2', 'plain']])).toBe(
      `'=1+1,"a,b","say ""hi""",'-2,plain\r\n`,
    );
  });
});
