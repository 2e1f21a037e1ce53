import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../../domain/allocation/index.ts';
import type { Labels, PodTerm } from '../../../../domain/foundation/shapes.ts';
import { poolUnder } from '../pool.ts';
import { runs } from '../search/hunt-of.ts';

const preempting = (rules: Partial<Policy> = {}) => {
  const pool = poolUnder({ actions: ['allocate', 'preempt'], isMovedKept: false, ...rules });
  pool.node('a', 2);
  pool.queue('q', { quota: -1 });
  return pool;
};

describe('preempt', () => {
  it('is for the higher priority only, not for the same', () => {
    const pool = preempting();
    pool.job('runs', { gpus: 2 });
    pool.act();
    pool.job('same', { gpus: 1 });
    expect(pool.look().evicted).toEqual([]);
    pool.job('higher', { gpus: 1, priority: 51 });
    expect(pool.look().evicted).toEqual(['runs for higher (preempt)']);
  });

  it('waits until a victim has run as long as its queue or the policy says, and no longer', () => {
    const minRun = { preemptMs: 500, reclaimMs: 0, method: 'lca' } as const;
    for (const [terms, untilMs] of [
      [{}, 1500],
      [{ preemptMinRunMs: 200 }, 1200],
    ] as const) {
      const pool = preempting({ minRun });
      pool.queue('q', { quota: -1, terms });
      pool.job('runs', { gpus: 2 });
      pool.act(1000);
      pool.job('higher', { priority: 90, atMs: 1000 });
      expect(pool.look(untilMs - 1).plan).toMatchObject({ evictions: [], wakeAtMs: untilMs });
      expect(pool.look(untilMs).evicted).toEqual(['runs for higher (preempt)']);
    }
  });

  it('takes spare pods at any time, for they are no minimum', () => {
    const pool = preempting({ minRun: { preemptMs: 500, reclaimMs: 0, method: 'lca' } });
    pool.job('elastic', { pods: 2, minPods: 1 });
    pool.act(1000);
    pool.job('higher', { priority: 90, atMs: 1000 });
    expect(pool.look(1001).evicted).toEqual(['1 of elastic for higher (preempt)']);
  });

  it('lets nobody evict before it has waited as long as the policy says, and says when that is', () => {
    const pool = preempting({ preemptionDelayMs: 300 });
    pool.job('runs', { gpus: 2 });
    pool.act(0);
    pool.job('higher', { priority: 90, atMs: 1000 });
    expect(pool.look(1299).plan).toMatchObject({ evictions: [], wakeAtMs: 1300 });
    const after = pool.look(1300);
    expect(after.evicted).toEqual(['runs for higher (preempt)']);
    expect(after.plan.wakeAtMs).toBeUndefined();
  });

  it('lets a victim go on elsewhere where the policy says so, and nowhere where it does not', () => {
    const evicted = (isMovedKept: boolean) => {
      const pool = preempting({ isMovedKept, gpuPlacement: 'spread' });
      pool.node('b', 1);
      runs(pool, 'low: a#0');
      pool.job('high', { gpus: 2, priority: 90 });
      return pool.look().evicted;
    };
    expect(evicted(true)).toEqual(['low for high (preempt) → b#0']);
    expect(evicted(false)).toEqual(['low for high (preempt)']);
  });

  it('lets a victim go on with all its pods, or with what it needs where there is no more room', () => {
    const evicted = (elsewhere: number) => {
      const pool = poolUnder({ actions: ['allocate', 'preempt'] });
      pool.node('a', 3, { labels: { zone: 'x' } });
      pool.node('b', elsewhere);
      pool.queue('q', { quota: -1 });
      runs(pool, 'low: a#0 a#1 a#2', { minPods: 2 });
      pool.job('high', { gpus: 3, priority: 90, nodeSelector: { zone: ['x'] } });
      return pool.look().evicted;
    };
    expect(evicted(3)).toEqual(['low for high (preempt) → b#0 b#1 b#2']);
    expect(evicted(2)).toEqual(['low for high (preempt) → b#0 b#1']);
    expect(evicted(1)).toEqual(['low for high (preempt)']);
  });

  it('takes nobody away whom a victim of the same plan has to be near where it goes on', () => {
    const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 100, memoryBytes: 1 };
    const one = (podLabels: Labels, podAffinity: readonly PodTerm[] = []) => ({
      subGroups: [
        { name: 'w', pods: 1, request, podLabels, affinity: { podAffinity: [...podAffinity] } },
      ],
    });
    const evicted = (...terms: readonly PodTerm[]) => {
      const pool = poolUnder({ actions: ['allocate', 'preempt'] });
      pool.node('a', 2, { labels: { node: 'a' } });
      pool.node('b', 3, { labels: { node: 'b' } });
      pool.queue('q', { quota: -1 });
      runs(pool, 'near: a#0', { ...one({ app: 'db' }), nodeSelector: { node: ['a'] } });
      runs(pool, 'client: a#1', one({}, terms));
      runs(pool, 'far: b#0', one({ app: 'db' }));
      runs(pool, 'filler: b#2', one({}));
      pool.job('on-a', { gpus: 2, priority: 90, nodeSelector: { node: ['a'] } });
      pool.job('on-b', { gpus: 2, priority: 80, nodeSelector: { node: ['b'] } });
      return pool.look().evicted;
    };
    const first = ['near for on-a (preempt)', 'client for on-a (preempt) → b#1'];
    const second = ['far for on-b (preempt)', 'filler for on-b (preempt)'];
    expect(evicted().toSorted()).toEqual([...first, ...second].toSorted());
    const beside = { labels: { app: 'db' }, topologyKey: 'node' };
    expect(evicted(beside).toSorted()).toEqual(first.toSorted());
  });

  it('writes down what both queues had, deserved and might have', () => {
    const pool = preempting();
    pool.queue('q', { quota: 1, limit: 2 });
    pool.job('runs', { gpus: 2 });
    pool.act();
    pool.job('higher', { priority: 90 });
    const [eviction] = pool.look().plan.evictions;
    const figures = {
      queueId: 'q',
      allocated: { gpuMilli: 2000, cpuMilli: 100, memoryMib: 1024 },
      deserved: { gpuMilli: 1000, cpuMilli: -1, memoryMib: -1 },
      fairShare: { gpuMilli: 2000, cpuMilli: 200, memoryMib: 2048 },
      limit: { gpuMilli: 2000, cpuMilli: -1, memoryMib: -1 },
    };
    expect(eviction).toEqual({
      workloadId: 'runs',
      attempt: 1,
      action: 'preempt',
      preemptorId: 'higher',
      victimQueue: figures,
      preemptorQueue: figures,
      alternatives: [],
    });
  });
});
