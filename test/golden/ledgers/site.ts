import type { Entitlements, SubGroup } from '../../../domain/foundation/shapes.ts';
import type { Asked, Job, Step, Story } from './tell.ts';

const gib = 2 ** 30;

/** What a queue is promised: GPUs, and as much of the rest as there is. */
export const promised = (gpus: number, priority = 100): Entitlements => ({
  gpuMilli: { quota: 1000 * gpus, limit: -1, weight: 1 },
  cpuMilli: { quota: -1, limit: -1, weight: 1 },
  memoryMib: { quota: -1, limit: -1, weight: 1 },
  priority,
});

/** A node of zone a. */
export const nodeOf = (id: string, gpuCount: number) => ({
  id,
  labels: { zone: 'a' },
  taints: [],
  cpuMilli: 64_000,
  memoryBytes: 256 * gib,
  podsMax: 32,
  gpuCount,
  gpuModel: 'H100',
  gpuMemoryMib: 81_920,
});

/** Equal pods. */
export const podsOf = (pods: number, gpuDevices: number): readonly SubGroup[] => [
  {
    name: 'main',
    pods,
    request: {
      gpuDevices,
      gpuMilli: gpuDevices === 0 ? 0 : 1000,
      cpuMilli: 1000,
      memoryBytes: gib,
    },
  },
];

/** A job of one pod. */
export const training = (id: string, projectId: string, gpus: number): Job => ({
  id,
  projectId,
  workloadType: 'training',
  priority: 50,
  preemptible: true,
  subGroups: podsOf(1, gpus),
  nodeSelector: {},
});

/** Two nodes, a department, two projects. */
export const site: Story['scenario'] = {
  name: 'golden',
  clusterId: 'c1',
  nodePoolId: 'default',
  startMs: 1_767_600_000_000,
  nodes: [nodeOf('n1', 4), nodeOf('n2', 4)],
  departments: [{ id: 'lab', entitlements: promised(8) }],
  projects: [
    { id: 'red', departmentId: 'lab', entitlements: promised(4) },
    { id: 'blue', departmentId: 'lab', entitlements: promised(4) },
  ],
};

/** What somebody asks. */
export const ask = (subject: string, command: Asked['command']): Step => ({ subject, command });

/** What the cluster reports. */
export const see = (subject: string, command: Asked['command']): Step => ({
  subject,
  command,
  origin: 'observation',
});

/** The cluster reports that all pods are ready. */
export const started = (id: string, attempt = 1): Step =>
  see(`workload/${id}`, { type: 'ObserveWorkloadStarted', attempt });
/** The cluster reports that the last pod has gone. */
export const podsGone = (id: string, attempt = 1): Step =>
  see(`workload/${id}`, { type: 'ObserveWorkloadPodsGone', attempt });
/** The cluster reports a good end. */
export const completed = (id: string, attempt = 1): Step =>
  see(`workload/${id}`, { type: 'ObserveWorkloadCompleted', attempt });
/** The cluster reports a bad end. */
export const failed = (id: string, attempt: number): Step =>
  see(`workload/${id}`, { type: 'ObserveWorkloadFailed', attempt, reason: 'Error', exitCode: 1 });

/** A project is promised something. */
export const grant = (projectId: string, entitlements: Entitlements): Step =>
  ask(`project/${projectId}`, {
    type: 'GrantProjectQuota',
    nodePoolId: 'default',
    entitlements,
    isNodePoolKnown: true,
    nonPreemptibleInUse: { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 },
  });
