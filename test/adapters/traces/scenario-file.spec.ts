import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { readScenarioFile } from '../../../adapters/traces/index.ts';
import { folderOf, scenarioOf } from './files.ts';

const folder = folderOf();
afterAll(() => folder.remove());

const read = (text: string) => scenarioOf(readScenarioFile(folder.write('one.json', text)));

/** The smallest scenario, with one workload as it is given. */
const withWorkload = (workload: object, more: object = {}) =>
  read(
    JSON.stringify({
      name: 'small',
      nodes: [{ id: 'n', gpus: 8, cpu: 8, memory: '8Gi' }],
      departments: [{ id: 'd', gpuQuota: 8 }],
      projects: [{ id: 'p', department: 'd', gpuQuota: 8 }],
      workloads: [{ id: 'w', project: 'p', type: 'training', gpu: 1, ...workload }],
      ...more,
    }),
  );

const jobOf = async (workload: object) => (await withWorkload(workload)).jobs[0];
const requestOf = async (workload: object) => (await jobOf(workload))?.subGroups[0]?.request;

describe('a scenario file', () => {
  it('is the scenario that it says', async () => {
    const scenario = await scenarioOf(readScenarioFile('examples/two-teams.json'));
    expect(scenario).toMatchObject({
      name: 'two-teams',
      clusterId: 'two-teams',
      nodePoolId: 'default',
      startMs: Date.UTC(2026, 0, 5, 8),
      departments: [{ id: 'research', entitlements: { gpuMilli: { quota: 16_000, limit: -1 } } }],
    });
    expect(scenario.nodes.map(({ id, gpuModel }) => [id, gpuModel])).toEqual([
      ['gpu-01', 'H100'],
      ['gpu-02', 'H100'],
    ]);
    const gang = scenario.jobs.find(({ id }) => id === 'speech-gang');
    expect(gang?.subGroups.map(({ name, pods }) => [name, pods])).toEqual([
      ['master', 1],
      ['workers', 2],
    ]);
  });

  it('says what departments and projects ask besides quotas, and which rules it is played by', async () => {
    const terms = {
      preemptMinRun: '10m',
      reclaimMinRun: '0s',
      maxRun: '2d',
      lends: { gpu: 1.5, memory: '4Gi' },
      bounds: { 'gpu:H100': { quota: -1, limit: 0.5 }, 'example.com/nic': { limit: 2 } },
    };
    const projects = [{ id: 'p', department: 'd', gpuQuota: 8, terms }];
    const scenario = await withWorkload({}, { projects, policy: 'night.yaml' });
    expect(scenario.policyFile).toBe('night.yaml');
    expect(scenario.projects[0]?.entitlements.terms).toEqual({
      preemptMinRunMs: 600_000,
      reclaimMinRunMs: 0,
      maxRunMs: 172_800_000,
      lendingMax: { gpuMilli: 1500, memoryMib: 4096 },
      others: {
        'gpu:H100': { quota: -1, limit: 500 },
        'example.com/nic': { quota: -1, limit: 2 },
      },
    });
    expect(scenario.departments[0]?.entitlements).not.toHaveProperty('terms');
  });

  it.each([
    [0, 0, 0],
    [2, 2, 1000],
    ['2', 2, 1000],
    [0.5, 1, 500],
    ['0.5', 1, 500],
    ['500m', 1, 500],
    ['2x0.25', 2, 250],
    ['2x1', 2, 1000],
  ])('gpu %j is %i devices with %i thousandths of each', async (gpu, gpuDevices, gpuMilli) => {
    expect(await requestOf({ gpu })).toMatchObject({ gpuDevices, gpuMilli });
  });

  it.each([
    [{ cpu: 4 }, { cpuMilli: 4000 }],
    [{ cpu: '500m' }, { cpuMilli: 500 }],
    [{ cpu: 1.5 }, { cpuMilli: 1500 }],
    [{ memory: '16Gi' }, { memoryBytes: 16 * 2 ** 30 }],
    [{ memory: '16G' }, { memoryBytes: 16e9 }],
    [{}, { cpuMilli: 0, memoryBytes: 0 }],
  ])('%j asks for %j', async (asked, request) => {
    expect(await requestOf(asked)).toMatchObject(request);
  });

  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['8h', 28_800_000],
    ['1h30m', 5_400_000],
    ['1d', 86_400_000],
    ['250ms', 250],
    ['0s', 0],
  ])('%s is %i ms', async (run, runMs) => {
    expect(await jobOf({ run })).toMatchObject({ runMs });
  });

  it.each([
    [{ type: 'training' }, { priority: 40, preemptible: true }],
    [{ type: 'workspace' }, { priority: 125, preemptible: false }],
    [{ type: 'inference' }, { priority: 150, preemptible: false }],
    [{ priority: 'high' }, { priority: 125, preemptible: false }],
    [{ priority: 99 }, { priority: 99, preemptible: true }],
    [
      { priority: 'high', preemptible: true },
      { priority: 125, preemptible: true },
    ],
    [
      { type: 'workspace', preemptible: true },
      { priority: 125, preemptible: true },
    ],
  ])('%j ranks as %j', async (asked, rank) => {
    expect(await jobOf(asked)).toMatchObject(rank);
  });

  it('times count from the start; a workload that says none comes then and runs for ever', async () => {
    const startMs = 1_767_571_200_000;
    expect(await jobOf({})).toMatchObject({ submitAtMs: startMs, exitCode: 0 });
    expect(await jobOf({})).toMatchObject({ runMs: undefined, cancelAtMs: undefined });
    const times = { submit: '5m', cancel: '1h' };
    const moved = { submitAtMs: startMs + 300_000, cancelAtMs: startMs + 3_600_000 };
    expect(await jobOf(times)).toMatchObject(moved);
    const failures = [{ node: 'n', at: '1m', back: '2m' }];
    expect((await withWorkload({}, { start: 1000, failures })).failures).toEqual([
      { nodeId: 'n', atMs: 61_000, returnAtMs: 121_000 },
    ]);
  });

  it('numbers equal nodes and lets workloads select them by model', async () => {
    const group = {
      idPrefix: 'h',
      count: 100,
      gpus: 8,
      gpuModel: 'H100',
      cpu: '96',
      memory: '1Ti',
    };
    const { nodes } = await withWorkload({}, { nodes: [group] });
    expect(nodes).toHaveLength(100);
    expect(nodes[0]).toMatchObject({ id: 'h-001', podsMax: 110, labels: { 'gpu.model': 'H100' } });
    expect(nodes[99]).toMatchObject({ id: 'h-100', cpuMilli: 96_000, memoryBytes: 2 ** 40 });
  });

  it('jobs ascend by submission, then id, whatever their order in the file', async () => {
    const file = JSON.parse(readFileSync('examples/two-teams.json', 'utf8'));
    file.workloads.reverse();
    const { jobs } = await read(JSON.stringify(file));
    expect(jobs).toEqual((await scenarioOf(readScenarioFile('examples/two-teams.json'))).jobs);
  });
});
