import type { BerthRecorded } from '../catalogue/events.ts';
import type { InstantMs } from '../foundation/instant.ts';
import { cancel, type Due, dueBy, type DueHeap, schedule } from './due-heap.ts';
import { type DueCommand, handling, nothing, type Process } from './process.ts';

/** A queue: how long its workloads run at a stretch, and what stands above it. @unit ms; 0 is no bound */
interface LimitingQueue {
  readonly parentId: string;
  maxRunMs: number;
}

/** A workload that waits in a queue or holds devices. */
interface Runner extends Due {
  queueId: string;
  attempt: number;
  /** Since when it runs; `undefined` while it does not. */
  runningSinceMs: InstantMs | undefined;
}

/** The queues, and the workloads in them. */
export interface RunLimitsState {
  readonly queues: Map<string, LimitingQueue>;
  readonly runners: Map<string, Runner>;
  readonly heap: DueHeap<Runner>;
  /** How many queues say how long: while none does, nobody is looked at. */
  limiting: number;
}

/**
 * Watches the clock for queues that say how long one of their workloads runs at a stretch.
 *
 * The least that a queue and those above it say counts, from the start of the present attempt on; what is said while
 * workloads run counts for them, too.
 * @cost O(log running) a fact about a workload; O(workloads) where a queue says otherwise
 */
export const runLimitsProcess: Process<RunLimitsState> = {
  name: 'run-limits',
  handles: handling(
    'QueueOpened',
    'QueueEntitled',
    'WorkloadQueued',
    'WorkloadReassigned',
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
  initial: () => ({ queues: new Map(), runners: new Map(), heap: [], limiting: 0 }),
  react: (state, event) => {
    follow(state, event);
    return nothing;
  },
  nextDueMs: ({ heap }) => heap[0]?.dueAtMs,
  due: (state, nowMs) => dueBy(state.heap, nowMs).map((one) => commandOf(state, one, nowMs)),
};

const follow = (state: RunLimitsState, event: BerthRecorded): void => {
  const { id } = event.subject;
  switch (event.type) {
    case 'QueueOpened': {
      state.queues.set(id, { parentId: event.data.parentId, maxRunMs: 0 });
      return limit(state, id, event.data.entitlements.terms?.maxRunMs ?? 0);
    }
    case 'QueueEntitled':
      return limit(state, id, event.data.entitlements.terms?.maxRunMs ?? 0);
    case 'WorkloadQueued':
    case 'WorkloadReassigned':
      return queued(state, id, event.data.queueId);
    case 'WorkloadStarted':
    case 'WorkloadDegraded':
    case 'WorkloadRecovered':
      return run(state, id, [event.data.attempt, event.atMs]);
    case 'WorkloadPreempted':
    case 'WorkloadInterrupted':
    case 'WorkloadRetryScheduled':
      return rest(state, id);
    case 'WorkloadStopRequested':
    case 'WorkloadCompleted':
    case 'WorkloadFailed':
    case 'WorkloadDeletionRequested':
      rest(state, id);
      state.runners.delete(id);
      return;
    default:
      return;
  }
};

const limit = (state: RunLimitsState, id: string, maxRunMs: number): void => {
  const queue = state.queues.get(id);
  if (queue === undefined || queue.maxRunMs === maxRunMs) return;
  state.limiting += Math.sign(maxRunMs) - Math.sign(queue.maxRunMs);
  queue.maxRunMs = maxRunMs;
  for (const one of state.runners.values()) expect(state, one);
};

const queued = ({ runners, heap }: RunLimitsState, id: string, queueId: string): void => {
  const known = runners.get(id);
  if (known === undefined) {
    const fresh = { id, dueAtMs: 0, place: -1, queueId, attempt: 0, runningSinceMs: undefined };
    runners.set(id, fresh);
    return;
  }
  known.queueId = queueId;
  known.runningSinceMs = undefined;
  cancel(heap, known);
};

const run = (
  state: RunLimitsState,
  id: string,
  [attempt, atMs]: readonly [number, InstantMs],
): void => {
  const one = state.runners.get(id);
  if (one === undefined || one.runningSinceMs !== undefined) return;
  one.attempt = attempt;
  one.runningSinceMs = atMs;
  if (state.limiting > 0) expect(state, one);
};

const rest = ({ runners, heap }: RunLimitsState, id: string): void => {
  const one = runners.get(id);
  if (one === undefined) return;
  one.runningSinceMs = undefined;
  cancel(heap, one);
};

/** Sets the deadline of one that runs as its queues say now. */
const expect = (state: RunLimitsState, one: Runner): void => {
  if (one.runningSinceMs === undefined) return;
  const least = leastOf(state, one.queueId);
  if (least === undefined) cancel(state.heap, one);
  else schedule(state.heap, one, one.runningSinceMs + least.limitMs);
};

/** The least that a queue and those above it say, and who says it. */
const leastOf = (
  { queues }: RunLimitsState,
  queueId: string,
): { readonly queueId: string; readonly limitMs: number } | undefined => {
  let least: { readonly queueId: string; readonly limitMs: number } | undefined;
  let id = queueId;
  for (let queue = queues.get(id); queue !== undefined; queue = queues.get(id)) {
    const { maxRunMs: limitMs, parentId } = queue;
    if (limitMs > 0 && limitMs < (least?.limitMs ?? Infinity)) least = { queueId: id, limitMs };
    id = parentId;
  }
  return least;
};

const commandOf = (state: RunLimitsState, one: Runner, nowMs: InstantMs): DueCommand => {
  const { id, attempt, dueAtMs, runningSinceMs = nowMs } = one;
  const { queueId, limitMs } = leastOf(state, one.queueId) ?? { queueId: one.queueId, limitMs: 0 };
  const ranMs = nowMs - runningSinceMs;
  return {
    subject: { kind: 'workload', id },
    command: { type: 'EndLongRun', attempt, ranMs, limitMs, queueId },
    dueAtMs,
  };
};
