import { afterAll, describe, expect, it } from 'vitest';
import { type OpenbInput, readOpenb } from '../../../adapters/traces/index.ts';
import { folderOf, openbNodes, openbPods, scenarioOf, textOf } from './files.ts';

const folder = folderOf();
afterAll(() => folder.remove());

const nodesFile = folder.write('nodes.csv', textOf(openbNodes));
const jobsFile = folder.write('pods.csv', textOf(openbPods));
const read = (options: Partial<OpenbInput> = {}) =>
  scenarioOf(readOpenb({ nodesFile, jobsFile, departures: true, ...options }));

const gpuMilliOf = (jobs: Awaited<ReturnType<typeof read>>['jobs']): number =>
  jobs.reduce((sum, { subGroups }) => {
    const request = subGroups[0]?.request;
    return sum + (request === undefined ? 0 : request.gpuDevices * request.gpuMilli);
  }, 0);

describe('openb trace', () => {
  it('nodes carry their cards, and their model as a label', async () => {
    const { nodes } = await read();
    expect(nodes.map(({ id, gpuCount, labels }) => [id, gpuCount, labels])).toEqual([
      ['node-a', 2, { 'gpu.model': 'P100' }],
      ['node-b', 8, { 'gpu.model': 'T4' }],
      ['node-c', 0, {}],
    ]);
    expect(nodes[0]).toMatchObject({ cpuMilli: 64_000, memoryBytes: 262_144 * 1024 * 1024 });
  });

  it('one project has the whole cluster as its quota', async () => {
    const { projects, departments } = await read();
    expect(projects).toHaveLength(1);
    expect(projects[0]?.departmentId).toBe(departments[0]?.id);
    expect(projects[0]?.entitlements.gpuMilli.quota).toBe(10_000);
    expect(projects[0]?.entitlements.cpuMilli.quota).toBe(-1);
  });

  it('pods come in order of creation, then id', async () => {
    const { jobs } = await read();
    expect(jobs.map(({ id, submitAtMs }) => `${submitAtMs} ${id}`)).toEqual([
      '0 pod-0',
      '7000 pod-4',
      '10000 pod-2',
      '20000 pod-1',
      '30000 pod-3',
      '30000 pod-5',
    ]);
  });

  it('a pod lives (deletion − scheduled) from its start; one never scheduled is taken back', async () => {
    const { jobs } = await read();
    const times = Object.fromEntries(jobs.map((job) => [job.id, [job.runMs, job.cancelAtMs]]));
    expect(times['pod-0']).toEqual([95_000, undefined]);
    expect(times['pod-4']).toEqual([43_000, 50_000]);
  });

  it('one GPU can be a share of a card; several are whole; none is CPU only', async () => {
    const { jobs } = await read();
    const asked = Object.fromEntries(
      jobs.map(({ id, subGroups }) => {
        const request = subGroups[0]?.request;
        return [id, `${request?.gpuDevices}x${request?.gpuMilli}`];
      }),
    );
    expect(asked).toEqual({
      'pod-0': '1x1000',
      'pod-1': '1x460',
      'pod-2': '8x1000',
      'pod-3': '0x0',
      'pod-4': '2x1000',
      'pod-5': '1x250',
    });
  });

  it('a list of models becomes a selector, and a failed pod an exit code', async () => {
    const { jobs } = await read();
    const failed = jobs.find(({ id }) => id === 'pod-2');
    expect(failed).toMatchObject({ nodeSelector: { 'gpu.model': ['P100', 'T4'] }, exitCode: 1 });
    expect(jobs.filter(({ exitCode }) => exitCode !== 0)).toHaveLength(1);
  });

  it('without departures pods come one second apart in the order of the file and stay', async () => {
    const { jobs } = await read({ departures: false });
    expect(jobs.map(({ submitAtMs }) => submitAtMs)).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
    expect(jobs.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5].map((place) => `pod-${place}`));
    expect(jobs.every((job) => job.runMs === undefined && job.cancelAtMs === undefined)).toBe(true);
  });

  it('needs no times where nobody leaves', async () => {
    const lines = openbPods.map((line) => line.split(',').slice(0, 5).join(','));
    const timeless = folder.write('timeless.csv', textOf(lines));
    const { jobs } = await read({ jobsFile: timeless, departures: false });
    expect(jobs).toHaveLength(6);
  });

  it('a load above the list appends repeats with ids of their own, up to the target', async () => {
    const { jobs } = await read({ departures: false, load: 20, seed: 1 });
    const ids = jobs.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.slice(0, 6).toSorted()).toEqual(openbPods.slice(1).map((line) => line.slice(0, 5)));
    const repeats = ids.slice(6);
    expect(repeats.length).toBeGreaterThan(10);
    expect(repeats.every((id) => /^pod-\d-\d+$/.test(id))).toBe(true);
    expect(gpuMilliOf(jobs)).toBeGreaterThan(190_000);
    expect(gpuMilliOf(jobs)).toBeLessThanOrEqual(207_000);
  });

  it('a load below the list leaves pods out until it is met', async () => {
    const { jobs } = await read({ load: 0.5, seed: 3 });
    expect(jobs.length).toBeLessThan(6);
    expect(gpuMilliOf(jobs)).toBeLessThanOrEqual(5_000);
  });

  it('the same seed draws the same sample, another seed another', async () => {
    const idsOf = async (seed: number): Promise<readonly string[]> =>
      (await read({ departures: false, load: 9, seed })).jobs.map(({ id }) => id);
    expect(await idsOf(42)).toEqual(await idsOf(42));
    expect(await idsOf(42)).not.toEqual(await idsOf(43));
  });

  it('repeats keep the times of their original where pods come and go', async () => {
    const { jobs } = await read({ load: 5, seed: 2 });
    expect(jobs.map(({ submitAtMs }) => submitAtMs)).toEqual(
      jobs.map(({ submitAtMs }) => submitAtMs).toSorted((a, b) => a - b),
    );
    const original = new Map(jobs.map((job) => [job.id, job.submitAtMs]));
    const repeats = jobs.filter(({ id }) => id.length > 5);
    expect(repeats.length).toBeGreaterThan(0);
    for (const { id, submitAtMs } of repeats) {
      expect(submitAtMs).toBe(original.get(id.slice(0, 5)));
    }
  });
});
