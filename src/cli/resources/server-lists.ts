import type { Entitlements } from '../../../domain/foundation/shapes.ts';
import type { NodeRow } from '../../../projections/node-list/view.ts';
import type {
  ClaimRow,
  ClusterRow,
  DepartmentRow,
  NodePoolRow,
  ProjectRow,
  TopologyRow,
} from '../../../projections/org-units/view.ts';
import type { QueueRowWithShare } from '../../../projections/queue-board/view.ts';
import type { WorkloadRow } from '../../../projections/workload-list/view.ts';
import { type Form, formOf } from '../remote/row-forms.ts';

/** A list of a server, and how its rows look. */
export interface Listed<Row> {
  readonly path: string;
  readonly form: Form<Row>;
}

/** A unit as JSON has it: what it is promised as an object by node pool. */
type WithGrants<Row> = Omit<Row, 'grants'> & {
  readonly grants: Readonly<Record<string, Entitlements>>;
};

const unit = { id: 'text', name: 'text', createdAtMs: 'number', revision: 'number' } as const;

/** The lists of a server by what they hold. */
export const lists = {
  workloads: {
    path: 'berth/v1/workloads',
    form: formOf<WorkloadRow>({
      id: 'text',
      name: 'text',
      workloadType: 'text',
      projectId: 'text',
      nodePoolId: 'text',
      queueId: 'text',
      phase: 'text',
      phaseSinceMs: 'number',
      priority: 'number',
      subGroups: 'list',
      placements: 'list',
      requestedGpuMilli: 'number',
      requestedGpuMemoryMib: 'number',
      allocatedGpuMilli: 'number',
      submittedAtMs: 'number',
      closedPendingMs: 'number',
      closedRunningMs: 'number',
      revision: 'number',
    }),
  },
  queues: {
    path: 'berth/v1/queues',
    form: formOf<QueueRowWithShare>({
      id: 'text',
      ownerKind: 'text',
      ownerId: 'text',
      nodePoolId: 'text',
      parentId: 'text',
      depth: 'number',
      entitlements: 'record',
      own: 'record',
      subtree: 'record',
      fairShare: 'record',
      usage: 'record',
    }),
  },
  projects: {
    path: 'berth/v1/projects',
    form: formOf<WithGrants<ProjectRow>>({ ...unit, departmentId: 'text', grants: 'record' }),
  },
  departments: {
    path: 'berth/v1/departments',
    form: formOf<WithGrants<DepartmentRow>>({ ...unit, clusterId: 'text', grants: 'record' }),
  },
  nodePools: {
    path: 'berth/v1/node-pools',
    form: formOf<NodePoolRow>({ ...unit, labelKey: 'text', gpuPlacement: 'text' }),
  },
  nodes: {
    path: 'berth/v1/nodes',
    form: formOf<NodeRow>({
      id: 'text',
      nodePoolId: 'text',
      gpuCount: 'number',
      deviceGpuMilli: 'list',
      brokenDevices: 'list',
      taints: 'list',
      labels: 'record',
      stateSinceMs: 'number',
    }),
  },
  clusters: { path: 'berth/v1/clusters', form: formOf<ClusterRow>({ ...unit, state: 'text' }) },
  topologies: {
    path: 'berth/v1/topologies',
    form: formOf<TopologyRow>({ ...unit, clusterId: 'text', levels: 'list' }),
  },
  resourceClaims: {
    path: 'berth/v1/resource-claims',
    form: formOf<ClaimRow>({ ...unit, clusterId: 'text', deviceClass: 'text', count: 'number' }),
  },
} as const;
