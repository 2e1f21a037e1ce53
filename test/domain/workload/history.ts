import type { Basis, PodPlacement, SubGroup } from '../../../domain/foundation/shapes.ts';
import type { WorkloadEvent } from '../../../domain/workload/events.ts';
import {
  type DataOf,
  type KernelDecision,
  type SubmitWorkload,
  workload,
} from '../../../domain/workload/index.ts';
import { givenFor } from '../given.ts';

/** The beginning of every specification of a workload. */
export const given = givenFor(workload);

/** Two pods of one card each. */
export const gang: SubGroup = {
  name: 'main',
  pods: 2,
  request: { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 4000, memoryBytes: 1_073_741_824 },
};

/** A training of two pods that is accepted; what a case is about is changed by `change`. */
export const submission = (change: Partial<SubmitWorkload> = {}): SubmitWorkload => ({
  type: 'SubmitWorkload',
  name: 'bert-large',
  projectId: 'vision',
  nodePoolId: 'default',
  workloadType: 'training',
  priority: 40,
  preemptible: true,
  subGroups: [gang],
  queueId: undefined,
  isProjectKnown: true,
  isNodePoolKnown: true,
  isNameTaken: false,
  ...change,
});

/** What the kernel looked at. */
export const basis: Basis = { revision: 7, kernel: '0.1.0', policy: 'default-1' };

/** Both pods on one node. */
export const placements: PodPlacement[] = [
  { subGroup: 'main', pod: 0, nodeId: 'n-1', devices: [0], gpuMilli: 1000 },
  { subGroup: 'main', pod: 1, nodeId: 'n-1', devices: [1], gpuMilli: 1000 },
];

const none = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
const figures = {
  queueId: 'vision@default',
  allocated: none,
  deserved: none,
  fairShare: none,
  limit: none,
};
/** Why a victim goes: a reclaim for `w-2`. */
export const preemption = {
  attempt: 1,
  action: 'reclaim' as const,
  preemptorId: 'w-2',
  victimQueue: figures,
  preemptorQueue: { ...figures, queueId: 'speech@default' },
  alternatives: [{ reason: 'AboveFairShare', count: 3 }],
  basis,
};
/** The kernel's order behind `preemption`. */
export const preempt: KernelDecision = { type: 'PreemptWorkload', ...preemption };

/** What was stored of the usual submission. */
export const submitted = (
  change: Partial<Omit<DataOf<'WorkloadSubmitted'>, 'subGroups'>> = {},
): WorkloadEvent => ({
  type: 'WorkloadSubmitted',
  data: {
    name: 'bert-large',
    projectId: 'vision',
    nodePoolId: 'default',
    workloadType: 'training',
    priority: 40,
    preemptible: true,
    subGroups: [gang],
    ...change,
  },
});

/** It waits, for the `attempt`-th time. */
export const queued = (attempt = 1): WorkloadEvent => ({
  type: 'WorkloadQueued',
  data: { queueId: 'vision@default', attempt },
});

/** The kernel placed both pods. */
export const allocated = (attempt = 1): WorkloadEvent => ({
  type: 'WorkloadAllocated',
  data: { attempt, placements, basis },
});

/** All containers are ready. */
export const started = (attempt = 1): WorkloadEvent => ({
  type: 'WorkloadStarted',
  data: { attempt },
});

/** It has to go for `w-2`. */
export const preempted: WorkloadEvent = { type: 'WorkloadPreempted', data: preemption };
/** Its last pod has gone. */
export const evicted: WorkloadEvent = { type: 'WorkloadEvicted', data: { attempt: 1 } };
/** Somebody wants it stopped. */
export const stopRequested: WorkloadEvent = {
  type: 'WorkloadStopRequested',
  data: { reason: 'weekend' },
};
/** It is stopped. */
export const stopped: WorkloadEvent = { type: 'WorkloadStopped', data: {} };
/** It ended well. */
export const completed: WorkloadEvent = { type: 'WorkloadCompleted', data: { attempt: 1 } };
/** Somebody wants it gone. */
export const deletionRequested: WorkloadEvent = {
  type: 'WorkloadDeletionRequested',
  data: { reason: 'wrong data' },
};
/** It is gone. */
export const deleted: WorkloadEvent = { type: 'WorkloadDeleted', data: {} };

/** Until it waits in its queue. */
export const untilPending = [submitted(), queued()];
/** Until its pods are on their nodes. */
export const untilInitializing = [...untilPending, allocated()];
/** Until all its containers are ready. */
export const untilRunning = [...untilInitializing, started()];
/** Until it has to go for somebody else. */
export const untilTerminating = [...untilRunning, preempted];
