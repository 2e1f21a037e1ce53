import { type TSchema, Type } from 'typebox';
import {
  amountsShape,
  entitlementsShape,
  labelsShape,
  podPlacementShape,
  subGroupShape,
  taintShape,
} from '../../../domain/foundation/shapes.ts';
import { verdictShape } from '../../../domain/foundation/verdict.ts';
import type { AuditEntry } from '../../../projections/audit-trail/index.ts';
import type { NodeRow } from '../../../projections/node-list/index.ts';
import type {
  ClusterRow,
  DepartmentRow,
  NodePoolRow,
  ProjectRow,
} from '../../../projections/org-units/index.ts';
import type { QueueRowWithShare } from '../../../projections/queue-board/index.ts';
import { WorkloadSubmitted } from '../../../domain/workload/events.ts';
import type { WorkloadRow } from '../../../projections/workload-list/index.ts';

const text = Type.String();
const amount = Type.Integer({ minimum: 0 });
const atMs = Type.Integer({ description: 'ms since 1970' });
const revision = Type.Integer({ minimum: 0, description: 'the last fact about it' });

/** A row as a schema; a member that the row gains does not compile until it has one too. */
const row = <Row>(name: string, members: { readonly [Key in keyof Row]-?: TSchema }): TSchema =>
  Type.Object({ ...members }, { additionalProperties: false, 'x-component': name });

const asked = WorkloadSubmitted.shape.properties;

/** A workload as a line of the grid. */
export const workloadShape = row<WorkloadRow>('WorkloadRow', {
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
  revision,
});

/** A node as a line of the grid. */
export const nodeShape = row<NodeRow>('NodeRow', {
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
  revision,
});

const sums = Type.Object(
  {
    allocated: amountsShape,
    allocatedNonPreemptible: amountsShape,
    requested: amountsShape,
    pending: amount,
    initializing: amount,
    running: amount,
  },
  { additionalProperties: false, 'x-component': 'QueueSums' },
);

/** A queue with what is fair for it now. */
export const queueShape = row<QueueRowWithShare>('QueueRow', {
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
});

const unit = { id: text, name: text, createdAtMs: atMs, revision };
const grants = Type.Record(text, entitlementsShape, { description: 'by node pool' });

/** A department as a line of the grid. */
export const departmentShape = row<DepartmentRow>('DepartmentRow', {
  ...unit,
  clusterId: text,
  grants,
});

/** A project as a line of the grid. */
export const projectShape = row<ProjectRow>('ProjectRow', {
  ...unit,
  departmentId: text,
  clusterId: text,
  defaultNodePoolId: text,
  grants,
});

/** A node pool as a line of the grid. */
export const nodePoolShape = row<NodePoolRow>('NodePoolRow', {
  ...unit,
  clusterId: text,
  labelKey: text,
  labelValue: text,
  gpuPlacement: text,
  cpuPlacement: text,
});

/** A cluster as a line of the grid. */
export const clusterShape = row<ClusterRow>('ClusterRow', {
  ...unit,
  state: text,
  stateSinceMs: atMs,
  reason: text,
});

const subject = Type.Object(
  { kind: text, id: text },
  { additionalProperties: false, 'x-component': 'Subject' },
);

/** A deed as the audit log tells it: what was so before and after, as the fields that differ. */
export const auditShape = row<Omit<AuditEntry, 'before' | 'after'> & { readonly changes: unknown }>(
  'AuditEntry',
  {
    revision,
    atMs,
    actor: text,
    tenant: text,
    verb: text,
    subject,
    type: text,
    origin: text,
    commandId: text,
    causationId: Type.Optional(text),
    changes: Type.Array(
      Type.Object(
        { field: text, before: Type.Optional(text), after: Type.Optional(text) },
        { additionalProperties: false, description: 'values as JSON' },
      ),
    ),
  },
);

/** A fact with its envelope; `hash` where it was read from the ledger. */
export const factShape = Type.Object(
  {
    revision: Type.Integer({ minimum: 1 }),
    id: Type.String({ description: 'UUIDv5 of the command id and the index' }),
    hash: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
    type: text,
    schema: Type.Integer({ minimum: 1 }),
    subject,
    subjectRevision: Type.Integer({ minimum: 1 }),
    atMs,
    origin: text,
    commandId: text,
    index: amount,
    causationId: Type.Optional(text),
    correlationId: text,
    actor: text,
    tenant: text,
    epoch: amount,
    data: Type.Object({}, { additionalProperties: true }),
    protected: Type.Optional(text),
  },
  { additionalProperties: false, 'x-component': 'Fact' },
);

/** What happened to a workload, told. */
export const historyShape = Type.Object(
  {
    revision: amount,
    subjectRevision: amount,
    atMs,
    type: text,
    phase: text,
    actor: text,
    origin: text,
    commandId: text,
    causationId: Type.Optional(text),
    text,
  },
  { additionalProperties: false, 'x-component': 'HistoryEntry' },
);

/** A page of rows, with the moment that it shows. */
export const pageShape = (item: TSchema): TSchema =>
  Type.Object(
    {
      revision: Type.Integer({ minimum: 0, description: 'the last fact that this shows' }),
      nowMs: atMs,
      total: Type.Integer({ minimum: 0, description: 'rows that the filter lets through' }),
      offset: amount,
      items: Type.Array(item),
    },
    { additionalProperties: false },
  );
