import { Type } from 'typebox';
import {
  amountsShape,
  entitlementsShape,
  labelsShape,
  podPlacementShape,
  subGroupShape,
  taintShape,
} from '../../../domain/foundation/shapes.ts';
import { verdictShape } from '../../../domain/foundation/verdict.ts';
import { NodeJoined } from '../../../domain/node/events.ts';
import { WorkloadSubmitted } from '../../../domain/workload/events.ts';
import type { NodeRow } from '../../../projections/node-list/index.ts';
import type { QueueRowWithShare } from '../../../projections/queue-board/index.ts';
import type { WorkloadRow } from '../../../projections/workload-list/index.ts';
import { nodeExample, queueExample, workloadExample } from './row-examples.ts';
import { amount, atMs, revision, row, text } from './row-shape.ts';

const asked = WorkloadSubmitted.shape.properties;
const joined = NodeJoined.shape.properties;

/** A workload as a line of the grid. */
export const workloadShape = row<WorkloadRow>('WorkloadRow', workloadExample, {
  id: text,
  name: text,
  workloadType: text,
  projectId: text,
  nodePoolId: text,
  queueId: Type.String({ description: 'empty until it is queued for the first time' }),
  phase: text,
  phaseSinceMs: atMs,
  priority: amount,
  isPreemptible: Type.Boolean(),
  subGroups: Type.Array(subGroupShape),
  requestedPods: amount,
  requestedGpuMilli: amount,
  requestedGpuMemoryMib: amount,
  allocatedGpuMilli: amount,
  placements: Type.Array(podPlacementShape),
  attempt: amount,
  preemptions: amount,
  interruptions: amount,
  failures: amount,
  submittedBy: text,
  submittedAtMs: atMs,
  startedAtMs: Type.Optional(atMs),
  completedAtMs: Type.Optional(atMs),
  closedPendingMs: amount,
  closedRunningMs: amount,
  verdict: Type.Optional(verdictShape),
  reason: text,
  labels: asked.labels,
  annotations: asked.annotations,
  container: asked.container,
  backoffLimit: asked.backoffLimit,
  timeLimitMs: asked.timeLimitMs,
  timeToLiveMs: asked.timeToLiveMs,
  replicas: Type.Optional(
    Type.Object({ min: amount, max: amount, desired: amount }, { additionalProperties: false }),
  ),
  clonedFrom: asked.clonedFrom,
  gang: asked.gang,
  semiPreemptible: asked.semiPreemptible,
  nodePoolIds: asked.nodePoolIds,
  revision,
});

/** A node as a line of the grid. */
export const nodeShape = row<NodeRow>('NodeRow', nodeExample, {
  id: text,
  name: text,
  clusterId: text,
  nodePoolId: text,
  labels: labelsShape,
  taints: Type.Array(taintShape),
  lostReason: Type.Optional(text),
  cordonReason: Type.Optional(text),
  stateSinceMs: atMs,
  gpuModel: text,
  gpuCount: amount,
  gpuMemoryMib: amount,
  deviceGpuMilli: Type.Array(amount),
  brokenDevices: Type.Array(amount),
  cpuMilli: amount,
  cpuMilliAllocated: amount,
  memoryBytes: amount,
  memoryBytesAllocated: amount,
  pods: amount,
  podsMax: amount,
  mig: joined.mig,
  resources: joined.resources,
  deviceClasses: joined.deviceClasses,
  revision,
});

const sums = Type.Object(
  {
    allocated: amountsShape,
    allocatedNonPreemptible: amountsShape,
    requested: amountsShape,
    requestedGpuMemoryMib: amount,
    pending: amount,
    initializing: amount,
    running: amount,
  },
  { additionalProperties: false, 'x-component': 'QueueSums' },
);

/** A queue with what is fair for it now. */
export const queueShape = row<QueueRowWithShare>('QueueRow', queueExample, {
  id: text,
  ownerKind: Type.Union([Type.Literal('project'), Type.Literal('department')]),
  ownerId: text,
  nodePoolId: text,
  parentId: Type.String({ description: 'empty for a queue at the top' }),
  openedAt: amount,
  entitlements: entitlementsShape,
  depth: amount,
  own: sums,
  subtree: sums,
  fairShare: amountsShape,
  usage: {
    ...amountsShape,
    description: 'what it used over time of what there was, in thousandths',
  },
});
