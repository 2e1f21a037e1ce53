import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../../domain/foundation/verdict.ts';
import { poolUnder } from '../pool.ts';

const gib = 2 ** 30;
const taint = { key: 'infra', value: '', effect: 'NoSchedule' } as const;

/** The verdict that a plan tells a job. */
const told = (pool: ReturnType<typeof poolUnder>, id: string, nowMs = 0): Verdict | undefined =>
  pool.look(nowMs).plan.verdicts.find(({ workloadId }) => workloadId === id)?.verdict;

/** A pool that only allocates: verdicts tell of nothing else. */
const onlyAllocating = () => poolUnder({ actions: ['allocate'] });

describe('verdicts › what each says', () => {
  it('says of a queue that it takes nobody: unknown, lost, or with queues below it', () => {
    const pool = onlyAllocating();
    pool.node('a', 8);
    pool.queue('top');
    pool.queue('q', { parent: 'top' });
    pool.queue('lost', { parent: 'nobody' });
    for (const queue of ['nowhere', 'top', 'lost']) {
      pool.job(`of-${queue}`, { queue });
      expect(told(pool, `of-${queue}`)).toEqual({ _tag: 'QueueNotFound', queueId: queue });
    }
  });

  it('counts the nodes that labels, taints and other things stand against', () => {
    const pool = onlyAllocating();
    pool.node('a', 8);
    pool.node('b', 8);
    pool.node('c', 8, { labels: { zone: 'x' }, taints: [taint] });
    pool.queue('q');
    pool.job('one', { nodeSelector: { zone: ['x'] } });
    expect(told(pool, 'one')).toEqual({
      _tag: 'NoMatchingNode',
      nodes: 3,
      refusedBySelector: 2,
      refusedByTaint: 1,
    });
    const request = { gpuDevices: 0, gpuMilli: 0, cpuMilli: 1, memoryBytes: 0 };
    const fpga = { ...request, resources: { fpga: 1 } };
    pool.job('other', {
      subGroups: [{ name: 'w', pods: 1, request: fpga }],
      tolerations: [{ key: 'infra', operator: 'Exists', value: '', effect: '' }],
    });
    expect(told(pool, 'other')).toMatchObject({
      _tag: 'NoMatchingNode',
      nodes: 3,
      refusedBySelector: 0,
      refusedByTaint: 0,
      refusals: [{ reason: 'resources', nodes: 3 }],
    });
  });

  it('finds a node as long as one is left that nothing stands against', () => {
    const pool = onlyAllocating();
    pool.node('a', 8);
    pool.node('b', 1, { labels: { zone: 'x' } });
    pool.queue('q');
    pool.job('one', { nodeSelector: { zone: ['x'] }, gpus: 2 });
    expect(told(pool, 'one')).toMatchObject({ _tag: 'LargerThanAnyNode', largestGpuMilli: 1000 });
  });

  it('sets what a pod asks for beside the most that a node that it may use has, and names its sub-group', () => {
    const pool = onlyAllocating();
    pool.node('a', 4, { cpuMilli: 8000, memoryBytes: 16 * gib });
    pool.node('b', 1, { cpuMilli: 9000, memoryBytes: 8 * gib });
    pool.node('c', 9, { labels: { kept: 'yes' }, taints: [taint] });
    pool.queue('q');
    const small = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 100, memoryBytes: gib };
    pool.job('gang', {
      subGroups: [
        { name: 'small', pods: 1, request: small },
        { name: 'large', pods: 2, request: { ...small, gpuDevices: 5, memoryBytes: 2 * gib } },
      ],
    });
    expect(told(pool, 'gang')).toEqual({
      _tag: 'LargerThanAnyNode',
      subGroup: 'large',
      askedGpuMilli: 5000,
      largestGpuMilli: 4000,
      askedCpuMilli: 100,
      largestCpuMilli: 9000,
      askedMemoryBytes: 2 * gib,
      largestMemoryBytes: 16 * gib,
    });
  });

  it('calls nothing larger than a node that it fills to the last', () => {
    const pool = onlyAllocating();
    pool.node('a', 4, { cpuMilli: 8000, memoryBytes: 16 * gib, podsMax: 1 });
    pool.queue('q', { limit: 0 });
    const all = { gpuDevices: 4, gpuMilli: 1000, cpuMilli: 8000, memoryBytes: 16 * gib };
    const asking = (id: string, more: Partial<typeof all>) =>
      pool.job(id, { subGroups: [{ name: 'w', pods: 1, request: { ...all, ...more } }] });
    asking('just', {});
    asking('cores', { cpuMilli: 8001 });
    asking('memory', { memoryBytes: 16 * gib + 1 });
    asking('cards', { gpuDevices: 5 });
    const tags = ['just', 'cores', 'memory', 'cards'].map((id) => told(pool, id)?._tag);
    expect(tags).toEqual([
      'OverLimit',
      'LargerThanAnyNode',
      'LargerThanAnyNode',
      'LargerThanAnyNode',
    ]);
  });

  it('names the queue on the way up whose limit or quota is in the way, with what it has', () => {
    const pool = onlyAllocating();
    pool.node('a', 8);
    pool.queue('top', { quota: 4, limit: 6 });
    pool.queue('q', { parent: 'top', quota: -1 });
    pool.job('runs', { gpus: 3, isPreemptible: false });
    pool.act();
    pool.job('much', { gpus: 4 });
    expect(told(pool, 'much')).toEqual({
      _tag: 'OverLimit',
      queueId: 'top',
      resource: 'gpuMilli',
      limit: 6000,
      allocated: 3000,
      asked: 4000,
    });
    pool.job('firm', { gpus: 2, isPreemptible: false });
    expect(told(pool, 'firm')).toEqual({
      _tag: 'NonPreemptibleOverQuota',
      queueId: 'top',
      resource: 'gpuMilli',
      quota: 4000,
      allocatedNonPreemptible: 3000,
      asked: 2000,
    });
  });

  it('counts what is free on nodes that take pods, and the pods that would find room', () => {
    const pool = onlyAllocating();
    pool.node('a', 3);
    pool.node('b', 2);
    pool.queue('q', { quota: -1 });
    pool.job('gang', { pods: 3, gpus: 2 });
    expect(told(pool, 'gang')).toEqual({
      _tag: 'InsufficientCapacity',
      podsAsked: 3,
      podsFit: 2,
      askedGpuMilli: 6000,
      freeGpuMilli: 5000,
      actions: [{ action: 'allocate', obstacle: 'TooFewPodsFit', figure: 2, bound: 3 }],
    });
  });

  it('adds up the pods of all sub-groups that would find room', () => {
    const pool = onlyAllocating();
    pool.node('a', 3);
    pool.queue('q', { quota: -1 });
    const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 100, memoryBytes: gib };
    pool.job('gang', {
      subGroups: [
        { name: 'one', pods: 2, request },
        { name: 'two', pods: 2, request: { ...request, gpuDevices: 2 } },
      ],
    });
    // Each sub-group is asked for itself: two of the one, one of the other.
    expect(told(pool, 'gang')).toMatchObject({ podsAsked: 4, podsFit: 3 });
  });

  it('says how many pods and devices wait for victims to leave', () => {
    const pool = poolUnder({ actions: ['allocate', 'preempt'] });
    pool.node('a', 4);
    pool.queue('q', { quota: -1 });
    pool.job('low', { gpus: 4, priority: 1 });
    pool.act();
    pool.job('high', { gpus: 2, pods: 2, priority: 9 });
    expect(told(pool, 'high')).toEqual({ _tag: 'AwaitingRelease', pods: 2, devices: 4 });
    pool.act();
    // It knows, and hears it once.
    expect(told(pool, 'high')).toBeUndefined();
  });
});

