import { describe, expect, it } from 'vitest';
import { textOf } from './send.ts';
import { compute, namesOf, path, staged, training } from './staged.ts';

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
    const id = textOf(made.body['id']);
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
    const id = textOf(source.body['id']);
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

  it('is only judged where the request says so', async () => {
    const { brain, send } = await staged();
    const before = brain.views.workloads.rows.size;
    const tried = await send(`POST ${path}/trainings?dryRun=true`, { body: training('maybe') });
    expect(tried).toMatchObject({ status: 200, body: { name: 'maybe', phase: 'Pending' } });
    expect(brain.views.workloads.rows.size).toBe(before);
  });
});
