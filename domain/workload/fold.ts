import { invariant } from '../foundation/invariant.ts';
import { evolveWith } from '../foundation/lifecycle.ts';
import type { PodPlacement } from '../foundation/shapes.ts';
import type { Verdict } from '../foundation/verdict.ts';
import { asked, type Held, holding, keep, pending, placed } from './carry.ts';
import type { DataOf } from './commands.ts';
import type { WorkloadEvent } from './events.ts';
import { fingerprintOf } from './fingerprint.ts';
import { workloadLifecycle } from './machine.ts';
import { graceMsByDefault } from './priority.ts';
import { foldTerms, resuming, unheld } from './fold-terms.ts';
import { foldPods } from './fold-pods.ts';
import { occupiedBy, type Workload } from './state.ts';
import { termsOf } from './terms.ts';

const fold = (state: Workload, event: WorkloadEvent): Workload => {
  switch (event.type) {
    case 'WorkloadSubmitted':
      return created(event.data);
    case 'WorkloadQueued':
      return pending(asked(state), event.data.queueId, event.data.attempt);
    case 'WorkloadReassigned':
      return reassigned(state, event.data);
    case 'WorkloadDeferred':
      return deferred(state, event.data.verdict._tag);
    case 'WorkloadNominated':
      return nominated(state, event.data);
    case 'WorkloadAllocated':
      return allocated(state, event.data.placements);
    case 'WorkloadStarted':
    case 'WorkloadRecovered':
      return holdingOn('Running', state);
    case 'WorkloadDegraded':
      return holdingOn('Degraded', state);
    case 'WorkloadPreempted':
    case 'WorkloadInterrupted':
      return holdingOn('Terminating', state);
    case 'WorkloadEvicted':
      return pending(unheld(state), holding(state).queueId, event.data.attempt + 1);
    case 'WorkloadCompleted':
      return ended('Completed', state);
    case 'WorkloadFailed':
      return ended('Failed', state);
    case 'WorkloadGrown':
    case 'WorkloadPodsPreempted':
    case 'WorkloadShrunk':
    case 'WorkloadPodsReleased':
    case 'WorkloadPodsLost':
      return foldPods(holding(state), event);
    case 'WorkloadRetryScheduled':
    case 'WorkloadTimeLimitReached':
    case 'WorkloadScaled':
      return foldTerms(state, event);
    case 'WorkloadStopRequested':
      return { phase: 'Stopping', ...keep(asked(state)), placements: occupiedBy(state) };
    case 'WorkloadStopped':
      return { phase: 'Stopped', ...keep(unheld(state)) };
    case 'WorkloadResumed':
      return resuming(asked(state), event.data.attempt);
    case 'WorkloadDeletionRequested':
      return deleting(state);
    case 'WorkloadDeleted':
      return ended('Deleted', state);
  }
};

/**
 * Folds one fact into a workload.
 *
 * @throws InvariantViolation when the fact is illegal in the phase.
 */
export const evolve = evolveWith(workloadLifecycle, fold);

const created = (spec: DataOf<'WorkloadSubmitted'>): Workload => ({
  phase: 'Creating',
  projectId: spec.projectId,
  nodePoolId: spec.nodePoolId,
  workloadType: spec.workloadType,
  preemptible: spec.preemptible,
  subGroups: spec.subGroups,
  graceMs: spec.graceMs ?? graceMsByDefault,
  fingerprint: fingerprintOf(spec),
  attempt: 0,
  terms: termsOf(spec),
});

const reassigned = (
  state: Workload,
  { nodePoolId, queueId, attempt }: DataOf<'WorkloadReassigned'>,
): Workload => pending({ ...asked(state), nodePoolId }, queueId, attempt);

const deferred = (state: Workload, verdict: Verdict['_tag']): Workload => {
  invariant(state.phase === 'Pending', 'only a waiting workload is deferred');
  // Whoever is told of another obstacle than leaving victims has lost the place that was held for it.
  const nomination = verdict === 'AwaitingRelease' ? state.nomination : undefined;
  return { ...state, verdict, nomination };
};

const nominated = (
  state: Workload,
  { placements, basis: { revision } }: DataOf<'WorkloadNominated'>,
): Workload => {
  const nomination = { placements, revision };
  if (state.phase === 'Pending') return { ...state, nomination };
  const from = holding(state);
  return { ...from, moves: { leaving: from.moves?.leaving ?? [], nomination } };
};

const allocated = (state: Workload, placements: readonly PodPlacement[]): Workload => {
  invariant(state.phase === 'Pending', 'only a waiting workload is allocated');
  return placed('Initializing', state, placements);
};

/** Has what it had, in another phase. */
const holdingOn = (phase: Held['phase'], state: Workload): Workload => {
  const from = holding(state);
  return placed(phase, from, from.placements);
};

const ended = (phase: 'Completed' | 'Failed' | 'Deleted', state: Workload): Workload => {
  invariant(state.phase !== 'Absent', 'what was never submitted cannot end');
  return { phase, fingerprint: state.fingerprint };
};

const deleting = (state: Workload): Workload => {
  invariant(state.phase !== 'Absent', 'what was never submitted cannot be deleted');
  const { fingerprint } = state;
  const placements = occupiedBy(state);
  if (placements === undefined || !('attempt' in state)) return { phase: 'Deleting', fingerprint };
  const { attempt, subGroups, graceMs } = state;
  return { phase: 'Deleting', fingerprint, attempt, subGroups, graceMs, placements };
};
