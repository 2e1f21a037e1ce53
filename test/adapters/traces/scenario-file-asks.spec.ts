import { afterAll, describe, expect, it } from 'vitest';
import { readScenarioFile } from '../../../adapters/traces/index.ts';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import { createBrain } from '../../../src/app/brain.ts';
import { replay } from '../../../src/app/replay.ts';
import { stateIn } from '../../../src/app/aggregates.ts';
import { played, rightOf } from '../../src/app/stage.ts';
import { inputFaultOf, folderOf, scenarioOf } from './files.ts';

const folder = folderOf();
afterAll(() => folder.remove());

const node = (id: string, more: object) => ({ id, gpus: 0, cpu: 8, memory: '8Gi', ...more });
const rack = (id: string, name: string) =>
  node(id, { gpus: 2, gpuMemory: '80Gi', labels: { rack: name }, taints: [racked] });
const racked = { key: 'racked', effect: 'NoSchedule' };
const tolerations = [{ key: 'racked', operator: 'Exists' }];
const topology = { name: 'racks', required: 'rack' };

const estate = {
  name: 'all-asks',
  nodes: [
    node('cut', { gpus: 1, mig: { strategy: 'mixed', slices: { '1g.10gb': 3 } } }),
    node('net', { resources: { 'example.com/rdma': 2 } }),
    node('classed', { deviceClasses: { 'gpu.example.com': 2 } }),
    rack('r1-a', 'r1'),
    rack('r1-b', 'r1'),
    rack('r2-a', 'r2'),
    rack('r2-b', 'r2'),
  ],
  topologies: [{ name: 'racks', levels: ['rack'] }],
  claims: [{ name: 'pair', deviceClass: 'gpu.example.com', count: 2, project: 'p' }],
  departments: [{ id: 'd', gpuQuota: -1 }],
  projects: [{ id: 'p', department: 'd', gpuQuota: -1 }],
};

const withJobs = (...workloads: readonly object[]): string =>
  folder.write(
    'asks.json',
    JSON.stringify({
      ...estate,
      workloads: workloads.map((one) => ({ id: 'w', project: 'p', type: 'training', ...one })),
    }),
  );

/** Plays a scenario; answers where each pod of a workload is at its end, and what replay finds. */
const playing = async (...workloads: readonly object[]) => {
  const scenario = await scenarioOf(readScenarioFile(withJobs(...workloads)));
  const { brain, log } = await played(scenario);
  const verify = { verify: true, mismatchesMax: 10, onProgress: () => undefined };
  const { mismatches } = rightOf(await replay(createBrain(defaultPolicy), log, verify));
  expect(mismatches).toEqual([]);
  const state = stateIn(brain.states, 'workload', 'w');
  return state !== undefined && 'placements' in state ? (state.placements ?? []) : [];
};

