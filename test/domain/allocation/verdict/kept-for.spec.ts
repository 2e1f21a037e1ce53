import { describe, expect, it } from 'vitest';
import type { JobWish } from '../../../../src/testing/try-pool.ts';
import { poolUnder } from '../pool.ts';

/** On each of three nodes half of the cards are kept for somebody of its own queue; who asks may go to `b` and `c`. */
const holderFor = (wish: JobWish): string | undefined => {
  const pool = poolUnder({ bypassesMax: 1, actions: ['allocate'] });
  for (const id of ['a', 'b', 'c']) {
    pool.node(id, 4, { labels: { node: id, zone: id === 'a' ? 'closed' : 'open' } });
    pool.queue(`q-${id}`, { quota: -1 });
  }
  const each = (what: string, more: JobWish): void => {
    for (const id of ['a', 'b', 'c'])
      pool.job(`${what}-${id}`, { queue: `q-${id}`, nodeSelector: { node: [id] }, ...more });
  };
  each('runs', { gpus: 2 });
  pool.act(0);
  each('waits', { gpus: 4 });
  each('passes', { maxRunMs: 1 });
  pool.act(1);
  for (const id of ['a', 'b', 'c']) pool.done(`passes-${id}`);
  pool.job('asks', { queue: 'q-a', gpus: 2, nodeSelector: { zone: ['open'] }, ...wish });
  const told = pool.look(2).plan.verdicts.find(({ workloadId }) => workloadId === 'asks')?.verdict;
  return told?._tag === 'ReservedForAnother' ? told.holderId : told?._tag;
};

describe('verdicts › for whom room is kept', () => {
  it('is the first whose room would do, not the first who keeps any', () => {
    expect(holderFor({})).toBe('waits-b');
    expect(holderFor({ nodeSelector: { node: ['c'] } })).toBe('waits-c');
  });

  it('is the first whose room is in the way where that of none would do alone', () => {
    expect(holderFor({ pods: 2 })).toBe('waits-b');
  });

  it('is nobody where there would be too little room even so', () => {
    expect(holderFor({ pods: 3 })).toBe('InsufficientCapacity');
  });
});