describe('verdicts › which comes first', () => {
  /** Everything is wrong with this job; one thing after the other is put right. */
  it('is the first in the declared order, whatever else holds', () => {
    const pool = onlyAllocating();
    pool.node('a', 4);
    const firm = { gpus: 5, isPreemptible: false, nodeSelector: { zone: ['x'] } };
    pool.job('job', firm);
    expect(told(pool, 'job')?._tag).toBe('QueueNotFound');
    pool.queue('q', {
      quota: 0,
      limit: 1,
      terms: { others: { 'gpu:T4': { quota: -1, limit: 0 } } },
    });
    expect(told(pool, 'job')?._tag).toBe('NoMatchingNode');
    pool.node('b', 4, { labels: { zone: 'x' }, gpuModel: 'T4' });
    expect(told(pool, 'job')?._tag).toBe('LargerThanAnyNode');
    pool.node('c', 8, { labels: { zone: 'x' }, gpuModel: 'T4' });
    expect(told(pool, 'job')?._tag).toBe('OverLimit');
    pool.queue('q', { quota: 0, terms: { others: { 'gpu:T4': { quota: -1, limit: 0 } } } });
    expect(told(pool, 'job')).toMatchObject({ _tag: 'OverNamedLimit', name: 'gpu:T4' });
    pool.queue('q', { quota: 0 });
    expect(told(pool, 'job')?._tag).toBe('NonPreemptibleOverQuota');
    pool.queue('q', { quota: 5 });
    expect(pool.act().placed).toEqual(['job: c#0,1,2,3,4']);
  });

  it('is no quota of a device model for who may shrink: that does not bind it', () => {
    const pool = onlyAllocating();
    pool.node('a', 4, { gpuModel: 'T4' });
    const terms = { others: { 'gpu:T4': { quota: 0, limit: -1 } } };
    pool.queue('q', { quota: 0, terms });
    pool.job('job', { isPreemptible: false, isSemiPreemptible: true });
    expect(told(pool, 'job')?._tag).toBe('NonPreemptibleOverQuota');
    pool.queue('q', { quota: 1, terms });
    expect(pool.act().placed).toEqual(['job: a#0']);
  });
});

