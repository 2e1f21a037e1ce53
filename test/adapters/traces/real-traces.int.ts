import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOpenb, readPhilly } from '../../../adapters/traces/index.ts';
import { scenarioOf } from './files.ts';

const data = join(import.meta.dirname, '../../../../shared/data');
const openb = {
  nodesFile: join(data, 'openb-2023/openb_node_list_gpu_node.csv'),
  jobsFile: join(data, 'openb-2023/pods/openb_pod_list_default.csv'),
};
const philly = {
  jobsFile: join(data, 'philly/philly_jobs.csv'),
  queuesFile: join(data, 'philly/philly_vc_nodes.csv'),
};

const sizeOf = (parts: readonly { readonly pods: number; readonly gpus: number }[]): number =>
  parts.reduce((sum, { pods, gpus }) => sum + pods * gpus, 0);

describe('published traces', () => {
  it('openb has 8,152 pods, 897 of them never scheduled, on 1,213 nodes with 6,212 GPUs', async () => {
    const { jobs, nodes } = await scenarioOf(readOpenb({ ...openb, departures: true }));
    expect(jobs).toHaveLength(8_152);
    expect(jobs.filter(({ cancelAtMs }) => cancelAtMs !== undefined)).toHaveLength(897);
    expect(nodes).toHaveLength(1_213);
    expect(nodes.reduce((sum, { gpuCount }) => sum + gpuCount, 0)).toBe(6_212);
    const requests = jobs.flatMap(({ subGroups }) => subGroups.map(({ request }) => request));
    const milli = requests.reduce((sum, one) => sum + one.gpuDevices * one.gpuMilli, 0);
    expect(milli).toBe(6_086_800);
    expect(requests.filter(({ gpuDevices }) => gpuDevices === 0)).toHaveLength(1_088);
    expect(requests.filter(({ gpuMilli }) => gpuMilli > 0 && gpuMilli < 1000)).toHaveLength(3_078);
  });

  it('a sample of 130 % of openb stops within one card of the target', async () => {
    const read = readOpenb({ ...openb, departures: false, load: 1.3, seed: 42 });
    const { jobs } = await scenarioOf(read);
    const milli = jobs
      .flatMap(({ subGroups }) => subGroups.map(({ request }) => request))
      .reduce((sum, one) => sum + one.gpuDevices * one.gpuMilli, 0);
    expect(Math.abs(milli - 8_075_600)).toBeLessThanOrEqual(8_000);
    expect(jobs.length).toBeGreaterThan(10_600);
    expect(jobs.length).toBeLessThan(11_000);
  });

  it('Philly has 82,247 jobs of 15 virtual clusters, 11 of them with a quota', async () => {
    const { jobs, projects } = await scenarioOf(
      readPhilly({ ...philly, nodes: '70x8', quotaScale: 0.2 }),
    );
    expect(jobs).toHaveLength(82_247);
    expect(projects).toHaveLength(15);
    const quotas = projects.map(({ entitlements }) => entitlements.gpuMilli.quota);
    expect(quotas.filter((quota) => quota > 0)).toHaveLength(11);
    expect(quotas.reduce((sum, quota) => sum + quota, 0)).toBe(352 * 8 * 200);
    const gpuHours = jobs.reduce((sum, { subGroups, runMs }) => {
      const parts = subGroups.map(({ pods, request }) => ({ pods, gpus: request.gpuDevices }));
      return sum + (sizeOf(parts) * (runMs ?? 0)) / 3_600_000;
    }, 0);
    expect(Math.round(gpuHours)).toBe(978_078);
    expect(new Date(jobs[0]?.submitAtMs ?? 0).toISOString()).toBe('2017-09-04T10:30:41.000Z');
    expect(new Date(jobs.at(-1)?.submitAtMs ?? 0).toISOString()).toBe('2017-12-22T08:02:11.000Z');
  });
});
