import { describe, expect, it } from 'vitest';
import { type About, nodeJoined, queueOpened, type QueueWish } from '../arbitraries/gpu-cluster.ts';
import { type JobWish, submitted } from '../arbitraries/job-mix.ts';
import { happened, play, type Play, toldIn, whereIn } from './play.ts';

/** Jobs `prefix-1`, `prefix-2` … that wait. */
const many = (prefix: string, count: number, wish: JobWish): readonly About[] =>
  Array.from({ length: count }, (_, at) => submitted(`${prefix}-${at + 1}`, wish)).flat();

const twoQueues = (gpus: number, ours: QueueWish, theirs: QueueWish): Play =>
  play(queueOpened('ours', ours), queueOpened('theirs', theirs), nodeJoined('a', { gpus }));

const held = (story: Play, prefix: string): number =>
  new Set(
    story.log
      .filter((event) => event.type === 'WorkloadAllocated' && event.subject.id.startsWith(prefix))
      .map((event) => event.subject.id),
  ).size;

describe('limits and quotas', () => {
  it('lets no queue rise above its limit', () => {
    const story = play(queueOpened('ours', { limit: 2 }), nodeJoined('a'));
    story.tell(...many('job', 3, { queue: 'ours' }));
    const made = story.act();
    expect(made.placements).toHaveLength(2);
    expect(made.verdicts).toEqual([
      {
        workloadId: 'job-3',
        verdict: {
          _tag: 'OverLimit',
          queueId: 'ours',
          resource: 'gpuMilli',
          limit: 2000,
          allocated: 2000,
          asked: 1000,
        },
      },
    ]);
  });
  it('lets no ancestor rise above its limit', () => {
    const story = play(
      queueOpened('top', { limit: 1 }),
      queueOpened('one', { parent: 'top' }),
      queueOpened('two', { parent: 'top' }),
      nodeJoined('a'),
      ...submitted('first', { queue: 'one' }),
      ...submitted('second', { queue: 'two' }),
    );
    const made = story.act();
    expect(made.placements).toHaveLength(1);
    expect(made.verdicts[0]?.verdict).toMatchObject({ _tag: 'OverLimit', queueId: 'top' });
  });
  it('keeps work that cannot be preempted inside the quota', () => {
    const story = play(queueOpened('ours', { quota: 1 }), nodeJoined('a'));
    story.tell(...many('job', 2, { queue: 'ours', preemptible: false }));
    const made = story.act();
    expect(made.placements).toHaveLength(1);
    expect(toldIn(made, 'job-2')).toBe('NonPreemptibleOverQuota');
  });
  it('serves no queue that nobody opened, nor one that has children', () => {
    const story = play(
      queueOpened('top'),
      queueOpened('leaf', { parent: 'top' }),
      nodeJoined('a'),
      ...submitted('inner', { queue: 'top' }),
      ...submitted('nowhere', { queue: 'missing' }),
    );
    const made = story.act();
    expect([toldIn(made, 'inner'), toldIn(made, 'nowhere')]).toEqual([
      'QueueNotFound',
      'QueueNotFound',
    ]);
  });
});

describe('fair share', () => {
  it('gives what is over by weight', () => {
    const story = twoQueues(8, { weight: 3 }, { weight: 1 });
    story.tell(...many('ours', 8, { queue: 'ours' }), ...many('theirs', 8, { queue: 'theirs' }));
    story.act();
    expect([held(story, 'ours'), held(story, 'theirs')]).toEqual([6, 2]);
  });
  it('serves the quota of all before the wishes of any', () => {
    const story = twoQueues(8, { quota: 0, weight: 9 }, { quota: 4, weight: 0 });
    story.tell(...many('ours', 8, { queue: 'ours' }), ...many('theirs', 8, { queue: 'theirs' }));
    story.act();
    expect([held(story, 'ours'), held(story, 'theirs')]).toEqual([4, 4]);
  });
  it('serves the higher rank of siblings first', () => {
    const story = twoQueues(4, { rank: 100 }, { rank: 200 });
    story.tell(...many('ours', 4, { queue: 'ours' }), ...many('theirs', 4, { queue: 'theirs' }));
    story.act();
    expect([held(story, 'ours'), held(story, 'theirs')]).toEqual([0, 4]);
  });
  it('serves the higher priority first inside a queue, then the older', () => {
    const story = play(queueOpened('ours'), nodeJoined('a', { gpus: 2 }));
    story.tell(
      ...submitted('old', { queue: 'ours' }),
      ...submitted('young', { queue: 'ours' }),
      ...submitted('urgent', { queue: 'ours', priority: 75 }),
    );
    expect(story.act().placements.map((placed) => placed.workloadId)).toEqual(['urgent', 'old']);
  });
});

