import { type Either, left, right } from '../foundation/fp.ts';
import { specOf } from './clone.ts';
import type {
  DeleteWorkload,
  ResumeWorkload,
  ScaleWorkload,
  StopWorkload,
  SubmitWorkload,
  WorkloadCommand,
} from './commands.ts';
import { decideDeadline } from './deadlines.ts';
import type { WorkloadEvent } from './events.ts';
import { fingerprintOf } from './fingerprint.ts';
import { decideKernelDecision } from './kernel-decisions.ts';
import { workloadLifecycle } from './machine.ts';
import { decideObservation } from './observations.ts';
import { enqueue, queued, reassign, resume } from './queueing.ts';
import type { WorkloadRejection } from './rejections.ts';
import { scale } from './scale.ts';
import { problemOf } from './spec.ts';
import { placementsOf, type Workload } from './state.ts';

type Decided = Either<WorkloadRejection, readonly WorkloadEvent[]>;

/** Judges a command about a workload: the facts that follow, none for a repetition, or why not. */
export const decide = (command: WorkloadCommand, state: Workload): Decided => {
  switch (command.type) {
    case 'SubmitWorkload':
      return submit(command, state);
    case 'EnqueueWorkload':
      return enqueue(command, state);
    case 'ReassignWorkload':
      return reassign(command, state);
    case 'AllocateWorkload':
    case 'GrowWorkload':
    case 'NominateWorkload':
    case 'DeferWorkload':
    case 'PreemptWorkload':
    case 'PreemptPods':
      return decideKernelDecision(command, state);
    case 'ObserveWorkloadStarted':
    case 'ObserveWorkloadCompleted':
    case 'ObserveWorkloadFailed':
    case 'ObserveWorkloadInterrupted':
    case 'ObserveWorkloadDegraded':
    case 'ObserveWorkloadRecovered':
    case 'ObserveWorkloadPodsReleased':
    case 'ObserveWorkloadPodsGone':
      return decideObservation(command, state);
    case 'RetryWorkload':
    case 'ExpireTimeLimit':
    case 'EndLongRun':
    case 'ExpireWorkload':
      return decideDeadline(command, state);
    case 'StopWorkload':
    case 'ResumeWorkload':
    case 'ScaleWorkload':
    case 'DeleteWorkload':
      return decideRequest(command, state);
  }
};

type Asked = StopWorkload | ResumeWorkload | ScaleWorkload | DeleteWorkload;

const decideRequest = (asked: Asked, state: Workload): Decided => {
  switch (asked.type) {
    case 'StopWorkload':
      return stop(asked, state);
    case 'ResumeWorkload':
      return resume(asked, state);
    case 'ScaleWorkload':
      return scale(asked, state);
    case 'DeleteWorkload':
      return remove(asked.reason, state);
  }
};

const submit = (command: SubmitWorkload, state: Workload): Decided => {
  if (state.phase !== 'Absent') {
    const isSame = state.fingerprint === fingerprintOf(command);
    return isSame ? right([]) : left({ _tag: 'AlreadySubmitted', phase: state.phase });
  }
  const { name, projectId, nodePoolId, queueId } = command;
  const problem = problemOf(command);
  if (problem !== undefined) return left(problem);
  if (!command.isProjectKnown) return left({ _tag: 'UnknownProject', projectId });
  if (!command.isNodePoolKnown) return left({ _tag: 'UnknownNodePool', nodePoolId });
  const { unknownNodePoolId } = command;
  if (unknownNodePoolId !== undefined) {
    return left({ _tag: 'UnknownNodePool', nodePoolId: unknownNodePoolId });
  }
  if (command.isNameTaken) return left({ _tag: 'NameTaken', name, projectId });
  const submitted: WorkloadEvent = { type: 'WorkloadSubmitted', data: specOf(command) };
  return right([submitted, ...(queueId === undefined ? [] : [queued(queueId, 1)])]);
};

const stop = ({ reason }: StopWorkload, state: Workload): Decided => {
  const { phase } = state;
  if (phase === 'Absent') return left({ _tag: 'WorkloadNotFound' });
  if (phase === 'Stopping' || phase === 'Stopped') return right([]);
  const workloadType = 'workloadType' in state ? state.workloadType : undefined;
  const isLegal = workloadLifecycle.after(phase, 'WorkloadStopRequested') !== undefined;
  // A service is scaled to nothing, not stopped; only people's work and training can wait.
  if (!isLegal || workloadType === 'inference') {
    return left({ _tag: 'NotStoppable', phase, workloadType });
  }
  const asked: WorkloadEvent = { type: 'WorkloadStopRequested', data: { reason } };
  const isHolding = placementsOf(state) !== undefined;
  return right(isHolding ? [asked] : [asked, { type: 'WorkloadStopped', data: {} }]);
};

const remove = (reason: string, state: Workload): Decided => {
  if (state.phase === 'Absent') return left({ _tag: 'WorkloadNotFound' });
  if (state.phase === 'Deleting' || state.phase === 'Deleted') return right([]);
  const asked: WorkloadEvent = { type: 'WorkloadDeletionRequested', data: { reason } };
  const isHolding = placementsOf(state) !== undefined;
  return right(isHolding ? [asked] : [asked, { type: 'WorkloadDeleted', data: {} }]);
};
