import { afterAll, describe, expect, it } from 'vitest';
import { type PhillyInput, readPhilly } from '../../../adapters/traces/index.ts';
import { folderOf, openbNodes, phillyJobs, phillyQueues, scenarioOf, textOf } from './files.ts';

const folder = folderOf();
afterAll(() => folder.remove());

const jobsFile = folder.write('jobs.csv', textOf(phillyJobs));
const queuesFile = folder.write('queues.csv', textOf(phillyQueues));
const read = (options: Partial<PhillyInput> = {}) =>
  scenarioOf(readPhilly({ jobsFile, queuesFile, nodes: '70x8', quotaScale: 0.2, ...options }));

describe('Philly trace', () => {
  it('jobs are numbered in order of submission, equal times in order of the file', async () => {
    const { jobs, startMs } = await read();
    expect(jobs.map(({ id, submitAtMs }) => `${id} ${new Date(submitAtMs).toISOString()}`)).toEqual(
      [
        'job-000001 2016-02-29T23:59:59.000Z',
        'job-000002 2017-09-29T07:58:32.000Z',
        'job-000003 2017-10-09T07:01:54.000Z',
        'job-000004 2017-10-09T07:01:55.000Z',
        'job-000005 2017-10-09T07:01:55.000Z',
      ],
    );
    expect(startMs).toBe(jobs[0]?.submitAtMs);
    expect(jobs.map(({ runMs }) => runMs)).toEqual([7_000, 860_662_000, 500, 66_000, 10_000]);
  });

  it('a job of more than 8 GPUs is a gang of eights plus the remainder', async () => {
    const { jobs } = await read();
    const shapes = jobs.map(({ workloadType, subGroups }) => {
      const parts = subGroups.map(
        ({ name, pods, request }) => `${name} ${pods}x${request.gpuDevices}`,
      );
      return `${workloadType}: ${parts.join(' + ')}`;
    });
    expect(shapes).toEqual([
      'training: main 1x0',
      'distributed: eights 2x8 + rest 1x4',
      'training: main 1x8',
      'training: main 1x1',
      'distributed: eights 2x8',
    ]);
  });

  it('a virtual cluster is a project; its quota is its nodes, scaled; without a row it is 0', async () => {
    const { projects } = await read();
    const quotas = projects.map(
      ({ id, entitlements: { gpuMilli } }) => `${id} ${gpuMilli.quota} ${gpuMilli.weight}`,
    );
    expect(quotas).toEqual([
      '11cb48 4800 3',
      '6c71a0 0 1',
      'quiet 0 1',
      'vc-_odd_1 0 1',
      'vc-philly 0 1',
    ]);
    expect(projects.every(({ entitlements }) => entitlements.gpuMilli.limit === -1)).toBe(true);
  });

  it('the department has the whole cluster as its quota', async () => {
    const { departments, nodes } = await read();
    expect(nodes).toHaveLength(70);
    expect(nodes[0]).toMatchObject({ id: 'node-01', gpuCount: 8, cpuMilli: 96_000 });
    expect(departments[0]?.entitlements.gpuMilli.quota).toBe(560_000);
  });

  it('a node list can stand in the place of equal nodes', async () => {
    const { nodes } = await read({ nodes: folder.write('nodes.csv', textOf(openbNodes)) });
    expect(nodes.map(({ id }) => id)).toEqual(['node-a', 'node-b', 'node-c']);
  });
});
