import { type Either, left, right } from '../foundation/fp.ts';
import { parted, shortSetsOf } from '../foundation/gang.ts';
import { retryOf } from './backoff.ts';
import type { WorkloadObservation } from './commands.ts';
import type { WorkloadEvent } from './events.ts';
import { gangIn } from './gang.ts';
import { workloadLifecycle } from './machine.ts';
import { isElastic, namesOf } from './pod-decisions.ts';
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
  const isNews =
    event !== undefined && workloadLifecycle.after(state.phase, event.type) !== undefined;
  return right(isNews ? [event, ...whatFollows(event, state)] : nothing);
};

/** One that runs and lacks pods that it needs does not do all of its work. */
const whatFollows = (event: WorkloadEvent, { phase }: Workload): readonly WorkloadEvent[] => {
  const isShort = event.type === 'WorkloadPodsLost' && event.data.podsShort > 0;
  if (!isShort || phase !== 'Running') return nothing;
  const { attempt, reason } = event.data;
  return [{ type: 'WorkloadDegraded', data: { attempt, reason } }];
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
    case 'ObserveWorkloadInterrupted':
      return interruptionOf(seen, state);
    case 'ObserveWorkloadDegraded':
      return { type: 'WorkloadDegraded', data: { attempt, reason: seen.reason } };
    case 'ObserveWorkloadRecovered':
      return { type: 'WorkloadRecovered', data: { attempt } };
    case 'ObserveWorkloadPodsReleased':
      return releaseOf(seen, state);
    case 'ObserveWorkloadPodsGone':
      return goneOf(attempt, state);
  }
};

type Seen<Type extends WorkloadObservation['type']> = Extract<
  WorkloadObservation,
  { readonly type: Type }
>;

/** All of it must go, unless its gang allows for some of its pods to go on without the others. */
const interruptionOf = (
  { attempt, nodeId, reason }: Seen<'ObserveWorkloadInterrupted'>,
  state: Workload,
): WorkloadEvent | undefined => {
  const whole: WorkloadEvent = {
    type: 'WorkloadInterrupted',
    data: { attempt, nodeId, reason },
  };
  const gang = isElastic(state) ? gangIn(state) : undefined;
  if (!isElastic(state) || gang === undefined) return whole;
  const rest = state.placements.filter((place) => place.nodeId !== nodeId);
  if (rest.length === 0) return whole;
  const held = [...state.placements, ...(state.moves?.leaving ?? [])];
  const pods = namesOf(held.filter((place) => place.nodeId === nodeId));
  if (pods.length === 0) return undefined;
  const short = shortSetsOf(gang, state.subGroups, rest);
  const podsShort = short.reduce((sum, set) => sum + set.minPods - set.pods, 0);
  return { type: 'WorkloadPodsLost', data: { attempt, nodeId, pods, podsShort, reason } };
};

const releaseOf = (
  { attempt, pods }: Seen<'ObserveWorkloadPodsReleased'>,
  state: Workload,
): WorkloadEvent | undefined => {
  const leaving = isElastic(state) ? (state.moves?.leaving ?? []) : [];
  const { named } = parted(leaving, pods);
  if (named.length === 0) return undefined;
  return { type: 'WorkloadPodsReleased', data: { attempt, pods: namesOf(named) } };
};

type Failed = Seen<'ObserveWorkloadFailed'>;

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
