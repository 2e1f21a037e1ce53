import { asked, atMs, entitlements, none } from './moment-example.ts';

const sums = {
  allocated: asked,
  allocatedNonPreemptible: none,
  requested: asked,
  pending: 0,
  requestedGpuMemoryMib: 0,
  initializing: 0,
  running: 1,
};

/** A training that runs on one GPU. */
export const workloadExample = {
  id: 'train-1',
  name: 'train-1',
  workloadType: 'training',
  projectId: 'vision',
  nodePoolId: 'default',
  queueId: 'vision@default',
  phase: 'Running',
  phaseSinceMs: atMs,
  priority: 40,
  isPreemptible: true,
  subGroups: [
    {
      name: 'main',
      pods: 1,
      request: { gpuDevices: 1, gpuMilli: 1_000, cpuMilli: 4_000, memoryBytes: 17_179_869_184 },
    },
  ],
  requestedPods: 1,
  requestedGpuMilli: 1_000,
  requestedGpuMemoryMib: 0,
  allocatedGpuMilli: 1_000,
  placements: [{ subGroup: 'main', pod: 0, nodeId: 'node-1', devices: [0], gpuMilli: 1_000 }],
  attempt: 1,
  preemptions: 0,
  interruptions: 0,
  failures: 0,
  submittedBy: 'alice',
  submittedAtMs: atMs,
  startedAtMs: atMs,
  closedPendingMs: 0,
  closedRunningMs: 0,
  reason: '',
  revision: 20,
};

/** A node one of whose cards is held. */
export const nodeExample = {
  id: 'node-1',
  name: 'node-1',
  clusterId: 'cluster',
  nodePoolId: 'default',
  labels: {},
  taints: [],
  stateSinceMs: atMs,
  gpuModel: 'H100',
  gpuCount: 2,
  gpuMemoryMib: 81_920,
  deviceGpuMilli: [1_000, 0],
  brokenDevices: [],
  cpuMilli: 128_000,
  cpuMilliAllocated: 4_000,
  memoryBytes: 1_099_511_627_776,
  memoryBytesAllocated: 17_179_869_184,
  pods: 1,
  podsMax: 110,
  revision: 4,
};

/** The queue of a project. */
export const queueExample = {
  id: 'vision@default',
  ownerKind: 'project',
  ownerId: 'vision',
  nodePoolId: 'default',
  parentId: 'department:department@default',
  openedAt: 13,
  entitlements,
  depth: 1,
  own: sums,
  subtree: sums,
  fairShare: { gpuMilli: 8_000, cpuMilli: 128_000, memoryMib: 1_048_576 },
  usage: { gpuMilli: 62, cpuMilli: 15, memoryMib: 15 },
};

/** What a pool of two small nodes has. */
export const poolExample = {
  nodePoolId: 'default',
  nodes: { ready: 2, cordoned: 0, lost: 0 },
  total: { gpuMilli: 16_000, cpuMilli: 256_000, memoryMib: 2_097_152 },
  allocated: asked,
  pending: none,
  pendingWorkloads: 0,
  runningWorkloads: 1,
  freeGpuMilli: 15_000,
  freeWholeGpus: 15,
  mostFreeGpusOnANode: 8,
};
