import { type Either, left, right } from '../foundation/fp.ts';
import type { EnqueueWorkload, ReassignWorkload, ResumeWorkload } from './commands.ts';
import type { WorkloadEvent } from './events.ts';
import type { WorkloadRejection } from './rejections.ts';
import type { Asked, Idle, Workload } from './state.ts';

type Decided = Either<WorkloadRejection, readonly WorkloadEvent[]>;

/** The workload waits in a queue, in that attempt. */
export const queued = (queueId: string, attempt: number): WorkloadEvent => ({
  type: 'WorkloadQueued',
  data: { queueId, attempt },
});

/** A stopped workload comes back: into its queue, if that is open. */
export const resumed = (state: Asked, queueId: string | undefined): readonly WorkloadEvent[] => {
  const attempt = state.attempt + 1;
  const event: WorkloadEvent = { type: 'WorkloadResumed', data: { attempt } };
  return queueId === undefined ? [event] : [event, queued(queueId, attempt)];
};

/** Judges whether a workload goes into a queue now; one that backs off waits until its time has come. */
export const enqueue = ({ queueId }: EnqueueWorkload, state: Workload): Decided => {
  if (state.phase === 'Absent') return left({ _tag: 'WorkloadNotFound' });
  if (state.phase === 'Creating') return right([queued(queueId, state.attempt + 1)]);
  if (state.phase === 'Resuming') {
    // The resumption or the failure has raised the attempt already.
    return right(state.retryQueueId === undefined ? [queued(queueId, state.attempt)] : []);
  }
  const present = 'queueId' in state ? state.queueId : undefined;
  if (present === queueId) return right([]);
  return left({ _tag: 'NotAwaitingQueue', phase: state.phase, queueId: present });
};

/** Judges whether a workload waits in another pool; what holds a place or has got on since stays where it is. */
export const reassign = ({ nodePoolId, queueId }: ReassignWorkload, state: Workload): Decided => {
  if (state.phase === 'Absent') return left({ _tag: 'WorkloadNotFound' });
  const isWaiting = state.phase === 'Pending' && state.nomination === undefined;
  if (!isWaiting && state.phase !== 'Creating') return right([]);
  if (state.nodePoolId === nodePoolId) return right([]);
  const isMeant = state.terms?.nodePoolIds?.includes(nodePoolId) === true;
  if (!isMeant) return left({ _tag: 'UnknownNodePool', nodePoolId });
  const attempt = Math.max(1, state.attempt);
  return right([{ type: 'WorkloadReassigned', data: { nodePoolId, queueId, attempt } }]);
};

/** Judges whether a workload runs again; what runs or waits to run is what was asked for. */
export const resume = ({ queueId }: ResumeWorkload, state: Workload): Decided => {
  switch (state.phase) {
    case 'Absent':
      return left({ _tag: 'WorkloadNotFound' });
    case 'Stopped':
      return resumeStopped(state, queueId);
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

/** One that has used up its time stays where it is; a service that was scaled to nothing gets back what it had. */
const resumeStopped = (state: Idle<'Stopped'>, queueId: string | undefined): Decided => {
  const { timeLimitMs: limitMs, ranMs, desired } = state.terms ?? {};
  if (limitMs !== undefined && ranMs !== undefined) {
    return left({ _tag: 'NotResumable', phase: state.phase, ranMs, limitMs });
  }
  const back = resumed(state, queueId);
  const replicas = state.subGroups[0]?.pods;
  if (desired !== 0 || replicas === undefined) return right(back);
  return right([{ type: 'WorkloadScaled', data: { replicas } }, ...back]);
};
