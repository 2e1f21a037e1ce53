import { type Either, left, right } from '../foundation/fp.ts';
import type { ScaleWorkload } from './commands.ts';
import type { WorkloadEvent } from './events.ts';
import { resumed } from './queueing.ts';
import type { WorkloadRejection } from './rejections.ts';
import { type Asked, placementsOf, type Workload } from './state.ts';

type Decided = Either<WorkloadRejection, readonly WorkloadEvent[]>;

/**
 * Judges whether a service may have another number of pods.
 *
 * One that waits asks for them at once. One that holds pods keeps them and the wish: it asks for the new number the next
 * time it queues, for growing and shrinking in place is not offered yet. 0 takes its pods away as a stop does, and the
 * next number above 0 resumes it.
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
  return right([scaled]);
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
