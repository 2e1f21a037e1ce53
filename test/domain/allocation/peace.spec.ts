import { describe, expect, it } from 'vitest';
import { openQueue } from '../../../domain/allocation/index.ts';
import type { Plan } from '../../../domain/allocation/index.ts';
import { type Pool, poolUnder } from './pool.ts';

/** Lets plans be carried out until nothing happens any more; says how many workloads were evicted on the way. */
const settled = (pool: Pool, roundsMax = 50): number => {
  let evicted = 0;
  for (let round = 0; round < roundsMax; round += 1) {
    const made: Plan = pool.act(round * 1000).plan;
    const ids = made.evictions.map(({ workloadId }) => workloadId);
    evicted += ids.length;
    pool.gone(...ids);
    if (ids.length + made.placements.length + made.nominations.length === 0) return evicted;
  }
  throw new Error(`no peace after ${roundsMax} rounds and ${evicted} evictions`);
};

const free = { quota: -1, limit: -1, weight: 1 };

describe('no ping-pong (S11)', () => {
  it('leaves two departments alone that are promised nothing, whatever their projects are promised', () => {
    const pool = poolUnder();
    pool.node('node', 4);
    pool.queue('dept-0', { quota: 0, weight: 0 });
    pool.queue('dept-1', { quota: 0, weight: 0 });
    pool.queue('project-0', { parent: 'dept-0', quota: 8, weight: 0, priority: 50 });
    pool.queue('project-1', { parent: 'dept-1', quota: 7, weight: 3 });
    pool.job('one', { queue: 'project-1' });
    pool.job('four', { queue: 'project-0', gpus: 4, priority: 75 });
    expect(settled(pool)).toBe(0);
  });

  it('lets a limit, a share and a priority not set three workloads against each other', () => {
    const pool = poolUnder();
    pool.node('node', 4, { cpuMilli: 16_000 });
    pool.queue('dept', { quota: 1, limit: 3, weight: 0 });
    for (const id of ['project-0', 'project-1'])
      openQueue(pool.snapshot, {
        id,
        parentId: 'dept',
        openedAt: 10,
        entitlements: {
          gpuMilli: { quota: 0, limit: -1, weight: 1 },
          cpuMilli: free,
          memoryMib: free,
          priority: 50,
        },
      });
    const asks = (gpuDevices: number, gpuMilli: number, cpuMilli: number) => ({
      gpuDevices,
      gpuMilli,
      cpuMilli,
      memoryBytes: 0,
    });
    const group = (pods: number, request: ReturnType<typeof asks>) => ({
      subGroups: [{ name: 'workers', pods, request }],
    });
    pool.job('gang', { queue: 'project-1', ...group(3, asks(1, 1000, 1000)) });
    pool.act();
    pool.job('share', { queue: 'project-0', ...group(1, asks(1, 300, 9000)) });
    pool.act();
    pool.job('cores', { queue: 'project-1', priority: 75, ...group(1, asks(0, 0, 9000)) });
    expect(settled(pool)).toBeLessThanOrEqual(4);
  });
});
