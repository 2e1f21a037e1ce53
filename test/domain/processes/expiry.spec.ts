import { describe, expect, test } from 'vitest';
import type { DueCommand } from '../../../domain/processes/index.ts';
import { expiryProcess, type ExpiryState } from '../../../domain/processes/expiry.ts';
import type { SubmitWorkload, WorkloadCommand } from '../../../domain/workload/index.ts';
import { basis, placements, preempt, submission } from '../workload/history.ts';
import { type TimedPlay, timedPlay } from './timed-play.ts';

const queueId = 'vision@default';

const dueAt = (expiry: ExpiryState, nowMs: number): readonly DueCommand[] =>
  expiryProcess.due?.(expiry, nowMs) ?? [];
const nextDueMs = (expiry: ExpiryState): number | undefined => expiryProcess.nextDueMs?.(expiry);

const allocate = (attempt: number): WorkloadCommand => ({
  type: 'AllocateWorkload',
  attempt,
  placements,
  basis,
});
const seen = (
  word: 'Started' | 'Completed' | 'PodsGone' | 'Recovered',
  attempt = 1,
): WorkloadCommand => ({ type: `ObserveWorkload${word}`, attempt });
const fails = (attempt = 1): WorkloadCommand => ({
  type: 'ObserveWorkloadFailed',
  attempt,
  reason: 'Error',
});

/** `w-1`, submitted like that, running since 1000. */
const running = (change: Partial<SubmitWorkload>): TimedPlay => {
  const play = timedPlay();
  play.send('w-1', submission({ queueId, ...change }));
  play.clock.nowMs = 1000;
  play.send('w-1', allocate(1));
  play.send('w-1', seen('Started'));
  return play;
};

describe('expiry process', () => {
  test('keeps nothing of workloads without limits', () => {
    const play = running({});
    expect(play.expiry).toEqual({ watched: new Map(), heap: [] });
  });

  test('asks for the next try when the back-off has passed, in the queue that the workload was in', () => {
    const play = running({ backoffLimit: 1 });
    play.clock.nowMs = 5000;
    play.send('w-1', fails());
    expect(nextDueMs(play.expiry)).toBe(15_000);
    expect(dueAt(play.expiry, 14_999)).toEqual([]);
    expect(dueAt(play.expiry, 15_000)).toEqual([
      {
        subject: { kind: 'workload', id: 'w-1' },
        command: { type: 'RetryWorkload', attempt: 2, queueId },
        dueAtMs: 15_000,
      },
    ]);
    play.send('w-1', { type: 'RetryWorkload', attempt: 2, queueId });
    expect(nextDueMs(play.expiry)).toBeUndefined();
  });

  test('counts running and degraded time over all attempts, and none in between', () => {
    const play = running({ timeLimitMs: 10_000 });
    expect(nextDueMs(play.expiry)).toBe(11_000);
    play.clock.nowMs = 4000;
    play.send('w-1', { type: 'ObserveWorkloadDegraded', attempt: 1, reason: 'x' });
    play.send('w-1', seen('Recovered'));
    expect(nextDueMs(play.expiry)).toBe(11_000);
    play.clock.nowMs = 7000;
    play.send('w-1', preempt);
    expect(nextDueMs(play.expiry)).toBeUndefined();
    play.clock.nowMs = 50_000;
    play.send('w-1', seen('PodsGone'));
    play.send('w-1', allocate(2));
    play.send('w-1', seen('Started', 2));
    expect(nextDueMs(play.expiry)).toBe(54_000);
    expect(dueAt(play.expiry, 54_005).map(({ command }) => command)).toEqual([
      { type: 'ExpireTimeLimit', attempt: 2, ranMs: 10_005 },
    ]);
  });

  test('asks for what has ended to be gone when it was kept for its time', () => {
    const play = running({ timeToLiveMs: 60_000 });
    play.send('w-1', seen('Completed'));
    expect(dueAt(play.expiry, 61_000)).toEqual([
      {
        subject: { kind: 'workload', id: 'w-1' },
        command: { type: 'ExpireWorkload', reason: 'it ended and was kept for 60 s' },
        dueAtMs: 61_000,
      },
    ]);
    play.send('w-1', { type: 'ExpireWorkload', reason: '' });
    expect(play.expiry).toEqual({ watched: new Map(), heap: [] });
  });

  test('forgets what has ended and is kept for ever', () => {
    const play = running({ timeLimitMs: 10_000, backoffLimit: 0 });
    play.send('w-1', fails());
    expect(play.expiry).toEqual({ watched: new Map(), heap: [] });
  });

  test('answers the oldest first, then by id', () => {
    const play = timedPlay();
    for (const [id, timeToLiveMs] of [
      ['w-2', 5000],
      ['w-3', 1000],
      ['w-1', 5000],
    ] as const) {
      play.send(id, submission({ queueId, timeToLiveMs }));
      play.send(id, allocate(1));
      play.send(id, seen('Completed'));
    }
    expect(dueAt(play.expiry, 9000).map(({ subject }) => subject.id)).toEqual([
      'w-3',
      'w-1',
      'w-2',
    ]);
    expect(dueAt(play.expiry, 1000).map(({ subject }) => subject.id)).toEqual(['w-3']);
  });
});
