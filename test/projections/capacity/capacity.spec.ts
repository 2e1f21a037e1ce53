import { describe, expect, it } from 'vitest';
import {
  allocatedGpuMilli,
  markPlanned,
  pendingOf,
  poolsToPlan,
  snapshotOf,
  totalGpuMilli,
} from '../../../projections/capacity/index.ts';
import { nodeJoined, queueOpened } from '../../arbitraries/gpu-cluster.ts';
import { submitted } from '../../arbitraries/job-mix.ts';
import { happened, nodeFact, play, planOn, viewOf, whereIn } from '../../scenarios/play.ts';

const stage = () => play(queueOpened('queue', { quota: 8 }), nodeJoined('a', { gpus: 2 }));

describe('capacity › what there is', () => {
  it('counts the working cards of nodes that answer', () => {
    const story = stage();
    expect(totalGpuMilli(story.view)).toBe(2000);
    story.tell({
      type: 'NodeDeviceFailed',
      subject: { kind: 'node', id: 'a' },
      data: { device: 1, reason: 'xid' },
    });
    expect(totalGpuMilli(story.view)).toBe(1000);
    story.tell(nodeFact('NodeLost', 'a'));
    expect(totalGpuMilli(story.view)).toBe(0);
    story.tell(nodeFact('NodeReturned', 'a'));
    story.tell({
      type: 'NodeDeviceRepaired',
      subject: { kind: 'node', id: 'a' },
      data: { device: 1 },
    });
    expect(totalGpuMilli(story.view)).toBe(2000);
    story.tell(nodeFact('NodeRemoved', 'a'));
    expect(totalGpuMilli(story.view)).toBe(0);
  });
  it('counts a workload as allocated until it is told to go', () => {
    const story = stage();
    story.tell(...submitted('job', { queue: 'queue' }));
    expect([pendingOf(story.view), allocatedGpuMilli(story.view)]).toEqual([1, 0]);
    story.act();
    expect([pendingOf(story.view), allocatedGpuMilli(story.view)]).toEqual([0, 1000]);
    story.tell(happened('WorkloadInterrupted', 'job'));
    expect([pendingOf(story.view), allocatedGpuMilli(story.view)]).toEqual([0, 0]);
    story.tell(happened('WorkloadEvicted', 'job'));
    expect(pendingOf(story.view)).toBe(1);
  });
  it('frees devices on the observed exit, not on the intent', () => {
    const story = play(queueOpened('queue'), nodeJoined('a', { gpus: 1 }));
    story.tell(...submitted('old', { queue: 'queue' }));
    story.act();
    story.tell(happened('WorkloadStopRequested', 'old'), ...submitted('new', { queue: 'queue' }));
    const made = story.act();
    expect(made.placements).toEqual([]);
    expect(whereIn(made, 'new')).toEqual(['a#0']);
    story.tell(happened('WorkloadStopped', 'old'));
    expect(story.look().placements).toMatchObject([{ workloadId: 'new' }]);
  });
  it('forgets a workload that waits the moment somebody stops or deletes it', () => {
    const story = stage();
    story.tell(...submitted('one', { queue: 'queue' }), ...submitted('two', { queue: 'queue' }));
    story.tell(happened('WorkloadStopRequested', 'one'));
    story.tell(happened('WorkloadDeletionRequested', 'two'));
    expect(pendingOf(story.view)).toBe(0);
    expect(story.look().placements).toEqual([]);
  });
  it('raises the attempt of a workload that comes back', () => {
    const story = stage();
    story.tell(...submitted('job', { queue: 'queue' }));
    story.act();
    story.tell(happened('WorkloadInterrupted', 'job'), happened('WorkloadEvicted', 'job'));
    expect(story.look().placements).toMatchObject([{ workloadId: 'job', attempt: 2 }]);
  });
  it('lets go of a held place whose node is lost', () => {
    const story = play(
      queueOpened('queue'),
      nodeJoined('a', { gpus: 1 }),
      nodeJoined('b', { gpus: 1 }),
    );
    story.tell(...submitted('one', { queue: 'queue' }), ...submitted('two', { queue: 'queue' }));
    story.act();
    story.tell(happened('WorkloadStopRequested', 'one'));
    story.tell(...submitted('three', { queue: 'queue' }));
    expect(whereIn(story.act(), 'three')).toEqual(['a#0']);
    story.tell(nodeFact('NodeLost', 'a'), happened('WorkloadCompleted', 'two'));
    expect(whereIn(story.look(), 'three')).toEqual(['b#0']);
  });
});

describe('capacity › when to plan', () => {
  it('asks for a plan when something changed and somebody waits', () => {
    const story = stage();
    expect(poolsToPlan(story.view)).toEqual([]);
    story.tell(...submitted('job', { queue: 'queue', gpus: 4 }));
    expect(poolsToPlan(story.view)).toEqual(['pool']);
    markPlanned(story.view, 'pool');
    expect(poolsToPlan(story.view)).toEqual([]);
    story.tell(nodeJoined('b', { gpus: 1 }));
    expect(poolsToPlan(story.view)).toEqual(['pool']);
  });
  it('keeps pools apart', () => {
    const story = stage();
    expect(snapshotOf(story.view, 'pool')?.nodePoolId).toBe('pool');
    expect(snapshotOf(story.view, 'other')).toBeUndefined();
  });
});

describe('capacity › replay', () => {
  it('gives the same plan from a view that was folded in two pieces', () => {
    const story = stage();
    for (const id of ['one', 'two', 'three']) story.tell(...submitted(id, { queue: 'queue' }));
    story.act();
    story.tell(happened('WorkloadCompleted', 'one'));
    expect(planOn(viewOf(story.log))).toEqual(story.look());
  });
});
