import { describe, expect, it } from 'vitest';
import { textOf } from './send.ts';
import { compute, errorsOf, path, staged, training } from './staged.ts';

describe("a workload that is there, on Run:ai's paths", () => {
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
    const at = `PATCH ${path}/inferences/${textOf(body['id'])}`;
    expect((await send(at, { body: { replicas: 3 } })).body['requestedPods']).toMatchObject({
      number: 3,
      min: 1,
      max: 3,
    });
    expect(await send(at, { body: { replicas: 4 } })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/replicas', value: 4 }] },
    });
  });

  it("is scaled in Run:ai's words where these mean one number, and in no other", async () => {
    const { send } = await staged();
    const spec = { compute, autoscaling: { minReplicas: 1, maxReplicas: 3 } };
    const { body } = await send(`POST ${path}/inferences`, { body: { ...training('chat'), spec } });
    const scaled = (said: object) =>
      send(`PATCH ${path}/inferences/${textOf(body['id'])}`, { body: { spec: said } });
    const fixed = await scaled({ autoscaling: { minReplicas: 2, maxReplicas: 2 } });
    expect(fixed.body['requestedPods']).toMatchObject({ number: 2, min: 1, max: 3 });
    const refused = await Promise.all([
      scaled({ autoscaling: { minReplicas: 1, maxReplicas: 2 } }),
      scaled({ autoscaling: { maxReplicas: 2 } }),
      scaled({ autoscaling: { minReplicas: 4, maxReplicas: 4 } }),
      scaled({ image: 'other', autoscaling: { minReplicas: 2, maxReplicas: 2, metric: 'x' } }),
      scaled({}),
    ]);
    expect(
      refused.map((answer) => [
        answer.status,
        ...Object.values(errorsOf(answer) ?? {}).map((one) => one['pointer']),
      ]),
    ).toEqual([
      [422, '/spec/autoscaling'],
      [422, '/spec/autoscaling'],
      [422, '/spec/autoscaling/maxReplicas'],
      [422, '/spec/image', '/spec/autoscaling/metric'],
      [422, '/replicas'],
    ]);
  });

  it('is stopped on the path of its type by either word, a service by none', async () => {
    const { send, made } = await staged();
    for (const word of ['stop', 'suspend']) {
      const id = await made(word);
      expect((await send(`POST ${path}/trainings/${id}/${word}`)).status).toBe(202);
    }
    const spec = { compute, autoscaling: { minReplicas: 1, maxReplicas: 3 } };
    const { body } = await send(`POST ${path}/inferences`, { body: { ...training('chat'), spec } });
    const id = textOf(body['id']);
    for (const at of [`${path}/inferences/${id}/suspend`, `${path}/${id}/suspend`]) {
      expect(await send(`POST ${at}`)).toMatchObject({
        status: 409,
        body: {
          code: 'NotStoppable',
          errors: [{ remedy: 'scale it to 0 replicas, or delete it' }],
        },
      });
    }
  });

  it('has the namespace of its project wherever it is told', async () => {
    const { send, made } = await staged();
    const id = await made('where');
    const { body } = await send(`GET ${path}/${id}`);
    expect(body['namespace']).toBe('runai-vision');
    const events = await send(`GET ${path}/${id}/events`);
    expect(events.body['events']?.['0']?.['involvedObject']).toMatchObject({
      namespace: 'runai-vision',
    });
  });

  it('is left alone where it has changed since somebody looked', async () => {
    const { send, made } = await staged();
    const id = await made('seen');
    const { headers } = await send(`GET ${path}/${id}`);
    const etag = textOf(headers['etag']);
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
