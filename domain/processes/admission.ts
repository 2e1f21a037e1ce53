import { invariant } from '../foundation/invariant.ts';
import { queueIdOf } from '../queue/index.ts';
import { handling, nothing, type Process, type ProcessCommand } from './process.ts';

/** Which queues are open, where each workload belongs, and who waits for a queue to open. */
export interface AdmissionState {
  readonly openQueues: Set<string>;
  readonly queueOf: Map<string, string>;
  /** Workloads by the queue that they wait for, in the order of their submission. */
  readonly waiting: Map<string, Set<string>>;
}

/**
 * Queues the workloads that were submitted or resumed while their queue was not open.
 *
 * A submission that finds its queue open is queued by its own decision; a resumption may be, so asking again is cheap.
 */
export const admissionProcess: Process<AdmissionState> = {
  name: 'admission',
  handles: handling(
    'WorkloadSubmitted',
    'WorkloadResumed',
    'QueueOpened',
    'QueueClosed',
    'WorkloadQueued',
    'WorkloadReassigned',
    'WorkloadStopRequested',
    'WorkloadDeletionRequested',
    'WorkloadCompleted',
    'WorkloadFailed',
    'WorkloadDeleted',
  ),
  initial: () => ({ openQueues: new Set(), queueOf: new Map(), waiting: new Map() }),
  react: (state, event) => {
    const { id } = event.subject;
    switch (event.type) {
      case 'WorkloadSubmitted': {
        const { projectId: ownerId, nodePoolId } = event.data;
        const queueId = queueIdOf({ ownerKind: 'project', ownerId, nodePoolId });
        state.queueOf.set(id, queueId);
        if (!state.openQueues.has(queueId)) wait(state, id, queueId);
        return nothing;
      }
      case 'WorkloadResumed':
        return resume(state, id);
      case 'QueueOpened':
        state.openQueues.add(id);
        return admit(state, id);
      case 'QueueClosed':
        state.openQueues.delete(id);
        return nothing;
      case 'WorkloadReassigned':
        leave(state, id);
        state.queueOf.set(id, event.data.queueId);
        return nothing;
      case 'WorkloadQueued':
      case 'WorkloadStopRequested':
      case 'WorkloadDeletionRequested':
        leave(state, id);
        return nothing;
      // What has ended is never resumed.
      case 'WorkloadCompleted':
      case 'WorkloadFailed':
      case 'WorkloadDeleted':
        leave(state, id);
        state.queueOf.delete(id);
        return nothing;
      default:
        return nothing;
    }
  },
};

const enqueue = (workloadId: string, queueId: string): ProcessCommand => ({
  subject: { kind: 'workload', id: workloadId },
  command: { type: 'EnqueueWorkload', queueId },
});

const wait = (state: AdmissionState, workloadId: string, queueId: string): void => {
  const waiting = state.waiting.get(queueId) ?? new Set();
  state.waiting.set(queueId, waiting.add(workloadId));
};

const resume = (state: AdmissionState, workloadId: string): readonly ProcessCommand[] => {
  const queueId = state.queueOf.get(workloadId);
  invariant(queueId !== undefined, () => `workload ${workloadId} resumes but was never submitted`);
  if (state.openQueues.has(queueId)) return [enqueue(workloadId, queueId)];
  wait(state, workloadId, queueId);
  return nothing;
};

const admit = (state: AdmissionState, queueId: string): readonly ProcessCommand[] => {
  const waiting = state.waiting.get(queueId);
  if (waiting === undefined) return nothing;
  return [...waiting].map((workloadId) => enqueue(workloadId, queueId));
};

const leave = (state: AdmissionState, workloadId: string): void => {
  if (state.waiting.size === 0) return;
  const queueId = state.queueOf.get(workloadId) ?? '';
  const waiting = state.waiting.get(queueId);
  if (waiting?.delete(workloadId) === true && waiting.size === 0) state.waiting.delete(queueId);
};
