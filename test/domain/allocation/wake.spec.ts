import { describe, expect, it } from 'vitest';
import {
  closeQueue,
  entitleQueue,
  markDevice,
  markNode,
  type Policy,
  setQueueTerms,
  setTopology,
  setUsage,
} from '../../../domain/allocation/index.ts';
import type { JobWish } from '../../../src/testing/try-pool.ts';
import { type Pool, poolUnder } from './pool.ts';

const free = { quota: -1, limit: -1, weight: 1 };
const cards = (quota: number, limit = -1, weight = 1) => ({
  gpuMilli: { quota, limit, weight },
  cpuMilli: free,
  memoryMib: free,
  priority: 100,
});

/** Somebody waits on a node of two cards that `theirs` has; what came of it is remembered. */
const waiting = (wish: JobWish = {}, rules: Partial<Policy> = {}): Pool => {
  const pool = poolUnder({ isMovedKept: false, ...rules });
  pool.node('a', 2);
  pool.queue('theirs', { quota: 2 });
  pool.queue('q');
  for (const at of [0, 1]) pool.job(`runs-${at}`, { queue: 'theirs' });
  pool.act();
  pool.job('waits', wish);
  for (const _ of [0, 1]) {
    const made = pool.act();
    expect([made.placed, made.evicted]).toEqual([[], []]);
  }
  return pool;
};

const placed = (pool: Pool): readonly string[] => pool.look().placed;
const evicted = (pool: Pool): readonly string[] => pool.look().evicted;
const reclaimed = ['runs-1 for waits (reclaim)'];

describe('whoever waits hears of it at once', () => {
  it('when somebody ends', () => {
    const pool = waiting();
    pool.done('runs-0');
    expect(placed(pool)).toEqual(['waits: a#0']);
  });

  it('when a node joins, returns, or takes pods again', () => {
    const joined = waiting();
    joined.node('b', 1);
    expect(placed(joined)).toEqual(['waits: b#0']);
    for (const news of ['isLost', 'isCordoned']) {
      const pool = waiting();
      pool.node('b', 1);
      markNode(pool.snapshot, 'b', { [news]: true });
      expect(placed(pool)).toEqual([]);
      markNode(pool.snapshot, 'b', { [news]: false });
      expect(placed(pool)).toEqual(['waits: b#0']);
    }
  });

  it('when a device is repaired', () => {
    const pool = waiting();
    pool.node('b', 1);
    markDevice(pool.snapshot, 'b', { device: 0, isBroken: true });
    expect(placed(pool)).toEqual([]);
    markDevice(pool.snapshot, 'b', { device: 0, isBroken: false });
    expect(placed(pool)).toEqual(['waits: b#0']);
  });

  it('when a topology comes to be known that it must keep to', () => {
    const topology = { topology: 'racks', required: 'rack' };
    const gang = { podSets: [{ name: 'workers', minPods: 1 }], groups: [], topology };
    const pool = waiting({ gang });
    pool.node('b', 1, { labels: { rack: 'r' } });
    expect(placed(pool)).toEqual([]);
    setTopology(pool.snapshot, 'racks', ['rack']);
    expect(placed(pool)).toEqual(['waits: b#0']);
  });

  it('when its queue is promised more, or others less', () => {
    const more = waiting();
    entitleQueue(more.snapshot, 'q', cards(1000));
    entitleQueue(more.snapshot, 'theirs', cards(1000));
    expect(evicted(more)).toEqual(reclaimed);
    const weight = waiting();
    entitleQueue(weight.snapshot, 'theirs', cards(0));
    expect(evicted(weight)).toEqual(reclaimed);
  });

  it('when a queue beside it closes: what it asked for is nobody’s share', () => {
    const pool = waiting({}, { actions: ['allocate', 'reclaim'] });
    entitleQueue(pool.snapshot, 'theirs', cards(0));
    pool.queue('third', { weight: 1000 });
    pool.job('greedy', { queue: 'third', gpus: 3 });
    expect(evicted(pool)).toEqual([]);
    closeQueue(pool.snapshot, 'third');
    expect(evicted(pool)).toEqual(reclaimed);
  });

  it('when others want less, so that more is its share', () => {
    const pool = waiting({}, { actions: ['allocate', 'reclaim'] });
    entitleQueue(pool.snapshot, 'theirs', cards(0));
    pool.queue('third', { weight: 1000 });
    pool.job('greedy', { queue: 'third', gpus: 3 });
    expect(evicted(pool)).toEqual([]);
    pool.done('greedy');
    expect(evicted(pool)).toEqual(reclaimed);
  });

  it('when its limit is lifted', () => {
    const pool = waiting();
    pool.node('b', 1);
    entitleQueue(pool.snapshot, 'q', cards(0, 0));
    expect(placed(pool)).toEqual([]);
    entitleQueue(pool.snapshot, 'q', cards(0));
    expect(placed(pool)).toEqual(['waits: b#0']);
  });

  it('when terms of queues change: what is lent, what is bounded by name, how long others are safe', () => {
    const lending = waiting();
    setQueueTerms(lending.snapshot, 'theirs', { lendingMax: { gpuMilli: 0 } });
    entitleQueue(lending.snapshot, 'theirs', cards(4000));
    lending.node('b', 2);
    expect(placed(lending)).toEqual([]);
    setQueueTerms(lending.snapshot, 'theirs', {});
    expect(placed(lending)).toEqual(['waits: b#0']);

    const named = waiting();
    const none = { 'gpu:T4': { quota: -1, limit: 0 } };
    setQueueTerms(named.snapshot, 'q', { others: none });
    named.node('b', 1, { gpuModel: 'T4' });
    expect(placed(named)).toEqual([]);
    setQueueTerms(named.snapshot, 'q', {});
    expect(placed(named)).toEqual(['waits: b#0']);

    const safe = waiting();
    setQueueTerms(safe.snapshot, 'theirs', { reclaimMinRunMs: 60_000 });
    entitleQueue(safe.snapshot, 'theirs', cards(0));
    expect(evicted(safe)).toEqual([]);
    setQueueTerms(safe.snapshot, 'theirs', {});
    expect(evicted(safe)).toEqual(reclaimed);
  });

  it('when past use of others is told', () => {
    const usage = { factorMilli: 1000, halfLifeMs: 0, windowMs: 1000 };
    const pool = waiting({ gpus: 2 }, { usage });
    entitleQueue(pool.snapshot, 'theirs', cards(0));
    expect(evicted(pool)).toEqual([]);
    setUsage(pool.snapshot, 'theirs', { gpuMilli: 1000, cpuMilli: 0, memoryMib: 0 });
    expect(pool.look().plan.evictions).toHaveLength(2);
  });

  it('when another waits no more for what it would have had first', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.node('a', 1);
    pool.queue('q', { quota: -1 });
    pool.job('first', { priority: 60 });
    pool.job('second');
    expect(placed(pool)).toEqual(['first: a#0']);
    pool.done('first');
    expect(placed(pool)).toEqual(['second: a#0']);
  });
});