describe('reclaim', () => {
  it('takes back what another queue uses above its share', () => {
    const story = twoQueues(4, { quota: 2 }, { quota: 2 });
    story.tell(...many('theirs', 4, { queue: 'theirs' }));
    story.act();
    story.tell(...submitted('ours', { queue: 'ours' }));
    const made = story.act();
    expect(made.evictions).toMatchObject([
      {
        workloadId: 'theirs-4',
        action: 'reclaim',
        preemptorId: 'ours',
        victimQueue: { queueId: 'theirs', allocated: { gpuMilli: 4000 } },
        preemptorQueue: { queueId: 'ours', allocated: { gpuMilli: 0 } },
      },
    ]);
    expect(whereIn(made, 'ours')).toEqual(['a#3']);
    expect(toldIn(made, 'ours')).toBe('AwaitingRelease');
  });
  it('places the claimant exactly where it was promised once the victim has left', () => {
    const story = twoQueues(1, { quota: 1 }, { quota: 0 });
    story.tell(...submitted('theirs', { queue: 'theirs' }));
    story.act();
    story.tell(...submitted('ours', { queue: 'ours' }));
    story.act();
    expect(story.act()).toEqual({ placements: [], nominations: [], evictions: [], verdicts: [] });
    story.tell(happened('WorkloadEvicted', 'theirs'));
    const made = story.act();
    expect(made.placements).toMatchObject([
      { workloadId: 'ours', attempt: 1, pods: [{ nodeId: 'a', devices: [0] }] },
    ]);
    expect(toldIn(made, 'theirs')).toBe('InsufficientCapacity');
  });
  it('takes nothing from a queue inside its share', () => {
    const story = twoQueues(4, { quota: 2 }, { quota: 4 });
    story.tell(...many('theirs', 4, { queue: 'theirs' }));
    story.act();
    story.tell(...submitted('ours', { queue: 'ours' }));
    const made = story.act();
    expect(made.evictions).toEqual([]);
    expect(made.verdicts[0]?.verdict).toMatchObject({
      actions: [
        { action: 'allocate' },
        { action: 'consolidate' },
        { action: 'reclaim', obstacle: 'NoVictims' },
        { action: 'preempt' },
      ],
    });
  });
  it('takes nothing for a queue that would rise above its share', () => {
    const story = twoQueues(4, { quota: 0, weight: 1 }, { quota: 0, weight: 1 });
    story.tell(...many('theirs', 4, { queue: 'theirs' }));
    story.act();
    story.tell(...submitted('ours', { queue: 'ours', gpus: 3 }));
    expect(story.look().verdicts[0]?.verdict).toMatchObject({
      actions: [
        { action: 'allocate' },
        { action: 'consolidate' },
        { action: 'reclaim', obstacle: 'AboveFairShare', figure: 3000, bound: 2000 },
        { action: 'preempt' },
      ],
    });
  });
  it('evicts no work that cannot be preempted', () => {
    const story = twoQueues(2, { quota: 2 }, { quota: 2 });
    story.tell(...many('theirs', 2, { queue: 'theirs', preemptible: false }));
    story.act();
    story.tell(...submitted('ours', { queue: 'ours' }));
    expect(story.look().evictions).toEqual([]);
  });
  it('evicts one gang rather than several workloads, and the smaller of two', () => {
    const story = play(
      queueOpened('ours', { quota: 4 }),
      queueOpened('theirs'),
      nodeJoined('a', { gpus: 4 }),
      nodeJoined('b', { gpus: 4 }),
    );
    story.tell(...submitted('large', { queue: 'theirs', gpus: 4 }));
    story.act();
    story.tell(...many('small', 4, { queue: 'theirs' }));
    story.act();
    story.tell(...submitted('wide', { queue: 'ours', gpus: 4 }));
    expect(story.look().evictions.map((one) => one.workloadId)).toEqual(['large']);
    story.tell(happened('WorkloadStopRequested', 'wide'));
    story.tell(...submitted('narrow', { queue: 'ours', gpus: 1 }));
    expect(story.look().evictions.map((one) => one.workloadId)).toEqual(['small-4']);
  });
  it('evicts the lowest priority, so that one eviction does not set off a chain of them', () => {
    const story = play(queueOpened('ours'), nodeJoined('a', { gpus: 4 }));
    for (const priority of [10, 80, 30, 50]) {
      story.tell(...submitted(`p${priority}`, { queue: 'ours', priority }));
      story.act();
    }
    story.tell(...submitted('top', { queue: 'ours', priority: 95 }));
    expect(story.act().evictions.map((one) => one.workloadId)).toEqual(['p10']);
    story.tell(happened('WorkloadEvicted', 'p10'));
    expect(story.act().evictions).toEqual([]);
    expect(story.act().evictions).toEqual([]);
  });
  it('evicts a gang as a whole', () => {
    const story = twoQueues(4, { quota: 2 }, { quota: 2 });
    story.tell(...submitted('gang', { queue: 'theirs', pods: 4 }));
    story.act();
    story.tell(...submitted('ours', { queue: 'ours' }));
    const made = story.act();
    expect(made.evictions).toHaveLength(1);
    story.tell(happened('WorkloadEvicted', 'gang'));
    expect(story.act().placements).toMatchObject([{ workloadId: 'ours' }]);
  });
  it('lets nobody else have the place that is held', () => {
    const story = twoQueues(1, { quota: 1 }, { quota: 0, weight: 1 });
    story.tell(...submitted('theirs', { queue: 'theirs' }));
    story.act();
    story.tell(...submitted('ours', { queue: 'ours' }));
    story.act();
    story.tell(...submitted('urgent', { queue: 'ours', priority: 99 }));
    story.tell(happened('WorkloadEvicted', 'theirs'));
    expect(story.act().placements).toMatchObject([{ workloadId: 'ours' }]);
  });
  it('makes room for a gang on as many nodes as it needs', () => {
    const story = play(
      queueOpened('ours', { quota: 8 }),
      queueOpened('theirs'),
      nodeJoined('a', { gpus: 4 }),
      nodeJoined('b', { gpus: 4 }),
      nodeJoined('c', { gpus: 4 }),
    );
    story.tell(...many('theirs', 12, { queue: 'theirs' }));
    story.act();
    story.tell(...submitted('gang', { queue: 'ours', pods: 2, gpus: 4 }));
    const made = story.act();
    expect(made.evictions).toHaveLength(8);
    expect(new Set(whereIn(made, 'gang').map((at) => at[0])).size).toBe(2);
  });
  it('lets another of the same queue have what a victim leaves over, though nobody else may go', () => {
    const story = play(
      queueOpened('theirs', { quota: 0 }),
      queueOpened('ours', { quota: 2 }),
      nodeJoined('a', { gpus: 2 }),
      ...submitted('big', { queue: 'theirs', gpus: 2 }),
    );
    story.act();
    story.tell(...many('ours', 2, { queue: 'ours' }));
    const made = story.look();
    expect(made.evictions.map((one) => one.workloadId)).toEqual(['big']);
    expect(made.nominations.map((one) => one.workloadId)).toEqual(['ours-1', 'ours-2']);
  });
  it('relieves the limit of a common ancestor by evicting below it', () => {
    const story = play(
      queueOpened('top', { limit: 2, quota: 2 }),
      queueOpened('ours', { parent: 'top', quota: 1 }),
      queueOpened('theirs', { parent: 'top', quota: 1 }),
      nodeJoined('a'),
      ...many('theirs', 2, { queue: 'theirs' }),
    );
    story.act();
    story.tell(...submitted('ours', { queue: 'ours' }));
    const made = story.act();
    expect(made.evictions.map((one) => one.workloadId)).toEqual(['theirs-2']);
    // There is a free device, but not below the limit until somebody has left.
    expect(made.placements).toEqual([]);
    expect(made.nominations.map((one) => one.workloadId)).toEqual(['ours']);
    expect(story.act().placements.map((one) => one.workloadId)).toEqual(['ours']);
  });
});

