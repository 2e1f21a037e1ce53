import { describe, expect, it } from 'vitest';
import { stage } from '../stage.ts';
import { type Body, sending, textOf } from './send.ts';

const errorsOf = (body: Body): readonly string[] =>
  Object.values(body['errors'] ?? {}).map((one) => textOf(one['pointer']));

const refused = async (type: string, submission: object) => {
  const { brain, server } = await stage();
  const before = brain.views.workloads.rows.size;
  const { status, body } = await sending(server)(`POST /api/v1/workloads/${type}`, {
    body: { name: 'no', projectId: 'vision', ...submission },
  });
  expect(brain.views.workloads.rows.size).toBe(before);
  return { status, pointers: errorsOf(body) };
};

describe("a submission on Run:ai's paths that is refused", () => {
  it('is told everything at once that is not offered', async () => {
    const spec = {
      image: 'a',
      storage: { pvc: [] },
      exposedUrls: [],
      minReplicas: 2,
      compute: { gpuRequestType: 'memory', gpuMemoryLimit: '10G', cpuMemoryRequest: '1 GB' },
      environmentVariables: [{ name: 'A', secret: { name: 's' } }],
      tolerations: [{ key: 'a', operator: 'Exists', seconds: 5 }],
    };
    expect(await refused('trainings', { spec })).toEqual({
      status: 422,
      pointers: [
        '/spec/storage',
        '/spec/exposedUrls',
        '/spec/minReplicas',
        '/spec/compute/gpuMemoryLimit',
        '/spec/compute/gpuMemoryRequest',
        '/spec/compute/cpuMemoryRequest',
        '/spec/tolerations/0/seconds',
        '/spec/environmentVariables/0/secret',
      ],
    });
  });

  it('is told where the mistake stands in its own words', async () => {
    const found = await Promise.all([
      refused('trainings', { projectId: 'visio', spec: {} }),
      refused('trainings', { clusterId: 'moon', spec: {} }),
      refused('trainings', { spec: { nodePools: ['moon'] } }),
      refused('trainings', { spec: { nodePools: ['default', 'default'] } }),
      refused('trainings', { spec: { nodePools: ['default', 'moon'] } }),
      refused('trainings', { spec: { parallelism: 2, completions: 4 } }),
      refused('trainings', { spec: { command: 'x' } }),
      refused('trainings', { spec: { compute: { gpuPortionRequest: 0.5, gpuDevicesRequest: 0 } } }),
      refused('trainings', { spec: { compute: { gpuPortionRequest: 0.0005 } } }),
      refused('distributed', { spec: { numWorkers: 100_000 } }),
      refused('inferences', { spec: { autoscaling: { minReplicas: 5, maxReplicas: 2 } } }),
      refused('workspaces', { spec: { category: 'Train' } }),
      refused('trainings', { spec: { compute: { gpuMemoryRequest: 'much' } } }),
      refused('trainings', {
        spec: { compute: { gpuMemoryRequest: '1Gi', migProfile: '1g.10gb' } },
      }),
      refused('trainings', { spec: { compute: { gpuRequestType: 'migProfile' } } }),
      refused('trainings', { spec: { compute: { migProfile: '10gb' } } }),
      refused('distributed', { spec: { numWorkers: 2, minReplicas: 3 } }),
      refused('distributed', { spec: { numWorkers: 2, maxReplicas: 1 } }),
      refused('trainings', { spec: { topology: { topology: 'racks' } } }),
      refused('trainings', {
        spec: { compute: { extendedResources: [{ resource: 'cpu', quantity: '2' }] } },
      }),
    ]);
    expect(found.map(({ pointers }) => pointers)).toEqual([
      ['/projectId'],
      ['/clusterId'],
      ['/spec/nodePools/0'],
      ['/spec/nodePools/1'],
      ['/spec/nodePools/1'],
      ['/spec/completions'],
      ['/spec/image'],
      ['/spec/compute/gpuPortionRequest'],
      ['/spec/compute/gpuPortionRequest'],
      ['/spec/numWorkers'],
      ['/spec/autoscaling/minReplicas'],
      ['/spec/category'],
      ['/spec/compute/gpuMemoryRequest'],
      ['/spec/compute/gpuMemoryRequest'],
      ['/spec/compute/migProfile'],
      ['/spec/compute/migProfile'],
      ['/spec/minReplicas'],
      ['/spec/maxReplicas'],
      ['/spec/topology'],
      ['/spec/compute/extendedResources'],
    ]);
    expect(new Set(found.map(({ status }) => status))).toEqual(new Set([422]));
  });

  it('is told of members that nobody knows, with what may have been meant', async () => {
    const { server } = await stage();
    const { status, body } = await sending(server)('POST /api/v1/workloads/trainings', {
      body: { name: 'no', projectId: 'vision', spec: { imagge: 'a' } },
    });
    expect(status).toBe(400);
    expect(body['errors']?.['0']).toMatchObject({
      pointer: '/spec/imagge',
      remedy: 'did you mean image?',
    });
  });

  it('may say null where it says nothing', async () => {
    const { server } = await stage();
    const spec = { image: null, compute: null, storage: null, nodePools: null, category: null };
    const { status } = await sending(server)('POST /api/v1/workloads/trainings', {
      body: { name: 'yes', projectId: 'vision', spec },
    });
    expect(status).toBe(202);
  });
});
