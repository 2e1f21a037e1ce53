import { describe, expect, it } from 'vitest';
import { stage } from '../stage.ts';
import { sending } from './send.ts';

const spec = { compute: { gpuDevicesRequest: 1, cpuCoreRequest: 1, cpuMemoryRequest: '1Gi' } };
const training = (name: string) => ({ name, projectId: 'vision', spec });

describe("Run:ai's workloads", () => {
  it('are submitted, listed, stopped, resumed and deleted', async () => {
    const { server } = await stage();
    const send = sending(server);
    const made = await send('POST /api/v1/workloads/trainings', { body: training('resnet') });
    expect(made.body).toEqual(expect.objectContaining({ name: 'resnet', type: 'Training' }));
    expect(made.status).toBe(202);
    const id = String(made.body['id']);
    const list = await send('GET /api/v1/workloads?filterBy=projectName==vision&sortBy=name');
    expect(list.body).toEqual({ workloads: [expect.objectContaining({ id })] });
    expect((await send('GET /api/v1/workloads/count')).body).toEqual({ count: 1 });
    const stopped = await send(`POST /api/v1/workloads/trainings/${id}/suspend`);
    expect(stopped.status).toBe(202);
    expect(['Stopping', 'Stopped']).toContain(stopped.body['phase']);
  });
});