describe('preempt', () => {
  it('evicts strictly lower priority in the same queue', () => {
    const story = play(queueOpened('ours', { quota: 1 }), nodeJoined('a', { gpus: 1 }));
    story.tell(...submitted('low', { queue: 'ours' }));
    story.act();
    story.tell(...submitted('same', { queue: 'ours' }));
    expect(story.look().evictions).toEqual([]);
    story.tell(...submitted('high', { queue: 'ours', priority: 75 }));
    const made = story.act();
    expect(made.evictions).toMatchObject([
      { workloadId: 'low', action: 'preempt', preemptorId: 'high' },
    ]);
    expect(whereIn(made, 'high')).toEqual(['a#0']);
  });
  it('never crosses queues', () => {
    const story = twoQueues(1, { quota: 0 }, { quota: 1 });
    story.tell(...submitted('low', { queue: 'theirs' }));
    story.act();
    story.tell(...submitted('high', { queue: 'ours', priority: 99 }));
    expect(story.look().evictions).toEqual([]);
  });
  it('keeps work that cannot be preempted inside the quota even when it may evict', () => {
    const story = play(queueOpened('ours', { quota: 0 }), nodeJoined('a', { gpus: 1 }));
    story.tell(...submitted('low', { queue: 'ours' }));
    story.act();
    story.tell(...submitted('high', { queue: 'ours', priority: 125, preemptible: false }));
    const made = story.look();
    expect(made.evictions).toEqual([]);
    expect(toldIn(made, 'high')).toBe('NonPreemptibleOverQuota');
  });
  it('evicts below its own limit so that the higher priority runs', () => {
    const story = play(queueOpened('ours', { limit: 1 }), nodeJoined('a'));
    story.tell(...submitted('low', { queue: 'ours' }));
    story.act();
    story.tell(...submitted('high', { queue: 'ours', priority: 75 }));
    const made = story.act();
    expect(made.evictions.map((one) => one.workloadId)).toEqual(['low']);
    expect(whereIn(made, 'high')).toEqual(['a#1']);
  });
});
