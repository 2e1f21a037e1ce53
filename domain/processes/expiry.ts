import type { BerthRecorded } from '../catalogue/events.ts';
import type { InstantMs } from '../foundation/instant.ts';
import { cancel, dueBy, type DueHeap, schedule } from './due-heap.ts';
import { handling, nothing, type Process } from './process.ts';
import { commandOf, ranMsAt, type Watched } from './watched.ts';

/** The workloads that have limits and are not gone, and their deadlines: one each at most. */
export interface ExpiryState {
  readonly watched: Map<string, Watched>;
  readonly heap: DueHeap<Watched>;
}

/**
 * Watches the clock for workloads: the end of a back-off, of the time that one may run, of the time that one is kept.
 *
 * A workload has one deadline at a time: a failed one waits for its back-off, a running one uses up its limit, an ended
 * one its time to live. Whatever takes it out of that phase takes the deadline away. Those without limits are not kept.
 * @cost O(log watched) a fact
 */
export const expiryProcess: Process<ExpiryState> = {
  name: 'expiry',
  handles: handling(
    'WorkloadSubmitted',
    'WorkloadQueued',
    'WorkloadStarted',
    'WorkloadDegraded',
    'WorkloadRecovered',
    'WorkloadPreempted',
    'WorkloadInterrupted',
    'WorkloadRetryScheduled',
    'WorkloadStopRequested',
    'WorkloadCompleted',
    'WorkloadFailed',
    'WorkloadDeletionRequested',
  ),
  initial: () => ({ watched: new Map(), heap: [] }),
  react: (state, event) => {
    if (event.type === 'WorkloadSubmitted') watch(state, event);
    else if (state.watched.size > 0) move(state, event);
    return nothing;
  },
  nextDueMs: ({ heap }) => heap[0]?.dueAtMs,
  due: ({ heap }, nowMs) => dueBy(heap, nowMs).map((one) => commandOf(one, nowMs)),
};

type Of<Type extends BerthRecorded['type']> = Extract<BerthRecorded, { readonly type: Type }>;

const watch = (state: ExpiryState, { subject, data }: Of<'WorkloadSubmitted'>): void => {
  const { backoffLimit = 0, timeLimitMs, timeToLiveMs } = data;
  if (backoffLimit === 0 && timeLimitMs === undefined && timeToLiveMs === undefined) return;
  state.watched.set(subject.id, {
    id: subject.id,
    dueAtMs: 0,
    place: -1,
    timeLimitMs,
    timeToLiveMs,
    awaits: 'ExpireTimeLimit',
    attempt: 0,
    queueId: '',
    ranMs: 0,
    runningSinceMs: undefined,
  });
};

const move = (state: ExpiryState, event: BerthRecorded): void => {
  const one = state.watched.get(event.subject.id);
  if (one === undefined) return;
  switch (event.type) {
    case 'WorkloadQueued':
      return queue(state, one, event.data.queueId);
    case 'WorkloadStarted':
    case 'WorkloadDegraded':
    case 'WorkloadRecovered':
      return run(state, one, event);
    case 'WorkloadPreempted':
    case 'WorkloadInterrupted':
    case 'WorkloadStopRequested':
      return rest(state, one, event.atMs);
    case 'WorkloadRetryScheduled':
      return backOff(state, one, event);
    case 'WorkloadCompleted':
    case 'WorkloadFailed':
      return end(state, one, event.atMs);
    case 'WorkloadDeletionRequested':
      return forget(state, one);
    default:
      return;
  }
};

const queue = ({ heap }: ExpiryState, one: Watched, queueId: string): void => {
  one.queueId = queueId;
  cancel(heap, one);
};

const backOff = (
  state: ExpiryState,
  one: Watched,
  { atMs, data }: Of<'WorkloadRetryScheduled'>,
): void => {
  rest(state, one, atMs);
  one.attempt = data.attempt;
  expect(state, one, ['RetryWorkload', atMs + data.backoffMs]);
};

const expect = (
  { heap }: ExpiryState,
  one: Watched,
  [awaits, dueAtMs]: readonly [Watched['awaits'], InstantMs],
): void => {
  one.awaits = awaits;
  schedule(heap, one, dueAtMs);
};

const run = (
  state: ExpiryState,
  one: Watched,
  { atMs, data }: Of<'WorkloadStarted' | 'WorkloadDegraded' | 'WorkloadRecovered'>,
): void => {
  if (one.runningSinceMs !== undefined) return;
  one.attempt = data.attempt;
  one.runningSinceMs = atMs;
  if (one.timeLimitMs === undefined) return;
  const leftMs = Math.max(0, one.timeLimitMs - one.ranMs);
  expect(state, one, ['ExpireTimeLimit', atMs + leftMs]);
};

const rest = ({ heap }: ExpiryState, one: Watched, atMs: InstantMs): void => {
  one.ranMs = ranMsAt(one, atMs);
  one.runningSinceMs = undefined;
  cancel(heap, one);
};

const end = (state: ExpiryState, one: Watched, atMs: InstantMs): void => {
  if (one.timeToLiveMs === undefined) return forget(state, one);
  rest(state, one, atMs);
  expect(state, one, ['ExpireWorkload', atMs + one.timeToLiveMs]);
};

const forget = ({ heap, watched }: ExpiryState, one: Watched): void => {
  cancel(heap, one);
  watched.delete(one.id);
};
