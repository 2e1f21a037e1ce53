import { describe, expect, it } from 'vitest';
import type { QueueTerms } from '../../../domain/foundation/queue-terms.ts';
import { type About, entitled, nodeJoined, queueOpened } from '../../arbitraries/gpu-cluster.ts';
import { submitted } from '../../arbitraries/job-mix.ts';
import { happened, play, planOn, viewOf, whereIn } from '../../scenarios/play.ts';

const entitledAnew = (id: string, quota: number, terms?: QueueTerms): About => ({
  type: 'QueueEntitled',
  subject: { kind: 'queue', id },
  data: { entitlements: entitled({ quota, ...(terms === undefined ? {} : { terms }) }) },
});

/** Two queues on four cards, of which `idle` is promised all and uses none. */
const stage = (terms?: QueueTerms) =>
  play(
    nodeJoined('a', { gpus: 4 }),
    queueOpened('idle', { quota: 4, ...(terms === undefined ? {} : { terms }) }),
    queueOpened('busy', { quota: 0 }),
  );

describe('capacity › terms of queues', () => {
  it('reach the kernel with the opening of a queue', () => {
    const story = stage({ lendingMax: { gpuMilli: 1000 } });
    for (const id of ['one', 'two']) story.tell(...submitted(id, { queue: 'busy' }));
    const made = story.act();
    expect(made.placements).toMatchObject([{ workloadId: 'one' }]);
    expect(made.verdicts).toMatchObject([{ verdict: { _tag: 'WithheldFromLending' } }]);
  });

  it('that are said later count from then on, and no more once nothing is said of them', () => {
    const story = stage();
    story.tell(entitledAnew('idle', 4, { lendingMax: { gpuMilli: 1000 } }));
    for (const id of ['one', 'two']) story.tell(...submitted(id, { queue: 'busy' }));
    expect(story.act().placements).toMatchObject([{ workloadId: 'one' }]);
    expect(planOn(viewOf(story.log))).toEqual(story.look());
    story.tell(entitledAnew('idle', 4));
    expect(planOn(viewOf(story.log))).toEqual(story.look());
    expect(story.act().placements).toMatchObject([{ workloadId: 'two' }]);
  });

  it('bound what a queue has of a model, whoever runs already', () => {
    const story = stage();
    story.tell(...submitted('one', { queue: 'busy' }));
    story.act();
    story.tell(entitledAnew('busy', 0, { others: { 'gpu:H100': { quota: -1, limit: 1000 } } }));
    story.tell(...submitted('two', { queue: 'busy' }));
    expect(planOn(viewOf(story.log))).toEqual(story.look());
    const obstacle = { _tag: 'OverNamedLimit', name: 'gpu:H100', limit: 1000, allocated: 1000 };
    expect(story.act().verdicts).toMatchObject([{ workloadId: 'two', verdict: obstacle }]);
  });

  it('keep those off a model for whom others move together', () => {
    const { data, ...older } = nodeJoined('a', { gpus: 4 });
    const story = play(
      { ...older, data: { ...data, gpuModel: 'A100' } } as About,
      nodeJoined('b', { gpus: 4 }),
      queueOpened('free', { quota: -1 }),
      queueOpened('bound', {
        quota: -1,
        terms: { others: { 'gpu:H100': { quota: -1, limit: 0 } } },
      }),
    );
    for (const id of ['x', 'gap', 'y']) {
      story.tell(...submitted(id, { queue: 'free', gpus: 2 }));
      story.act();
    }
    story.tell(happened('WorkloadCompleted', 'gap'));
    story.tell(...submitted('whole', { queue: 'bound', gpus: 4 }));
    // The newest would move, if the cards that it leaves could be had.
    const made = story.act();
    expect(made.evictions).toMatchObject([{ workloadId: 'x', movesTo: [{ nodeId: 'b' }] }]);
    expect(whereIn(made, 'whole')).toEqual(['a#0,1,2,3']);
  });

  it('keep a workload from being reclaimed for a while', () => {
    const story = stage();
    for (const id of ['1', '2', '3', '4']) story.tell(...submitted(id, { queue: 'busy' }));
    story.act();
    story.tell(...submitted('mine', { queue: 'idle' }));
    expect(story.look().evictions).toHaveLength(1);
    story.tell(entitledAnew('busy', 0, { reclaimMinRunMs: 60_000 }));
    expect(story.look().evictions).toEqual([]);
    expect(planOn(viewOf(story.log))).toEqual(story.look());
  });
});