describe('wake-up › of those who were looked at first', () => {
  /** Somebody of red would have to wait until green may stop, but finds room beside whoever takes back from red. */
  const planWith = (red: string, blue: string) => {
    const pool = poolUnder({ actions: ['allocate', 'reclaim'] });
    pool.queue('department', { quota: 0 });
    for (const id of [red, blue].toSorted())
      pool.queue(id, id === blue ? { quota: 2 } : { parent: 'department', quota: 0 });
    const terms = { reclaimMinRunMs: 60_000 };
    pool.queue('green', { parent: 'department', quota: 0, weight: 0, terms });
    for (const [zone, gpus] of Object.entries({ a: 4, b: 1, c: 4 }))
      pool.node(zone, gpus, { labels: { zone } });
    pool.job('gang', { queue: red, gpus: 4, nodeSelector: { zone: ['a'] } });
    pool.job('safe', { queue: 'green', nodeSelector: { zone: ['b'] } });
    pool.act(0);
    pool.job('beside', { queue: red, nodeSelector: { zone: ['a', 'b'] } });
    pool.job('takes', { queue: blue, gpus: 2, nodeSelector: { zone: ['a'] } });
    const { plan, evicted } = pool.look(1000);
    const held = plan.nominations.map(({ workloadId }) => workloadId);
    return { evicted, held, wakeAtMs: plan.wakeAtMs };
  };

  it('is not waited for what does not count in turn, whichever queue is listed first', () => {
    const evicted = ['gang for takes (reclaim)'];
    const made = { evicted, held: ['takes', 'beside'], wakeAtMs: undefined };
    expect(planWith('queue-1', 'queue-2')).toEqual(made);
    expect(planWith('queue-2', 'queue-1')).toEqual(made);
  });
});
