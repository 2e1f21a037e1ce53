import { type DataOf, workloadLifecycle } from '../../../../domain/workload/index.ts';
import type { OrgUnits } from '../../../../projections/org-units/index.ts';
import {
  messageOf,
  nodeIdsOf,
  pendingMsAt,
  runningMsAt,
  type WorkloadRow,
} from '../../../../projections/workload-list/index.ts';
import { instantText, instantTextOf } from '../shapes.ts';
import { namespaceOf } from './namespace.ts';
import { masterSaid, specSaid } from './spec-told.ts';
import { sumsOf } from './sums.ts';
import { deletedAtMsOf, frameworkOf, type WorkloadsSeen } from './table.ts';
import { categoryOf, priorityWordOf, typeWordOf } from './words.ts';

/** A workload as Run:ai tells it, as far as Berth knows it. @source product reference §2.6 */
export const recordOf = (row: WorkloadRow, { nowMs, units }: WorkloadsSeen): object => {
  return {
    id: row.id,
    name: row.name,
    type: typeWordOf(row.workloadType),
    category: categoryOf(row.workloadType),
    ...ownersOf(row, units),
    submittedBy: row.submittedBy,
    ...phaseOf(row),
    ...askedOf(row),
    ...heldOf(row),
    totalPendingTimeSeconds: Math.floor(pendingMsAt(row, nowMs) / 1000),
    totalRunningTimeSeconds: Math.floor(runningMsAt(row, nowMs) / 1000),
    attempt: row.attempt,
    preemptions: row.preemptions,
    interruptions: row.interruptions,
    failures: row.failures,
    clonedFrom: row.clonedFrom,
    actionsSupport: actionsOf(row),
    revision: row.revision,
  };
};

/** Whose it is; what is deleted has no name any more. */
const ownersOf = (row: WorkloadRow, { projects, departments }: OrgUnits): object => {
  const { projectId } = row;
  const project = projects.get(projectId);
  if (project === undefined) return { projectId };
  const { name, clusterId, departmentId } = project;
  return {
    clusterId,
    namespace: namespaceOf(row, { projects }),
    projectId,
    projectName: name,
    departmentId,
    departmentName: departments.get(departmentId)?.name,
  };
};

const phaseOf = (row: WorkloadRow): object => {
  const { verdict } = row;
  const message = verdict === undefined ? row.reason : messageOf(verdict);
  const isBySum = verdict?._tag === 'NonPreemptibleOverQuota' || verdict?._tag === 'OverLimit';
  return {
    createdAt: instantText(row.submittedAtMs),
    startedAt: instantTextOf(row.startedAtMs),
    completedAt: instantTextOf(row.completedAtMs),
    deletedAt: instantTextOf(deletedAtMsOf(row)),
    phase: row.phase,
    phaseMessage: message === '' ? undefined : message,
    phaseReason: isBySum ? verdict._tag : undefined,
    phaseUpdatedAt: instantText(row.phaseSinceMs),
  };
};

const askedOf = (row: WorkloadRow): object => {
  const { container, replicas } = row;
  const sums = sumsOf(row.subGroups);
  return {
    priority: row.priority,
    priorityClassName: priorityWordOf(row.priority),
    preemptible: row.isPreemptible,
    requestedPods: {
      number: replicas?.desired ?? row.requestedPods,
      min: replicas?.min,
      max: replicas?.max,
    },
    workloadRequestedResources: {
      gpu: { request: sums.gpus },
      ...(sums.gpuMemory === undefined ? {} : { gpuMemory: { request: sums.gpuMemory } }),
      cpu: { request: sums.cores },
      cpuMemory: { request: sums.memory },
    },
    requestedNodePools: row.nodePoolIds ?? [row.nodePoolId],
    distributedFramework: frameworkOf(row),
    images: container === undefined ? [] : [container.image],
    command: container?.command,
    arguments: container?.args,
    environmentVariables: container?.environment,
  };
};

const heldOf = (row: WorkloadRow): object => {
  const isHolding = row.placements.length > 0;
  const sums = sumsOf(isHolding ? row.subGroups : []);
  const isUp = row.phase === 'Running' || row.phase === 'Degraded';
  return {
    runningPods: { number: isUp ? row.placements.length : 0 },
    allocatedResources: {
      gpu: row.allocatedGpuMilli / 1000,
      cpu: sums.cores,
      cpuMemory: sums.memory,
    },
    currentNodePools: isHolding ? [row.nodePoolId] : [],
    currentNodes: nodeIdsOf(row),
  };
};

const actionsOf = ({ phase, workloadType }: WorkloadRow): object => ({
  delete: workloadLifecycle.after(phase, 'WorkloadDeletionRequested') !== undefined,
  suspend:
    workloadType !== 'inference' &&
    workloadLifecycle.after(phase, 'WorkloadStopRequested') !== undefined,
  resume: phase === 'Stopped',
});

/** A workload with what was asked for, as Run:ai tells it where its type is in the path. */
export const specifiedOf = (
  row: WorkloadRow,
  asked: DataOf<'WorkloadSubmitted'>,
  see: WorkloadsSeen,
): object => ({
  ...recordOf(row, see),
  workloadId: row.id,
  requestedName: row.name,
  createdBy: row.submittedBy,
  actualPhase: row.phase,
  desiredPhase: desiredOf(row),
  spec: specSaid(asked),
  ...masterSaid(asked),
});

const desiredOf = ({ phase }: WorkloadRow): string => {
  if (phase === 'Stopping' || phase === 'Stopped') return 'Stopped';
  return phase === 'Deleting' || phase === 'Deleted' ? 'Deleted' : 'Running';
};
