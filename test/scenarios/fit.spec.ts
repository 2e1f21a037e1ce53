import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../domain/allocation/index.ts';
import { nodeJoined, queueOpened } from '../arbitraries/gpu-cluster.ts';
import { type JobWish, submitted } from '../arbitraries/job-mix.ts';
import { nodeFact, play, toldIn, whereIn } from './play.ts';

const open = { queue: 'queue' };
const intoQueue = (wish: Partial<JobWish>): JobWish => ({ ...open, ...wish });

describe('fit › nodes', () => {
  it('fills the node that has least left', () => {
    const story = play(
      queueOpened('queue'),
      nodeJoined('a'),
      nodeJoined('b', { gpus: 4 }),
      ...submitted('job', open),
    );
    expect(whereIn(story.look(), 'job')).toEqual(['b#0']);
  });
  it('spreads where the policy says so', () => {
    const story = play(queueOpened('queue'), nodeJoined('a', { gpus: 2 }), nodeJoined('b'));
    story.tell(...submitted('one', open));
    story.act();
    story.tell(...submitted('two', open));
    const policy = {
      ...defaultPolicy,
      version: 'spread',
      gpuPlacement: 'spread',
      cpuPlacement: 'spread',
    } as const;
    expect(whereIn(story.look(policy), 'two')).toEqual(['b#0']);
  });
  it('sends pods without cards to nodes without cards', () => {
    const story = play(
      queueOpened('queue'),
      nodeJoined('a', { cpuMilli: 2_000 }),
      nodeJoined('b', { gpus: 0 }),
      ...submitted('job', intoQueue({ gpus: 0, cpuMilli: 1_000 })),
    );
    expect(whereIn(story.look(), 'job')).toEqual(['b#']);
  });
  it('keeps to the values that a selector accepts', () => {
    const story = play(
      queueOpened('queue'),
      nodeJoined('a', { labels: { model: 'T4' } }),
      nodeJoined('b', { labels: { model: 'P100' } }),
      ...submitted('either', intoQueue({ nodeSelector: { model: ['P100', 'V100'] } })),
      ...submitted('neither', intoQueue({ nodeSelector: { model: ['A100'] } })),
    );
    const made = story.look();
    expect(whereIn(made, 'either')).toEqual(['b#0']);
    expect(made.verdicts).toEqual([
      {
        workloadId: 'neither',
        verdict: { _tag: 'NoMatchingNode', nodes: 2, refusedBySelector: 2, refusedByTaint: 0 },
      },
    ]);
  });
  it('stays off tainted nodes unless it tolerates the taint', () => {
    const taints = [{ key: 'infra', value: 'yes', effect: 'NoSchedule' }] as const;
    const tolerations = [{ key: 'infra', operator: 'Equal', value: 'yes', effect: '' }] as const;
    const story = play(
      queueOpened('queue'),
      nodeJoined('a', { taints }),
      ...submitted('plain', open),
      ...submitted('tolerant', intoQueue({ tolerations })),
    );
    const made = story.look();
    expect(whereIn(made, 'tolerant')).toEqual(['a#0']);
    expect(toldIn(made, 'plain')).toBe('NoMatchingNode');
  });
  it('goes to a node whose taint only costs when no other is left', () => {
    const taints = [{ key: 'slow', value: '', effect: 'PreferNoSchedule' }] as const;
    const story = play(
      queueOpened('queue'),
      nodeJoined('a', { taints, gpus: 1 }),
      nodeJoined('b', { gpus: 1 }),
      ...submitted('one', open),
      ...submitted('two', open),
    );
    const made = story.look();
    expect([whereIn(made, 'one'), whereIn(made, 'two')]).toEqual([['b#0'], ['a#0']]);
  });
  it('takes no more pods than a kubelet takes', () => {
    const story = play(
      queueOpened('queue'),
      nodeJoined('a', { podsMax: 1 }),
      ...submitted('one', open),
      ...submitted('two', open),
    );
    const made = story.look();
    expect(made.placements.map((placed) => placed.workloadId)).toEqual(['one']);
    expect(toldIn(made, 'two')).toBe('InsufficientCapacity');
  });
  it('says when a pod is larger than any node', () => {
    const story = play(
      queueOpened('queue'),
      nodeJoined('a', { gpus: 4 }),
      ...submitted('job', intoQueue({ gpus: 8 })),
    );
    expect(story.look().verdicts[0]?.verdict).toMatchObject({
      _tag: 'LargerThanAnyNode',
      askedGpuMilli: 8000,
      largestGpuMilli: 4000,
    });
  });
  it('places nothing on a node that is lost or cordoned, or on a broken card', () => {
    const story = play(queueOpened('queue'), nodeJoined('a'), nodeJoined('b'), nodeJoined('c'));
    story.tell(nodeFact('NodeLost', 'a'), nodeFact('NodeCordoned', 'b'));
    story.tell({
      type: 'NodeDeviceFailed',
      subject: { kind: 'node', id: 'c' },
      data: { device: 0, reason: 'xid' },
    });
    story.tell(...submitted('job', open));
    expect(whereIn(story.look(), 'job')).toEqual(['c#1']);
    story.tell(nodeFact('NodeReturned', 'a'), nodeFact('NodeUncordoned', 'b'));
    expect(whereIn(story.look(), 'job')).toEqual(['c#1']);
  });
});

