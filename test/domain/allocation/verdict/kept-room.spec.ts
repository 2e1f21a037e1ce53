import { describe, expect, it } from 'vitest';
import { type Pool, poolUnder } from '../pool.ts';

/**
 * Room that arises after all was given out: somebody takes back one card on node a, and whoever goes for it leaves three
 * more. In the meantime others keep room since they were passed over.
 */
const roomArises = (keepers: Readonly<Record<string, string>>): Pool => {
  const pool = poolUnder({ bypassesMax: 1, actions: ['allocate', 'reclaim'] });
  pool.queue('red', { quota: 0 });
  pool.queue('blue', { quota: 20 });
  const zones = ['a', 'c', 'd'];
  for (const zone of zones) {
    pool.node(zone, 4, { labels: { zone } });
    const there = { nodeSelector: { zone: [zone] }, gpus: 4 };
    pool.job(`on-${zone}`, { ...there, queue: zone === 'a' ? 'red' : 'blue' });
  }
  pool.act(0);
  for (const [id, zone] of Object.entries(keepers)) {
    const queue = `${id}s-queue`;
    pool.queue(queue, { quota: 0, weight: 0 });
    pool.node(`for-${id}`, 1, { labels: { zone: id } });
    pool.job(id, { queue, gpus: 3, nodeSelector: { zone: zone.split(' ') } });
    pool.job(`passes-${id}`, { queue, nodeSelector: { zone: [id] } });
  }
  pool.act(1);
  pool.queue('q', { quota: 0, weight: 0 });
  pool.job('late', { queue: 'blue', nodeSelector: { zone: ['a'] } });
  return pool;
};

const heardBy = (pool: Pool, id: string) => {
  const made = pool.look(10).plan;
  expect(made.evictions.map(({ workloadId }) => workloadId)).toEqual(['on-a']);
  return made.verdicts.find(({ workloadId }) => workloadId === id)?.verdict;
};

describe('room that is kept › who hears of it', () => {
  it('is not whoever it is kept for, but its equals', () => {
    const pool = roomArises({ gang: 'a' });
    pool.job('twin', { queue: 'gangs-queue', gpus: 3, nodeSelector: { zone: ['a'] } });
    expect(heardBy(pool, 'twin')).toMatchObject({ _tag: 'ReservedForAnother', holderId: 'gang' });
    // It knows already that there is not enough.
    expect(heardBy(pool, 'gang')).toBeUndefined();
  });

  it('is whoever could have it, not who would find room elsewhere', () => {
    const pool = roomArises({ gang: 'c' });
    pool.job('mine', { queue: 'q', gpus: 3, nodeSelector: { zone: ['a'] } });
    expect(heardBy(pool, 'mine')).toMatchObject({ _tag: 'InsufficientCapacity' });
  });

  it('hears of the one that is in its way, whoever keeps other room', () => {
    const pool = roomArises({ first: 'c', second: 'a', third: 'd' });
    pool.job('mine', { queue: 'q', gpus: 3, nodeSelector: { zone: ['a'] } });
    expect(heardBy(pool, 'mine')).toMatchObject({ holderId: 'second' });
  });

  it('hears of the first of several that are in its way together', () => {
    const pool = roomArises({ first: 'c', second: 'a', third: 'a' });
    pool.job('mine', { queue: 'q', gpus: 3, nodeSelector: { zone: ['a'] } });
    expect(heardBy(pool, 'mine')).toMatchObject({ holderId: 'second' });
  });
});
