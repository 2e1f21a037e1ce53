import { describe, expect, it } from 'vitest';
import {
  defaultPolicy,
  openQueue,
  plan,
  type Plan,
  type Policy,
} from '../../../domain/allocation/index.ts';
import { bareJob, bareNode, bareQueue, bareWorld } from '../../arbitraries/kernel/bare.ts';
import { claimedClass } from '../../arbitraries/kernel/nodes.ts';
import { type Pool, poolUnder } from './pool.ts';
import { settle } from './quiet.ts';
import { begin, submit, take } from './world.ts';

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

/** A share between queues and a priority inside one, which set three against each other. */
const circle = (rules: Partial<Policy>): Pool => {
  const pool = poolUnder(rules);
  pool.node('four', 4);
  pool.node('two', 2, { gpuMemoryMib: 80_000 });
  pool.node('closed', 2, { taints: [{ key: 'infra', value: 'yes', effect: 'NoSchedule' }] });
  pool.queue('ours', { quota: 4 });
  pool.queue('theirs', { quota: 0, priority: 200 });
  const none = { cpuMilli: 0, memoryBytes: 0 };
  const quarter = { gpuDevices: 1, gpuMilli: 0, gpuMemoryMib: 20_000, ...none };
  const four = { gpuDevices: 4, gpuMilli: 1000, ...none };
  const subGroups = [
    { name: 'leader', pods: 1, request: quarter },
    { name: 'workers', pods: 1, request: four },
  ];
  pool.job('small', { queue: 'ours' });
  pool.job('large', { queue: 'ours', priority: 125, subGroups });
  pool.job('pair', { queue: 'ours', pods: 2 });
  pool.job('whole', { queue: 'theirs', gpus: 4 });
  return pool;
};

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

  it('lets a queue keep the GPUs that it has above its quota when others ask for cores alone', () => {
    const pool = poolUnder();
    pool.node('node', 2, { podsMax: 3 });
    pool.queue('dept-0', { quota: 0, limit: 2, weight: 2, priority: 50 });
    pool.queue('dept-1', { quota: 0 });
    pool.queue('project-0', { parent: 'dept-1', quota: 7, weight: 0 });
    pool.queue('project-1', { parent: 'dept-0', quota: 2, limit: 2, weight: 2, priority: 50 });
    pool.job('nothing', { queue: 'project-1', gpus: 0, cpuMilli: 0 });
    pool.job('one', { queue: 'project-0' });
    pool.job('never', { queue: 'project-0', gpus: 4 });
    pool.job('shares', { queue: 'project-1', pods: 3, share: 0.3, priority: 125 });
    pool.job('cores', { queue: 'project-1', pods: 2, gpus: 0, cpuMilli: 9_000 });
    pool.job('other', { queue: 'project-0', priority: 75 });
    expect(settled(pool)).toBeLessThanOrEqual(5);
  });

  it('ends the circle of a share between queues and a priority inside one, however lawful each step of it', () => {
    const pool = circle({});
    expect(settled(pool, 1_000)).toBeLessThanOrEqual(4 * 65);
  });

  it('ends such a circle after as many attempts as the policy says, whatever it said before', () => {
    const evictedUnder = (attemptsMax: number): number => {
      const { bounds } = defaultPolicy;
      const pool = circle({ version: `of-${attemptsMax}`, bounds: { ...bounds, attemptsMax } });
      return settled(pool, 4_000);
    };
    const [few, more, usual] = [2, 8, 64].map(evictedUnder);
    expect(few).toBeLessThan(more ?? 0);
    expect(more).toBeLessThan(usual ?? 0);
    const pool = circle({});
    for (let round = 0; round < 40 || pool.look().plan.evictions.length === 0; round += 1) {
      expect(round).toBeLessThan(50);
      pool.gone(...pool.act().plan.evictions.map(({ workloadId }) => workloadId));
    }
    // Who came back often enough by the new rules makes nobody go any more, though it was listed under the old ones.
    const strict = { ...defaultPolicy.bounds, attemptsMax: 2 };
    const made = plan(pool.snapshot, { ...defaultPolicy, version: 'strict', bounds: strict });
    expect(made.evictions).toEqual([]);
  });

  it('lets pods above a minimum grow at the cost of others only as far as shares go', () => {
    const gang = { podSets: [{ name: 'workers', minPods: 1 }], groups: [] };
    const tale = begin(
      bareWorld({
        nodes: [bareNode(4, { deviceClasses: { [claimedClass]: 1 } })],
        queues: [bareQueue('queue-0', { quota: 1500 }), bareQueue('queue-1', { quota: 1500 })],
        running: [{ job: bareJob(1, { pods: 2 }, { gang, priority: 100 }), from: 0 }],
        waiting: [bareJob(1, { gpuMilli: 500 })],
      }),
    );
    take(tale, { type: 'break', pick: 0, device: 0 });
    submit(tale, bareJob(0, { pods: 4 }, { gang }));
    expect(settle(tale, 50)).toBeDefined();
  });
});
