import { type Either, left, right } from '../foundation/fp.ts';
import { retryOf } from './backoff.ts';
import type { WorkloadObservation } from './commands.ts';
import type { WorkloadEvent } from './events.ts';
import { workloadLifecycle } from './machine.ts';
import type { WorkloadRejection } from './rejections.ts';
import type { Workload } from './state.ts';

/**
 * Judges what a cluster saw: it is a fact when it is about the present attempt and the machine allows it now.
 *
 * A cluster repeats itself and lags behind, so what is stale or known already is no error: it says nothing.
 */
export const decideObservation = (
  seen: WorkloadObservation,
  state: Workload,
): Either<WorkloadRejection, readonly WorkloadEvent[]> => {
  if (state.phase === 'Absent') return left({ _tag: 'WorkloadNotFound' });
  if ('attempt' in state && state.attempt !== seen.attempt) return right(nothing);
  const event = eventOf(seen, state);
  if (event === undefined) return right(nothing);
  return right(workloadLifecycle.after(state.phase, event.type) === undefined ? nothing : [event]);
};

const nothing: readonly WorkloadEvent[] = [];

const eventOf = (seen: WorkloadObservation, state: Workload): WorkloadEvent | undefined => {
  const { attempt } = seen;
  switch (seen.type) {
    case 'ObserveWorkloadStarted':
      return { type: 'WorkloadStarted', data: { attempt } };
    case 'ObserveWorkloadCompleted':
      return askedToGo.has(state.phase)
        ? goneOf(attempt, state)
        : { type: 'WorkloadCompleted', data: { attempt } };
    case 'ObserveWorkloadFailed':
      return askedToGo.has(state.phase) ? goneOf(attempt, state) : failureOf(seen, state);
    case 'ObserveWorkloadInterrupted': {
      const { nodeId, reason } = seen;
      return { type: 'WorkloadInterrupted', data: { attempt, nodeId, reason } };
    }
    case 'ObserveWorkloadDegraded':
      return { type: 'WorkloadDegraded', data: { attempt, reason: seen.reason } };
    case 'ObserveWorkloadRecovered':
      return { type: 'WorkloadRecovered', data: { attempt } };
    case 'ObserveWorkloadPodsGone':
      return goneOf(attempt, state);
  }
};

type Failed = Extract<WorkloadObservation, { readonly type: 'ObserveWorkloadFailed' }>;

/** A failure is followed by another try, or is the end. */
const failureOf = ({ attempt, reason, exitCode }: Failed, state: Workload): WorkloadEvent => {
  const ending = { reason, ...(exitCode === undefined ? {} : { exitCode }) };
  return retryOf(ending, state) ?? { type: 'WorkloadFailed', data: { attempt, ...ending } };
};

/** Phases in which somebody waits for the pods to go: an end by themselves is as good as any other. */
const askedToGo: ReadonlySet<string> = new Set(['Stopping', 'Deleting']);

/** What the going of the last pod ends depends on what was going on; otherwise it is no news of ours. */
const goneOf = (attempt: number, state: Workload): WorkloadEvent | undefined => {
  if (state.phase === 'Terminating') return { type: 'WorkloadEvicted', data: { attempt } };
  if (state.phase === 'Stopping') return { type: 'WorkloadStopped', data: {} };
  if (state.phase === 'Deleting') return { type: 'WorkloadDeleted', data: {} };
  return undefined;
};
