import { type Either, left, right } from '../foundation/fp.ts';
import type { ScaleWorkload } from './commands.ts';
import type { WorkloadEvent } from './events.ts';
import { isElastic, namesOf } from './pod-decisions.ts';
import { resumed } from './queueing.ts';
import type { WorkloadRejection } from './rejections.ts';
import { type Asked, placementsOf, type Workload } from './state.ts';

type Decided = Either<WorkloadRejection, readonly WorkloadEvent[]>;

/**
 * Judges whether a service may have another number of pods.
 *
 * One that waits asks for them at once. One that has pods keeps as many of them as it still asks for and asks for more
 * beside them; one that is on its way out asks for the new number when it queues again. 0 takes its pods away as a stop
 * does, and the next number above 0 resumes it.
 */
export const scale = (command: ScaleWorkload, state: Workload): Decided => {
  const { replicas, queueId } = command;
  if (state.phase === 'Absent') return left({ _tag: 'WorkloadNotFound' });
  const refusal = refusalOf(replicas, state);
  if (refusal !== undefined) return left(refusal);
  if (!('projectId' in state) || isAsAsked(replicas, state)) return right([]);
  if (state.phase === 'Stopping') return left(notScalable(state));
  const scaled: WorkloadEvent = { type: 'WorkloadScaled', data: { replicas } };
  if (replicas === 0) return right([scaled, ...toNothing(state)]);
  if (state.phase === 'Stopped') return right([scaled, ...resumed(state, queueId)]);
  return right([scaled, ...shrunk(replicas, state)]);
};

/** Pods that are not asked for any more: those with the highest numbers. */
const shrunk = (replicas: number, state: Workload): readonly WorkloadEvent[] => {
  if (!isElastic(state)) return [];
  const surplus = state.placements.filter(({ pod }) => pod >= replicas);
  if (surplus.length === 0) return [];
  const { attempt } = state;
  return [{ type: 'WorkloadShrunk', data: { attempt, pods: namesOf(surplus) } }];
};

const refusalOf = (replicas: number, state: Workload): WorkloadRejection | undefined => {
  const bounds = 'terms' in state ? state.terms?.replicas : undefined;
  if (bounds === undefined) return notScalable(state);
  const { min, max } = bounds;
  if (Number.isSafeInteger(replicas) && replicas >= min && replicas <= max) return undefined;
  return { _tag: 'ReplicasOutOfRange', asked: replicas, min, max };
};

const notScalable = (state: Workload): WorkloadRejection => ({
  _tag: 'NotScalable',
  phase: state.phase,
  workloadType: 'workloadType' in state ? state.workloadType : undefined,
});

/** A stopped service has none, whatever it was asked to have before. */
const isAsAsked = (replicas: number, state: Workload & Asked): boolean => {
  const isGone = state.phase === 'Stopped' || state.phase === 'Stopping';
  const present = isGone ? 0 : (state.terms?.desired ?? state.subGroups[0]?.pods);
  return replicas === present;
};

const toNothing = (state: Workload): readonly WorkloadEvent[] => {
  const asked: WorkloadEvent = {
    type: 'WorkloadStopRequested',
    data: { reason: 'scaled to 0 replicas' },
  };
  const isHolding = placementsOf(state) !== undefined;
  return isHolding ? [asked] : [asked, { type: 'WorkloadStopped', data: {} }];
};