describe('fit › shares of cards', () => {
  const half = (milli: number): JobWish => intoQueue({ gpuMilli: milli });
  it('puts a share on the most used card that has room', () => {
    const story = play(queueOpened('queue'), nodeJoined('a', { gpus: 3 }));
    story.tell(...submitted('one', half(300)));
    story.act();
    story.tell(...submitted('two', half(800)));
    story.act();
    story.tell(...submitted('three', half(200)));
    expect(whereIn(story.look(), 'three')).toEqual(['a#1']);
  });
  it('prefers a card that is shared already to a whole one elsewhere', () => {
    const story = play(queueOpened('queue'), nodeJoined('a', { gpus: 1 }), nodeJoined('b'));
    story.tell(...submitted('whole', intoQueue({ gpus: 7 })));
    story.act();
    story.tell(...submitted('one', half(300)));
    story.act();
    story.tell(...submitted('two', half(300)));
    const [first] = story.log.filter((event) => event.type === 'WorkloadAllocated').slice(1);
    const where = first?.type === 'WorkloadAllocated' ? first.data.placements[0]?.nodeId : '';
    expect(whereIn(story.look(), 'two')[0]?.startsWith(`${where}#`)).toBe(true);
  });
  it('takes the same share of several cards', () => {
    const story = play(
      queueOpened('queue'),
      nodeJoined('a', { gpus: 2 }),
      ...submitted('job', intoQueue({ gpus: 2, gpuMilli: 500 })),
    );
    expect(whereIn(story.look(), 'job')).toEqual(['a#0,1']);
  });
  it('leaves shared cards to whole-card pods no more', () => {
    const story = play(queueOpened('queue'), nodeJoined('a', { gpus: 1 }));
    story.tell(...submitted('share', half(100)));
    story.act();
    story.tell(...submitted('whole', open));
    expect(toldIn(story.look(), 'whole')).toBe('InsufficientCapacity');
  });
});

describe('fit › gangs', () => {
  it('starts all pods of a gang together', () => {
    const story = play(
      queueOpened('queue'),
      nodeJoined('a', { gpus: 4 }),
      nodeJoined('b', { gpus: 4 }),
      ...submitted('gang', intoQueue({ pods: 3, gpus: 2 })),
    );
    expect(whereIn(story.look(), 'gang')).toEqual(['a#0,1', 'a#2,3', 'b#0,1']);
  });
  it('starts no pod of a gang that does not fit as a whole', () => {
    const story = play(
      queueOpened('queue'),
      nodeJoined('a', { gpus: 4 }),
      ...submitted('gang', intoQueue({ pods: 3, gpus: 2 })),
      ...submitted('single', open),
    );
    const made = story.look();
    expect(whereIn(made, 'gang')).toEqual([]);
    expect(whereIn(made, 'single')).toEqual(['a#0']);
    expect(made.verdicts[0]?.verdict).toMatchObject({ podsAsked: 3, podsFit: 1 });
  });
});
