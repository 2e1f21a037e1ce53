import type { InstantMs } from '../../../../domain/foundation/instant.ts';
import type { OrgUnits } from '../../../../projections/org-units/index.ts';
import {
  pendingMsAt,
  runningMsAt,
  type WorkloadRow,
  workloadPhases,
} from '../../../../projections/workload-list/index.ts';
import type { ListField, ListTable } from '../../list/index.ts';
import {
  categories,
  categoryOf,
  frameworkAnnotation,
  frameworks,
  priorityWordOf,
  priorityWords,
  typeNames,
  typeWordOf,
  typeWords,
} from './words.ts';

/** What a list of workloads looks at besides the rows. */
export interface WorkloadsSeen {
  readonly nowMs: InstantMs;
  readonly units: OrgUnits;
}

type Field = ListField<WorkloadRow, WorkloadsSeen>;

/** When a workload was deleted, if it was. */
export const deletedAtMsOf = (row: WorkloadRow): InstantMs | undefined =>
  row.phase === 'Deleted' ? row.phaseSinceMs : undefined;

/** The framework of distributed work, where somebody named it. */
export const frameworkOf = (row: WorkloadRow): string | undefined =>
  row.annotations?.[frameworkAnnotation];

const fields: Readonly<Record<string, Field>> = {
  id: { kind: 'text', isFixed: true, of: (row) => row.id },
  name: { kind: 'text', isFixed: true, of: (row) => row.name },
  type: {
    kind: 'text',
    isFixed: true,
    isShared: true,
    words: typeNames.map((name) => typeWords[name].word),
    of: (row) => typeWordOf(row.workloadType),
  },
  category: {
    kind: 'text',
    isFixed: true,
    isShared: true,
    words: categories,
    of: (row) => categoryOf(row.workloadType),
  },
  clusterId: {
    kind: 'text',
    of: (row, { units }) => units.projects.get(row.projectId)?.clusterId,
  },
  projectId: { kind: 'text', isFixed: true, isShared: true, of: (row) => row.projectId },
  // A project keeps its name and its department for life.
  projectName: {
    kind: 'text',
    isShared: true,
    of: (row, { units }) => units.projects.get(row.projectId)?.name,
  },
  departmentId: {
    kind: 'text',
    isShared: true,
    of: (row, { units }) => units.projects.get(row.projectId)?.departmentId,
  },
  departmentName: {
    kind: 'text',
    isShared: true,
    of: (row, { units }) => {
      const departmentId = units.projects.get(row.projectId)?.departmentId;
      return departmentId === undefined ? undefined : units.departments.get(departmentId)?.name;
    },
  },
  submittedBy: { kind: 'text', isFixed: true, isShared: true, of: (row) => row.submittedBy },
  createdAt: { kind: 'instant', isFixed: true, of: (row) => row.submittedAtMs },
  completedAt: { kind: 'instant', of: (row) => row.completedAtMs },
  deletedAt: { kind: 'instant', of: deletedAtMsOf },
  phase: { kind: 'text', words: workloadPhases, of: (row) => row.phase },
  phaseUpdatedAt: { kind: 'instant', of: (row) => row.phaseSinceMs },
  nodepool: { kind: 'text', isFixed: true, isShared: true, of: (row) => row.nodePoolId },
  distributedFramework: {
    kind: 'text',
    isFixed: true,
    isShared: true,
    words: frameworks,
    of: frameworkOf,
  },
  allocatedGPU: { kind: 'number', of: (row) => row.allocatedGpuMilli / 1000 },
  requestedGPU: { kind: 'number', of: (row) => row.requestedGpuMilli / 1000 },
  totalPendingTimeSeconds: {
    kind: 'number',
    of: (row, { nowMs }) => Math.floor(pendingMsAt(row, nowMs) / 1000),
  },
  totalRunningTimeSeconds: {
    kind: 'number',
    of: (row, { nowMs }) => Math.floor(runningMsAt(row, nowMs) / 1000),
  },
  priority: { kind: 'number', isFixed: true, of: (row) => row.priority },
  priorityClassName: {
    kind: 'text',
    isFixed: true,
    isShared: true,
    words: priorityWords,
    of: (row) => priorityWordOf(row.priority),
  },
  preemptible: { kind: 'boolean', isFixed: true, of: (row) => row.isPreemptible },
  preemptions: { kind: 'number', of: (row) => row.preemptions },
};

/** What lists of workloads can be filtered and sorted by; the newest stand first. @source product reference §8.1 */
export const workloadTable: ListTable<WorkloadRow, WorkloadsSeen> = {
  noun: 'workload',
  idOf: (row) => row.id,
  fields: new Map(Object.entries(fields)),
  searched: [(row) => row.name, (row) => row.id],
  usual: { sortBy: 'createdAt', sortOrder: 'desc' },
};
