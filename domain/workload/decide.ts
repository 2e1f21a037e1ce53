import { type Either, left, right } from '../foundation/fp.ts';
import type {
  EnqueueWorkload,
  ResumeWorkload,
  StopWorkload,
  SubmitWorkload,
  WorkloadCommand,
} from './commands.ts';
import type { WorkloadEvent } from './events.ts';
import { fingerprintOf } from './fingerprint.ts';
import { decideKernelDecision } from './kernel-decisions.ts';
import { workloadLifecycle } from './machine.ts';
import { decideObservation } from './observations.ts';
import type { WorkloadRejection } from './rejections.ts';
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
    case 'AllocateWorkload':
    case 'NominateWorkload':
    case 'DeferWorkload':
    case 'PreemptWorkload':
      return decideKernelDecision(command, state);
    case 'ObserveWorkloadStarted':
    case 'ObserveWorkloadCompleted':
    case 'ObserveWorkloadFailed':
    case 'ObserveWorkloadInterrupted':
    case 'ObserveWorkloadDegraded':
    case 'ObserveWorkloadRecovered':
    case 'ObserveWorkloadPodsGone':
      return decideObservation(command, state);
    case 'StopWorkload':
      return stop(command, state);
    case 'ResumeWorkload':
      return resume(command, state);
    case 'DeleteWorkload':
      return remove(command.reason, state);
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
  if (command.isNameTaken) return left({ _tag: 'NameTaken', name, projectId });
  return right([submitted(command), ...(queueId === undefined ? [] : [queued(queueId, 1)])]);
};

const submitted = (command: SubmitWorkload): WorkloadEvent => {
  const { nodeSelector, tolerations, graceMs } = command;
  return {
    type: 'WorkloadSubmitted',
    data: {
      name: command.name,
      projectId: command.projectId,
      nodePoolId: command.nodePoolId,
      workloadType: command.workloadType,
      priority: command.priority,
      preemptible: command.preemptible,
      subGroups: [...command.subGroups],
      ...(nodeSelector === undefined ? {} : { nodeSelector }),
      ...(tolerations === undefined ? {} : { tolerations: [...tolerations] }),
      ...(graceMs === undefined ? {} : { graceMs }),
    },
  };
};

const queued = (queueId: string, attempt: number): WorkloadEvent => ({
  type: 'WorkloadQueued',
  data: { queueId, attempt },
});

const enqueue = ({ queueId }: EnqueueWorkload, state: Workload): Decided => {
  if (state.phase === 'Absent') return left({ _tag: 'WorkloadNotFound' });
  if (state.phase === 'Creating') return right([queued(queueId, state.attempt + 1)]);
  // The resumption has raised the attempt already.
  if (state.phase === 'Resuming') return right([queued(queueId, state.attempt)]);
  const present = 'queueId' in state ? state.queueId : undefined;
  if (present === queueId) return right([]);
  return left({ _tag: 'NotAwaitingQueue', phase: state.phase, queueId: present });
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

/** What runs or waits to run is what was asked for. */
const resume = ({ queueId }: ResumeWorkload, state: Workload): Decided => {
  switch (state.phase) {
    case 'Absent':
      return left({ _tag: 'WorkloadNotFound' });
    case 'Stopped': {
      const attempt = state.attempt + 1;
      const resumed: WorkloadEvent = { type: 'WorkloadResumed', data: { attempt } };
      return right(queueId === undefined ? [resumed] : [resumed, queued(queueId, attempt)]);
    }
    case 'Creating':
    case 'Pending':
    case 'Initializing':
    case 'Running':
    case 'Degraded':
    case 'Terminating':
    case 'Resuming':
      return right([]);
    case 'Stopping':
    case 'Completed':
    case 'Failed':
    case 'Deleting':
    case 'Deleted':
      return left({ _tag: 'NotResumable', phase: state.phase });
  }
};

const remove = (reason: string, state: Workload): Decided => {
  if (state.phase === 'Absent') return left({ _tag: 'WorkloadNotFound' });
  if (state.phase === 'Deleting' || state.phase === 'Deleted') return right([]);
  const asked: WorkloadEvent = { type: 'WorkloadDeletionRequested', data: { reason } };
  const isHolding = placementsOf(state) !== undefined;
  return right(isHolding ? [asked] : [asked, { type: 'WorkloadDeleted', data: {} }]);
};
