import { describe, expect, it } from 'vitest';
import { stage, type StageOptions } from '../stage.ts';
import { type Answer, type Body, sending } from './send.ts';

const compute = { gpuDevicesRequest: 1, cpuCoreRequest: 1, cpuMemoryRequest: '1Gi' };
const training = (name: string) => ({ name, projectId: 'vision', spec: { compute } });
const path = '/api/v1/workloads';

const staged = async (options: StageOptions = {}) => {
  const { brain, server } = await stage(options);
  const send = sending(server);
  const made = async (name: string): Promise<string> => {
    const { body } = await send(`POST ${path}/trainings`, { body: training(name) });
    return String(body['id']);
  };
  return { brain, send, made };
};

const namesOf = ({ body }: Answer): readonly string[] =>
  Object.values(body['workloads'] ?? {}).map((one) => String(one['name']));
const errorsOf = (answer: Answer): Body | undefined => answer.body['errors'];

describe("a workload on Run:ai's paths", () => {
  it('is submitted, listed, told, stopped, resumed and deleted', async () => {
    const { send } = await staged();
    const made = await send(`POST ${path}/trainings`, { body: training('resnet') });
    expect(made).toMatchObject({
      status: 202,
      body: {
        name: 'resnet',
        type: 'Training',
        category: 'Train',
        departmentName: 'department',
        priority: 40,
        priorityClassName: 'low',
        preemptible: true,
        workloadRequestedResources: { gpu: { request: 1 }, cpuMemory: { request: '1Gi' } },
        actionsSupport: { delete: true, suspend: true, resume: false },
      },
    });
    const id = String(made.body['id']);
    expect(namesOf(await send(`GET ${path}?filterBy=projectName==vision&sortBy=name`))).toEqual([
      'resnet',
    ]);
    expect((await send(`GET ${path}/trainings/${id}`)).body).toMatchObject({
      requestedName: 'resnet',
      desiredPhase: 'Running',
      spec: { compute, parallelism: 1, nodePools: ['default'] },
    });
    const stopped = await send(`POST ${path}/trainings/${id}/suspend?reason=lunch`);
    expect([stopped.status, stopped.body['phaseMessage']]).toEqual([202, 'lunch']);
    await expect.poll(async () => (await send(`GET ${path}/${id}`)).body['phase']).toBe('Stopped');
    expect((await send(`POST ${path}/${id}/resume`)).body['phase']).toBe('Pending');
    expect((await send(`DELETE ${path}/trainings/${id}`)).status).toBe(202);
    await expect
      .poll(async () => namesOf(await send(`GET ${path}?deleted=true`)))
      .toEqual(['resnet']);
    expect((await send(`GET ${path}/count`)).body).toEqual({ count: 0 });
  });

  it('gets what Run:ai gives to a type that says nothing', async () => {
    const { send, made } = await staged();
    const { body } = await send(`GET ${path}/trainings/${await made('quiet')}`);
    expect(body['spec']).toMatchObject({
      backoffLimit: 6,
      autoDeletionTimeAfterCompletionSeconds: 2_592_000,
      terminationGracePeriodSeconds: 30,
      preemptibility: 'preemptible',
    });
    const chat = await send(`POST ${path}/inferences`, { body: { ...training('chat') } });
    expect(chat.body['spec']).not.toHaveProperty('backoffLimit');
    expect(chat.body).toMatchObject({ category: 'Deploy', priority: 150, preemptible: false });
  });

  it('has one name in its project until it is deleted, or an end of its own', async () => {
    const { send, made } = await staged();
    const id = await made('taken');
    const again = await send(`POST ${path}/trainings`, { body: training('taken') });
    expect(again).toMatchObject({ status: 409, body: { errors: [{ pointer: '/name' }] } });
    const body = { ...training('taken'), useGivenNameAsPrefix: true };
    const ended = await send(`POST ${path}/trainings`, { body });
    expect(ended.body['name']).toMatch(/^taken-[0-9a-f]{6}$/);
    await send(`DELETE ${path}/${id}`);
    await expect
      .poll(async () => (await send(`POST ${path}/trainings`, { body: training('taken') })).status)
      .toBe(202);
  });

  it('is submitted once for one Idempotency-Key, however often that is sent', async () => {
    const { send } = await staged();
    const headers = { 'idempotency-key': 'one' };
    const body = { ...training('once'), useGivenNameAsPrefix: true };
    const first = await send(`POST ${path}/trainings`, { body, headers });
    const second = await send(`POST ${path}/trainings`, { body, headers });
    expect([second.status, second.body['id']]).toEqual([202, first.body['id']]);
    expect((await send(`GET ${path}/count`)).body).toEqual({ count: 1 });
    const other = await send(`POST ${path}/trainings`, { body: training('other'), headers });
    expect(other.status).toBe(422);
  });

  it('is copied with all that was asked for, and says what it is a copy of', async () => {
    const { send } = await staged();
    const spec = { compute, parallelism: 3, image: 'a/b:1', labels: [{ name: 'a', value: 'b' }] };
    const source = await send(`POST ${path}/trainings`, { body: { ...training('source'), spec } });
    const id = String(source.body['id']);
    const copy = await send(`POST ${path}/trainings/${id}/clone`, {
      body: { name: 'copy', projectId: 'speech' },
    });
    expect(copy).toMatchObject({
      status: 202,
      body: { name: 'copy', projectId: 'speech', clonedFrom: id, spec: source.body['spec'] },
    });
    expect(copy.body['id']).not.toBe(id);
    const missing = await send(`POST ${path}/workspaces/${id}/clone`, { body: { name: 'no' } });
    expect(missing.status).toBe(404);
  });

  it('is done to in batches, each for itself', async () => {
    const { send, made } = await staged();
    const ids = [await made('one'), 'nobody', await made('two')];
    const { status, body } = await send(`POST ${path}/batch`, { body: { ids, action: 'suspend' } });
    expect(status).toBe(200);
    expect(body['results']).toEqual([
      { id: ids[0], isDone: true, revision: expect.any(Number) },
      { id: 'nobody', isDone: false, problem: expect.objectContaining({ status: 404 }) },
      { id: ids[2], isDone: true, revision: expect.any(Number) },
    ]);
    const bad = await send(`POST ${path}/batch`, { body: { ids, action: 'explode' } });
    expect(bad).toMatchObject({ status: 400, body: { errors: [{ pointer: '/action' }] } });
  });

  it('is scaled where it is a service, within its bounds', async () => {
    const { send } = await staged();
    const spec = { compute, autoscaling: { minReplicas: 1, maxReplicas: 3 } };
    const { body } = await send(`POST ${path}/inferences`, { body: { ...training('chat'), spec } });
    const at = `PATCH ${path}/inferences/${String(body['id'])}`;
    expect((await send(at, { body: { replicas: 3 } })).body['requestedPods']).toMatchObject({
      min: 1,
      max: 3,
    });
    expect(await send(at, { body: { replicas: 4 } })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/replicas', value: 4 }] },
    });
  });

  it('is left alone where it has changed since somebody looked', async () => {
    const { send, made } = await staged();
    const id = await made('seen');
    const { headers } = await send(`GET ${path}/${id}`);
    const etag = String(headers['etag']);
    await send(`POST ${path}/${id}/stop`);
    const late = await send(`DELETE ${path}/${id}`, { headers: { 'if-match': etag } });
    expect(late.status).toBe(412);
  });

  it('is found on the path of its own type alone, and by a name that was nearly right', async () => {
    const { send, made } = await staged();
    const id = await made('where');
    expect((await send(`GET ${path}/workspaces/${id}`)).status).toBe(404);
    const near = await send(`GET ${path}/trainings/${id.slice(0, -1)}x`);
    expect(errorsOf(near)?.['0']?.['remedy']).toBe(`did you mean ${id}?`);
  });

  it('is only judged where the request says so', async () => {
    const { brain, send } = await staged();
    const before = brain.views.workloads.rows.size;
    const tried = await send(`POST ${path}/trainings?dryRun=true`, { body: training('maybe') });
    expect(tried).toMatchObject({ status: 200, body: { name: 'maybe', phase: 'Pending' } });
    expect(brain.views.workloads.rows.size).toBe(before);
  });

  it('tells what happened to it, and where its pods are', async () => {
    const { send, made } = await staged({ cluster: 'sim' });
    const id = await made('told');
    await expect
      .poll(async () => (await send(`GET ${path}/${id}/pods`)).body['pods'])
      .toEqual([expect.objectContaining({ name: 'told-main-0', currentNodeName: 'node-1' })]);
    const { body } = await send(`GET ${path}/${id}/history?limit=2`);
    expect(body).toMatchObject({
      records: [
        { type: 'PhaseUpdate', phase: 'Creating', actor: 'anonymous@loopback' },
        { type: 'PhaseUpdate', phase: 'Pending' },
      ],
      next: 2,
    });
    const events = await send(`GET ${path}/${id}/events?offset=2`);
    expect(events.body['events']?.['0']).toMatchObject({
      reason: 'WorkloadAllocated',
      involvedObject: { uid: id },
    });
    expect((await send(`GET ${path}/pods?filterBy=workloadName==told`)).body['pods']).toHaveLength(
      1,
    );
  });
});
