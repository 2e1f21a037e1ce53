import { durationText } from '../foundation/amount-text.ts';
import type { InstantMs } from '../foundation/instant.ts';
import type { WorkloadDeadline } from '../workload/index.ts';
import type { Due } from './due-heap.ts';
import type { DueCommand } from './process.ts';

/** A workload that has a deadline now, or may get one. */
export interface Watched extends Due {
  readonly timeLimitMs: number | undefined;
  readonly timeToLiveMs: number | undefined;
  /** What is due when it is in the heap. */
  awaits: Exclude<WorkloadDeadline['type'], 'EndLongRun'>;
  attempt: number;
  /** Empty before it was queued for the first time. */
  queueId: string;
  /** Time in Running and Degraded that is over. */
  ranMs: number;
  /** Since when it runs; `undefined` while it does not. */
  runningSinceMs: InstantMs | undefined;
}

/** How long a workload has run in all. @unit ms in Running and Degraded */
export const ranMsAt = ({ ranMs, runningSinceMs }: Watched, atMs: InstantMs): number =>
  runningSinceMs === undefined ? ranMs : ranMs + Math.max(0, atMs - runningSinceMs);

/** What a workload is told when its deadline has come. */
export const commandOf = (one: Watched, nowMs: InstantMs): DueCommand => ({
  subject: { kind: 'workload', id: one.id },
  command: deadlineOf(one, nowMs),
  dueAtMs: one.dueAtMs,
});

const deadlineOf = (one: Watched, nowMs: InstantMs): WorkloadDeadline => {
  const { awaits, attempt, queueId, timeToLiveMs = 0 } = one;
  switch (awaits) {
    case 'RetryWorkload':
      return { type: awaits, attempt, queueId };
    case 'ExpireTimeLimit':
      return { type: awaits, attempt, ranMs: ranMsAt(one, nowMs) };
    case 'ExpireWorkload':
      return { type: awaits, reason: `it ended and was kept for ${durationText(timeToLiveMs)}` };
  }
};
