import { type Either, left, right } from '../foundation/fp.ts';
import type {
  AllocateWorkload,
  DeferWorkload,
  GrowWorkload,
  KernelDecision,
  NominateWorkload,
  PreemptPods,
  PreemptWorkload,
} from './commands.ts';
import { shortfall } from './gang.ts';
import type { WorkloadEvent } from './events.ts';
import { workloadLifecycle } from './machine.ts';
import { areMore, areSamePlacements, grow, isElastic, preemptPods } from './pod-decisions.ts';
import type { WorkloadRejection } from './rejections.ts';
import { placementsOf, type Workload } from './state.ts';

type Decided = Either<WorkloadRejection, readonly WorkloadEvent[]>;

/** Judges what the kernel decided against the workload as it is now, which may have moved on since the plan was made. */
export const decideKernelDecision = (decision: KernelDecision, state: Workload): Decided => {
  switch (decision.type) {
    case 'AllocateWorkload':
      return allocate(decision, state);
    case 'NominateWorkload':
      return nominate(decision, state);
    case 'DeferWorkload':
      return defer(decision, state);
    case 'PreemptWorkload':
      return preempt(decision, state);
    case 'GrowWorkload':
    case 'PreemptPods':
      return decideOnPods(decision, state);
  }
};

const decideOnPods = (decision: GrowWorkload | PreemptPods, state: Workload): Decided => {
  const stale = staleness(decision.attempt, state);
  if (stale !== undefined) return left(stale);
  return decision.type === 'GrowWorkload' ? grow(decision, state) : preemptPods(decision, state);
};

const allocate = ({ attempt, placements, basis }: AllocateWorkload, state: Workload): Decided => {
  const stale = staleness(attempt, state);
  if (stale !== undefined) return left(stale);
  if (state.phase !== 'Pending') {
    const held = placementsOf(state);
    if (held !== undefined && areSamePlacements(held, placements)) return right([]);
    return left({ _tag: 'NotPending', phase: state.phase });
  }
  const incomplete = shortfall(state, placements);
  if (incomplete !== undefined) return left(incomplete);
  const data = { attempt, placements: [...placements], basis };
  return right([{ type: 'WorkloadAllocated', data }]);
};

const nominate = ({ attempt, placements, basis }: NominateWorkload, state: Workload): Decided => {
  const stale = staleness(attempt, state);
  if (stale !== undefined) return left(stale);
  const isMore = isElastic(state) && areMore(placements, state);
  if (state.phase !== 'Pending' && !isMore) return left({ _tag: 'NotPending', phase: state.phase });
  const incomplete = isMore ? undefined : shortfall(state, placements);
  if (incomplete !== undefined) return left(incomplete);
  const before = 'moves' in state ? state.moves?.nomination : state.nomination;
  // On another state the same place is news: it was lost in between, as when its node was away.
  const isAgain = before?.revision === basis.revision;
  if (isAgain && areSamePlacements(before.placements, placements)) return right([]);
  const data = { attempt, placements: [...placements], basis };
  return right([{ type: 'WorkloadNominated', data }]);
};

/** A verdict is a fact when its tag changes; its numbers are computed again for whoever asks why. */
const defer = ({ verdict, basis }: DeferWorkload, state: Workload): Decided => {
  if (state.phase === 'Absent') return left({ _tag: 'WorkloadNotFound' });
  if (state.phase !== 'Pending') return left({ _tag: 'NotPending', phase: state.phase });
  if (state.verdict === verdict._tag) return right([]);
  return right([{ type: 'WorkloadDeferred', data: { verdict, basis } }]);
};

const preempt = (decision: PreemptWorkload, state: Workload): Decided => {
  const stale = staleness(decision.attempt, state);
  if (stale !== undefined) return left(stale);
  const { phase } = state;
  if (phase === 'Terminating') return right([]);
  const isOnDevices = workloadLifecycle.after(phase, 'WorkloadPreempted') !== undefined;
  if (!isOnDevices || !('preemptible' in state)) return left({ _tag: 'NotOnDevices', phase });
  // A gang that has lost a member serves nobody, so it may go whether it is preemptible or not.
  if (state.preemptible || decision.action === 'stale-gang') return right([preempted(decision)]);
  return left({ _tag: 'NotPreemptible', preemptorId: decision.preemptorId });
};

const preempted = (decision: PreemptWorkload): WorkloadEvent => {
  const { type: _type, alternatives, movesTo, ...data } = decision;
  return {
    type: 'WorkloadPreempted',
    data: {
      ...data,
      alternatives: [...alternatives],
      ...(movesTo === undefined ? {} : { movesTo: [...movesTo] }),
    },
  };
};

const staleness = (attempt: number, state: Workload): WorkloadRejection | undefined => {
  if (state.phase === 'Absent') return { _tag: 'WorkloadNotFound' };
  if (!('attempt' in state) || state.attempt === attempt) return undefined;
  return { _tag: 'StaleAttempt', asked: attempt, current: state.attempt };
};