describe('a workload of a scenario', () => {
  it.each([
    [{ mig: { '1g.10gb': 2 } }, ['cut']],
    [{ gpu: 0, resources: { 'example.com/rdma': 1 } }, ['net']],
    [{ claims: ['pair'] }, ['classed']],
    [{ gpuMemory: '40Gi', gpu: 2, tolerations, nodeSelector: { rack: ['r2'] } }, ['r2-a']],
    [
      { gpu: 0, nodeSelector: { rack: ['r1'] }, tolerations, pods: 2, hostPorts: [8080, '53/UDP'] },
      ['r1-a', 'r1-b'],
    ],
    [
      {
        subGroups: [
          { name: 'a', gpu: 1, nodeSelector: { rack: ['r1'] }, podLabels: { app: 'a' } },
          {
            name: 'b',
            gpu: 1,
            affinity: { podAntiAffinity: [{ labels: { app: 'a' }, topologyKey: 'rack' }] },
          },
        ],
        tolerations,
      },
      ['r1-a', 'r2-a'],
    ],
    [
      {
        gpu: 1,
        tolerations,
        affinity: {
          requiredNodes: [
            { matchExpressions: [{ key: 'rack', operator: 'NotIn', values: ['r1'] }] },
            { matchExpressions: [{ key: 'rack', operator: 'Gt', values: ['1'] }] },
          ],
          preferredNodes: [
            { matchExpressions: [{ key: 'rack', operator: 'Exists' }], weight: 100 },
          ],
        },
      },
      ['r2-a'],
    ],
  ])('that asks for %j is placed on %j', async (asked, nodeIds) => {
    expect((await playing(asked)).map(({ nodeId }) => nodeId)).toEqual(nodeIds);
  });

  it('starts with its fewest pods, and stays in one domain of a topology', async () => {
    const pods = await playing({ gpu: 1, pods: 6, minPods: 2, topology, tolerations });
    expect(pods.map(({ nodeId }) => nodeId.slice(0, 2))).toEqual(['r1', 'r1', 'r1', 'r1']);
    const domain = { name: 'racks', required: 'rack' };
    const tree = await playing({
      subGroups: [
        { name: 'a', gpu: 1, pods: 2, podSet: 'all' },
        { name: 'b', gpu: 1, podSet: 'all', podPriority: 2 },
      ],
      gang: {
        podSets: [{ name: 'all', minPods: 2, group: 'top' }],
        groups: [{ name: 'top', topology: domain }],
      },
      semiPreemptible: true,
      preemptible: false,
      tolerations,
    });
    expect(tree.map(({ subGroup, nodeId }) => `${subGroup}@${nodeId.slice(0, 2)}`)).toEqual([
      'b@r1',
      'a@r1',
      'a@r1',
    ]);
  });

  it.each([
    [{ gpu: 0.5, gpuMemory: '1Gi' }, '/workloads/0/gpu', 'stands besides "gpuMemory"'],
    [{ gpu: 1, minPods: 2 }, '/workloads/0/minPods', '2 (in all of the workload) is more than 1'],
    [{ mig: { big: 1 } }, '/workloads/0/mig', 'is no slice of a GPU'],
    [{ gpu: 1, mig: { '1g.10gb': 1 } }, '/workloads/0/mig', 'GPUs stand besides slices'],
    [{ gpu: 1, hostPorts: [0] }, '/workloads/0/hostPorts/0', '"0" is no port'],
    [{ gpu: 1, resources: { cpu: 1 } }, '/workloads/0/resources', 'has a field of its own'],
    [{ gpu: 1, claims: ['a', 'a'] }, '/workloads/0/claims/1', 'is there twice'],
    [{ gpu: 1, topology: { name: 'racks' } }, '/workloads/0/topology', 'none of its levels'],
    [
      {
        gpu: 1,
        affinity: { requiredNodes: [{ matchExpressions: [{ key: 'a', operator: 'in' }] }] },
      },
      '/workloads/0/affinity/requiredNodes/0/matchExpressions/0/operator',
      'NotIn',
    ],
    [
      {
        gpu: 1,
        affinity: {
          requiredNodes: [{ matchExpressions: [{ key: 'a', operator: 'Lt', values: ['b'] }] }],
        },
      },
      '/workloads/0/affinity/requiredNodes/0/matchExpressions/0/values/0',
      'is no whole number',
    ],
    [{ gpu: 1, semiPreemptible: true }, '/workloads/0/semiPreemptible', 'besides preemptible'],
    [
      { gpu: 1, minPods: 1, gang: { podSets: [{ name: 'main', minPods: 1 }] } },
      '/workloads/0/gang',
      '"gang" beside "minPods"',
    ],
    [
      { gpu: 1, gang: { podSets: [{ name: 'other', minPods: 1 }] } },
      '/workloads/0/podSet',
      'is no pod set of the gang',
    ],
    [
      {
        subGroups: [
          { name: 'a', gpu: 1 },
          { name: 'b', gpu: 1, minPods: 3 },
        ],
      },
      '/workloads/0/subGroups/1/minPods',
      'is more than 1',
    ],
    [{ gpu: 1, affinty: {} }, '/workloads/0/affinty', 'has no "affinty"'],
  ])('that says %j is refused at %s', async (asked, field, problem) => {
    const fault = await inputFaultOf(readScenarioFile(withJobs(asked)));
    expect(fault.field).toBe(field);
    expect(fault.problem).toContain(problem);
  });
});

describe('what surrounds the workloads of a scenario', () => {
  const reading = (more: object) =>
    inputFaultOf(
      readScenarioFile(
        folder.write(
          'around.json',
          JSON.stringify({
            ...estate,
            workloads: [{ id: 'w', project: 'p', type: 'training', gpu: 1 }],
            ...more,
          }),
        ),
      ),
    );

  it.each([
    [{ topologies: [{ name: 'a b', levels: ['x'] }] }, '/topologies/0/name'],
    [{ topologies: [{ name: 'a', levels: ['x', 'x'] }] }, '/topologies/0/levels/1'],
    [{ topologies: [1, 2].map(() => ({ name: 'a', levels: ['x'] })) }, '/topologies/1/name'],
    [{ claims: [{ name: 'A', deviceClass: 'x' }] }, '/claims/0/name'],
    [{ claims: [1, 2].map((count) => ({ name: 'a', deviceClass: 'x', count })) }, '/claims/1/name'],
    [{ claims: [{ name: 'a', deviceClass: 'x', project: 'q' }] }, '/claims/0/project'],
    [
      { nodes: [node('n', { mig: { strategy: 'mixed', slices: { big: 1 } } })] },
      '/nodes/0/mig/slices',
    ],
    [{ nodes: [node('n', { resources: { memory: 1 } })] }, '/nodes/0/resources'],
  ])('%j is refused at %s', async (more, field) => {
    expect((await reading(more)).field).toBe(field);
  });
});
