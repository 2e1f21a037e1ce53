import { describe, expect, it } from 'vitest';
import type { Ask } from '../../../../adapters/ports/ask.ts';
import { askOf } from '../stage.ts';
import { textOf } from './send.ts';
import { path, staged } from './staged.ts';

/** A node with two cut cards, one that offers memory by name, and a rack of two. */
const node = (nodeId: string, more: Partial<Extract<Ask, { readonly type: 'JoinNode' }>>): Ask => ({
  type: 'JoinNode',
  nodeId,
  name: nodeId,
  clusterId: 'cluster',
  nodePoolId: 'default',
  labels: {},
  taints: [],
  cpuMilli: 64_000,
  memoryBytes: 2 ** 38,
  podsMax: 110,
  gpuCount: 0,
  gpuModel: '',
  gpuMemoryMib: 0,
  ...more,
});

const rack = (nodeId: string, name: string): Ask =>
  node(nodeId, { gpuCount: 2, gpuMemoryMib: 81_920, labels: { rack: name }, taints: [racked] });
const racked = { key: 'racked', value: '', effect: 'NoSchedule' } as const;
const tolerations = [{ key: 'racked', operator: 'Exists' }];
const topology = { topology: 'racks', requiredTopologyLevel: 'rack' };

const estate: readonly Ask[] = [
  node('cut', { mig: { strategy: 'mixed', instances: { 'nvidia.com/mig-1g.10gb': 3 } } }),
  node('net', { resources: { 'example.com/rdma': 2 } }),
  rack('r1-a', 'r1'),
  rack('r1-b', 'r1'),
  rack('r2-a', 'r2'),
  rack('r2-b', 'r2'),
  { type: 'DefineTopology', clusterId: 'cluster', name: 'racks', levels: ['rack'] },
];

const placing = async (type: string, body: object, pods = 1) => {
  const { brain, send } = await staged({ cluster: 'sim' });
  for (const ask of estate) await askOf(brain, ask);
  const made = await send(`POST ${path}/${type}`, {
    body: { name: 'asks', projectId: 'vision', ...body },
  });
  expect(made.status).toBe(202);
  const id = textOf(made.body['id']);
  const placements = () => brain.views.workloads.rows.get(id)?.placements ?? [];
  await expect.poll(() => placements().length, { timeout: 5_000 }).toBe(pods);
  return { brain, pods: placements() };
};

const placed = async (type: string, body: object, pods = 1) =>
  (await placing(type, body, pods)).pods;

describe("what a submission on Run:ai's paths asks of nodes", () => {
  it('is memory of each of several GPUs, reckoned by the memory of the node', async () => {
    const compute = { gpuDevicesRequest: 2, gpuMemoryRequest: '40Gi' };
    const [pod, ...others] = await placed('trainings', { spec: { compute, tolerations } });
    expect([pod?.gpuMilli, pod?.devices.length, others.length]).toEqual([500, 2, 0]);
  });

  it('is told as memory, for nobody knows how many GPUs it is before it has a node', async () => {
    const { send } = await staged({ cluster: 'sim' });
    const compute = { gpuDevicesRequest: 2, gpuMemoryRequest: '4000Gi' };
    const { body } = await send(`POST ${path}/trainings`, {
      body: { name: 'asks', projectId: 'vision', spec: { compute } },
    });
    expect(body['workloadRequestedResources']).toMatchObject({
      gpu: { request: 0 },
      gpuMemory: { request: '8000Gi' },
    });
  });

  it('is a slice by its profile', async () => {
    const compute = {
      gpuRequestType: 'migProfile',
      migProfile: '1g.10gb',
      gpuDevicesRequest: 2,
    };
    const { pods, brain } = await placing('trainings', { spec: { compute } });
    expect(pods.map(({ nodeId }) => nodeId)).toEqual(['cut']);
    // Whoever looks is told what the kernel counts: a slice of one part in seven as a card.
    const [row] = brain.views.workloads.rows.values();
    expect([row?.requestedGpuMilli, row?.allocatedGpuMilli]).toEqual([2000, 2000]);
    const sums = brain.views.queues.sums.get('vision@default');
    expect([sums?.requested.gpuMilli, sums?.allocated.gpuMilli]).toEqual([2000, 2000]);
  });

  it('is a resource by its name', async () => {
    const compute = { extendedResources: [{ resource: 'example.com/rdma', quantity: '2' }] };
    expect((await placed('trainings', { spec: { compute } })).map(({ nodeId }) => nodeId)).toEqual([
      'net',
    ]);
  });

  it('is one domain of a topology', async () => {
    const compute = { gpuDevicesRequest: 1 };
    const spec = { compute, tolerations, topology, numWorkers: 4 };
    const racks = (await placed('distributed', { spec, masterSpecSameAsWorker: false }, 4)).map(
      ({ nodeId }) => nodeId.slice(0, 2),
    );
    expect(racks.every((name) => name === 'r1' || name === 'r2')).toBe(true);
    expect(new Set(racks).size).toBe(1);
  });

  it('is to be neighbours of each other', async () => {
    const podAffinity = { type: 'Required', key: 'rack' };
    const spec = { compute: { gpuDevicesRequest: 1 }, tolerations, podAffinity, parallelism: 4 };
    const racks = (await placed('trainings', { spec }, 4)).map(({ nodeId }) => nodeId.slice(0, 2));
    expect(racks.every((name) => name === 'r1' || name === 'r2')).toBe(true);
    expect(new Set(racks).size).toBe(1);
  });

  it('is one of several terms of labels, each with all its expressions', async () => {
    const nodeSelectorTerms = [
      { matchExpressions: [{ key: 'rack', operator: 'Gt', values: ['7'] }] },
      {
        matchExpressions: [
          { key: 'rack', operator: 'Exists' },
          { key: 'rack', operator: 'NotIn', values: ['r1'] },
        ],
      },
    ];
    const compute = { gpuDevicesRequest: 1 };
    const spec = { compute, tolerations, nodeAffinityRequired: { nodeSelectorTerms } };
    const [pod] = await placed('trainings', { spec });
    expect(pod?.nodeId).toMatch(/^r2-/);
  });

  it('is refused at the expression that cannot mean anything', async () => {
    const { send } = await staged({ cluster: 'sim' });
    const nodeSelectorTerms = [
      { matchExpressions: [{ key: 'a', operator: 'Exists' }] },
      { matchExpressions: [{ key: 'cpus', operator: 'Lt', values: ['few'] }] },
    ];
    const { status, body } = await send(`POST ${path}/trainings`, {
      body: {
        name: 'asks',
        projectId: 'vision',
        spec: { nodeAffinityRequired: { nodeSelectorTerms } },
      },
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      errors: [
        {
          pointer: '/spec/nodeAffinityRequired/nodeSelectorTerms/1/matchExpressions/0/values/0',
          value: 'few',
          remedy: 'write one whole number as a text, such as "64"',
        },
      ],
    });
  });

  it('is a minimum of workers, and more where there is room', async () => {
    const spec = {
      compute: { gpuDevicesRequest: 8 },
      numWorkers: 2,
      minReplicas: 1,
      maxReplicas: 3,
    };
    const body = { spec, masterSpecSameAsWorker: false };
    // There are two nodes of 8 cards, so that two of the three pods find a place.
    expect(await placed('distributed', body, 2)).toHaveLength(2);
  });
});
