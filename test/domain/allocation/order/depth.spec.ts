import { describe, expect, it } from 'vitest';
import { defaultPolicy, type Policy } from '../../../../domain/allocation/index.ts';
import { placedIn, poolUnder } from '../pool.ts';

const under = (queueDepthMax: number, rules: Partial<Policy> = {}) => {
  const pool = poolUnder({ bounds: { ...defaultPolicy.bounds, queueDepthMax }, ...rules });
  pool.node('a', 4);
  pool.queue('q', { quota: -1 });
  return pool;
};

describe('how many of a queue an action tries', () => {
  it('is all of them without a bound, none at 0', () => {
    const placed = (queueDepthMax: number) => {
      const pool = under(queueDepthMax, { actions: ['allocate'] });
      for (const id of ['one', 'two', 'three']) pool.job(id);
      return placedIn(pool.look());
    };
    expect([placed(-1).length, placed(0).length, placed(2)]).toEqual([3, 0, ['one', 'two']]);
  });

  it('goes by their places in line when it begins: nobody moves up for who is served or fails', () => {
    const pool = under(2, { actions: ['allocate'] });
    pool.job('last');
    pool.job('large', { gpus: 5, priority: 60 });
    pool.job('first', { priority: 70 });
    expect(placedIn(pool.act())).toEqual(['first']);
    expect(placedIn(pool.act())).toEqual(['last']);
  });

  it('is counted queue by queue, and who grows is in line already', () => {
    const pool = under(1, { actions: ['allocate'] });
    pool.queue('other', { quota: -1 });
    pool.job('grows', { pods: 3, minPods: 1 });
    pool.job('behind');
    pool.job('theirs', { queue: 'other' });
    expect(pool.act().placed.map((text) => text.split(' ').length - 1)).toEqual([3, 1]);
    expect(placedIn(pool.look())).toEqual([]);
  });

  it('bounds those who make others go', () => {
    const pool = under(1, { actions: ['allocate', 'preempt'] });
    for (const id of ['one', 'two', 'three', 'four']) pool.job(id);
    for (let round = 0; round < 4; round += 1) pool.act();
    pool.job('urgent', { priority: 90 });
    pool.job('next', { priority: 80 });
    expect(pool.look().plan.nominations.map(({ workloadId }) => workloadId)).toEqual(['urgent']);
  });

  it('is told to those who stand behind', () => {
    const pool = under(1, { actions: ['allocate'] });
    for (const id of ['one', 'two', 'three']) pool.job(id, { gpus: 5 });
    const told = pool
      .act()
      .plan.verdicts.map(({ workloadId, verdict }) => [
        workloadId,
        verdict._tag === 'BeyondQueueDepth' ? verdict : verdict._tag,
      ]);
    expect(told).toEqual([
      ['one', 'LargerThanAnyNode'],
      ['three', 'LargerThanAnyNode'],
      ['two', 'LargerThanAnyNode'],
    ]);
    const full = under(1, { actions: ['allocate'] });
    for (const id of ['one', 'two', 'three']) full.job(id, { gpus: 4 });
    const beyond = { _tag: 'BeyondQueueDepth', queueId: 'q', depth: 1, waiting: 3 };
    expect(full.act().plan.verdicts).toEqual([
      { workloadId: 'three', verdict: beyond },
      { workloadId: 'two', verdict: beyond },
    ]);
    expect(full.act().plan.verdicts).toMatchObject([
      { workloadId: 'two', verdict: { _tag: 'InsufficientCapacity' } },
    ]);
  });
});