describe('verdicts › what came of other actions', () => {
  const actionsOf = (pool: ReturnType<typeof poolUnder>, id: string) => {
    const verdict = told(pool, id);
    return verdict?._tag === 'InsufficientCapacity' ? verdict.actions?.slice(1) : verdict;
  };

  it('says how far above its share or quota somebody would get, and who can ask nobody to move', () => {
    const pool = poolUnder();
    pool.node('a', 4);
    pool.queue('q', { quota: 2 });
    pool.queue('other', { quota: 2 });
    pool.job('theirs', { queue: 'other', gpus: 2 });
    pool.job('ours', { gpus: 1, isPreemptible: false });
    pool.act();
    pool.job('firm', { gpus: 2, isPreemptible: false });
    expect(told(pool, 'firm')?._tag).toBe('NonPreemptibleOverQuota');
    pool.job('soft', { gpus: 2 });
    expect(actionsOf(pool, 'soft')).toEqual([
      { action: 'consolidate', obstacle: 'VictimsTooFew', figure: 2000, bound: 2000 },
      { action: 'reclaim', obstacle: 'AboveFairShare', figure: 3000, bound: 2000 },
      { action: 'preempt', obstacle: 'NoVictims', figure: 0, bound: 2000 },
    ]);
  });

  it('says that work which is not preemptible may ask nobody to move', () => {
    const pool = poolUnder({ actions: ['allocate', 'consolidate', 'preempt'] });
    pool.node('a', 4);
    pool.queue('q', { quota: 4 });
    pool.queue('other', { quota: 0 });
    pool.job('theirs', { queue: 'other', gpus: 3 });
    pool.act();
    pool.job('firm', { gpus: 2, isPreemptible: false });
    expect(actionsOf(pool, 'firm')).toEqual([
      { action: 'consolidate', obstacle: 'NotPreemptible', figure: 0, bound: 0 },
      { action: 'preempt', obstacle: 'NoVictims', figure: 0, bound: 2000 },
    ]);
  });

  it('says that nobody may go where those above their share run what cannot be stopped', () => {
    const pool = poolUnder({ actions: ['allocate', 'reclaim'] });
    pool.node('a', 2);
    pool.queue('q');
    pool.queue('other', { quota: 2 });
    pool.job('firm', { queue: 'other', gpus: 2, isPreemptible: false });
    pool.act();
    pool.queue('other', { quota: 0 });
    pool.job('waits');
    expect(actionsOf(pool, 'waits')).toEqual([
      { action: 'reclaim', obstacle: 'NoVictims', figure: 0, bound: 1000 },
    ]);
  });
});
