import { describe, expect, it } from 'vitest';
import { defaultPolicy, plan } from '../../../../domain/allocation/index.ts';
import { poolUnder } from '../pool.ts';

/** The actions that the verdict of one who waits names. */
const actionsIn = (made: ReturnType<typeof plan>, id: string): readonly string[] => {
  const verdict = made.verdicts.find(({ workloadId }) => workloadId === id)?.verdict;
  return verdict?._tag === 'InsufficientCapacity'
    ? (verdict.actions ?? []).map(({ action }) => action)
    : [];
};

/** One queue has all that there is, within its quota; of the other somebody waits. */
const fullPool = () => {
  const pool = poolUnder(defaultPolicy);
  pool.node('node', 2);
  pool.queue('ours', { quota: 0 });
  pool.queue('theirs', { quota: 2 });
  pool.job('runs', { queue: 'theirs', gpus: 2 });
  pool.act();
  pool.job('waits', { queue: 'ours', gpus: 2 });
  return pool;
};

describe('allocation › what a verdict tells of actions', () => {
  it('names those that this plan tried, and none that an earlier one tried', () => {
    const { snapshot } = fullPool();
    const before = plan(snapshot, defaultPolicy);
    expect(actionsIn(before, 'waits')).toEqual(['allocate', 'consolidate', 'reclaim', 'preempt']);
    const after = plan(snapshot, defaultPolicy, { nowMs: 0, actions: ['allocate', 'preempt'] });
    expect(actionsIn(after, 'waits')).toEqual(['allocate', 'preempt']);
  });

  it('names them also where nothing had to be searched again', () => {
    const { snapshot } = fullPool();
    const before = plan(snapshot, defaultPolicy);
    expect(plan(snapshot, defaultPolicy)).toEqual(before);
  });
});
