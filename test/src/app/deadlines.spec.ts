import { beforeAll, describe, expect, test } from 'vitest';
import { eventId } from '../../../domain/foundation/ids.ts';
import { dueRequests, nextDeadlineMs } from '../../../src/app/deadlines.ts';
import { monthMs, play, type Story } from './deadline-story.ts';

describe('a scenario with deadlines, in virtual time', () => {
  let story: Story;
  beforeAll(async () => {
    story = await play();
  });
  const typesOf = (id: string): readonly string[] => story.of(id).map(({ type }) => type);
  const atMsOf = (id: string, type: string): readonly number[] =>
    story.of(id).flatMap((fact) => (fact.type === type ? [fact.atMs] : []));

  test('a workload that fails twice and then ends well is tried again after 10 s, then after 20 s', () => {
    const tries = ['WorkloadQueued', 'WorkloadAllocated', 'WorkloadStarted'];
    expect(typesOf('fails-twice')).toEqual([
      'WorkloadSubmitted',
      ...tries,
      'WorkloadRetryScheduled',
      ...tries,
      'WorkloadRetryScheduled',
      ...tries,
      'WorkloadCompleted',
    ]);
    const failed = atMsOf('fails-twice', 'WorkloadRetryScheduled');
    const queued = atMsOf('fails-twice', 'WorkloadQueued').slice(1);
    expect(queued.map((atMs, k) => atMs - (failed[k] ?? 0))).toEqual([10_000, 20_000]);
    const attempts = story
      .of('fails-twice')
      .flatMap(({ type, data }) => (type === 'WorkloadAllocated' ? [data.attempt] : []));
    expect(attempts).toEqual([1, 2, 3]);
  });

  test('a workload whose tries are used up has failed, one without tries at its first failure', () => {
    const types = typesOf('fails-for-good');
    expect(types.filter((type) => type === 'WorkloadRetryScheduled')).toHaveLength(2);
    expect(types.at(-1)).toBe('WorkloadFailed');
    expect(typesOf('never-tried-again')).not.toContain('WorkloadRetryScheduled');
    expect(story.phaseOf('never-tried-again')).toBe('Failed');
  });

  test('a workload that runs on is stopped when it has run for as long as it may', () => {
    const [startedAtMs = 0] = atMsOf('too-long', 'WorkloadStarted');
    const reached = story.of('too-long').find(({ type }) => type === 'WorkloadTimeLimitReached');
    expect(reached).toMatchObject({
      atMs: startedAtMs + 3_600_000,
      origin: 'time',
      commandId: `expiry@${startedAtMs + 3_600_000}:too-long.ExpireTimeLimit`,
      data: { attempt: 1, ranMs: 3_600_000, limitMs: 3_600_000 },
    });
    expect(typesOf('too-long').slice(-3)).toEqual([
      'WorkloadTimeLimitReached',
      'WorkloadStopRequested',
      'WorkloadStopped',
    ]);
  });

  test('a workload is gone when it was kept for as long as it was to be, in the same instant if not at all', () => {
    const [doneAtMs = 0] = atMsOf('kept-a-month', 'WorkloadCompleted');
    expect(atMsOf('kept-a-month', 'WorkloadDeleted')).toEqual([doneAtMs + monthMs]);
    expect(atMsOf('kept-not-at-all', 'WorkloadDeleted')).toEqual(
      atMsOf('kept-not-at-all', 'WorkloadCompleted'),
    );
    expect(story.endMs).toBe(doneAtMs + monthMs);
  });

  test('a workload that is taken back while it waits for its next try is not tried again', () => {
    expect(typesOf('taken-back').slice(-3)).toEqual([
      'WorkloadRetryScheduled',
      'WorkloadDeletionRequested',
      'WorkloadDeleted',
    ]);
  });

  test('nothing is due in the end, and no device is held', () => {
    expect(nextDeadlineMs(story.brain)).toBeUndefined();
    expect(dueRequests(story.brain, Number.MAX_SAFE_INTEGER)).toEqual([]);
    expect(
      [...story.brain.capacity.pools.values()].map(({ allocated }) => allocated.gpuMilli),
    ).toEqual([0]);
  });

  test('replays to the same decisions, and every fact has an id of its own', () => {
    expect(story.mismatches).toBe(0);
    const ids = story.facts.map(({ commandId, index }) => eventId(commandId, index));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
