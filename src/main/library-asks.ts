import { randomUUID } from 'node:crypto';
import type { Ask } from '../../adapters/ports/ask.ts';
import { usualPlacement } from '../../domain/node-pool/index.ts';
import type { EntitlementsAsked } from '../../domain/queue/index.ts';
import {
  defaultsByType,
  type WorkloadSpec,
  type WorkloadType,
} from '../../domain/workload/index.ts';

/** A small organisation on equal nodes, for a first try and for tests. */
export interface SmallSite {
  readonly nodes: number;
  readonly gpusPerNode: number;
  /** Guaranteed GPUs of each project; all are in one department that is promised all there is. */
  readonly projects: Readonly<Record<string, number>>;
}

/** The names that a small site gives to what there is one of. */
const clusterId = 'cluster';
const nodePoolId = 'default';
const departmentId = 'department';
const unbounded = { quota: -1 };
const bytesPerTib = 2 ** 40;

/** What has to be asked of an empty brain so that it has nodes, a department and projects; asked again it changes nothing. */
export const smallSite = (site: SmallSite): readonly Ask[] => [
  { type: 'RegisterCluster', clusterId, name: clusterId },
  { type: 'ConnectCluster', clusterId },
  {
    type: 'CreateNodePool',
    nodePoolId,
    name: nodePoolId,
    clusterId,
    ...unlabelled,
    ...usualPlacement,
  },
  ...Array.from({ length: site.nodes }, (_, place) => nodeAsk(`node-${place + 1}`, site)),
  { type: 'CreateDepartment', departmentId, name: departmentId, clusterId },
  { type: 'GrantDepartmentQuota', departmentId, nodePoolId, entitlements: promised(-1) },
  ...Object.entries(site.projects).flatMap(([projectId, gpus]) => projectAsks(projectId, gpus)),
];

const unlabelled = { labelKey: '', labelValue: '' } as const;

const nodeAsk = (name: string, { gpusPerNode }: SmallSite): Ask => ({
  type: 'JoinNode',
  nodeId: name,
  name,
  clusterId,
  nodePoolId,
  labels: {},
  taints: [],
  cpuMilli: 128_000,
  memoryBytes: bytesPerTib,
  podsMax: 110,
  gpuCount: gpusPerNode,
  gpuModel: 'H100',
  gpuMemoryMib: 81_920,
});

const projectAsks = (projectId: string, gpus: number): readonly Ask[] => [
  {
    type: 'CreateProject',
    projectId,
    name: projectId,
    departmentId,
    clusterId,
    defaultNodePoolId: nodePoolId,
  },
  {
    type: 'GrantProjectQuota',
    projectId,
    nodePoolId,
    entitlements: promised(gpus * 1000),
  },
];

/** So much of GPUs; of cores and memory all there is. */
const promised = (quota: number): EntitlementsAsked => ({
  gpuMilli: { quota },
  cpuMilli: unbounded,
  memoryMib: unbounded,
});

/** The least that has to be said of a workload; the rest is usual for its type. */
export interface Submission {
  readonly name: string;
  readonly projectId: string;
  /** Whole GPUs of each pod. */
  readonly gpus: number;
  /** 1 unless said; all start together or none does. */
  readonly pods?: number;
  readonly workloadType?: WorkloadType;
  /** Left out: a new one. */
  readonly workloadId?: string;
  /** Anything else of a workload, such as `priority`, `timeLimitMs` or `nodePoolId`. */
  readonly more?: Partial<WorkloadSpec>;
}

/** Asks for a workload of equal pods with whole GPUs. */
export const submission = (asked: Submission): Ask => {
  const { name, projectId, gpus, pods = 1, workloadType = 'training', more = {} } = asked;
  const cpuMilli = Math.max(1, gpus) * 4_000;
  const memoryBytes = Math.max(1, gpus) * 2 ** 34;
  const request = { gpuDevices: gpus, gpuMilli: gpus === 0 ? 0 : 1000, cpuMilli, memoryBytes };
  return {
    type: 'SubmitWorkload',
    workloadId: asked.workloadId ?? randomUUID(),
    spec: {
      name,
      projectId,
      nodePoolId,
      workloadType,
      ...defaultsByType[workloadType],
      subGroups: [{ name: 'main', pods, request }],
      ...more,
    },
  };
};
