import type { RefusalRows } from './refusal-rows.ts';
import { conflict, field, invalid, exists, missing, taken, unknown } from './refusal-words.ts';

type UnitTag =
  | 'InvalidDepartment'
  | 'DepartmentExists'
  | 'DepartmentNotFound'
  | 'DepartmentDeletionBlocked'
  | 'UnknownDepartment'
  | 'InvalidProject'
  | 'ProjectExists'
  | 'ProjectNotFound'
  | 'ProjectDeletionBlocked'
  | 'UnknownProject'
  | 'NameTaken'
  | 'QuotaUnset'
  | 'InvalidEntitlement'
  | 'QuotaBelowUse'
  | 'InvalidQueue'
  | 'MissingParent'
  | 'QueueExists'
  | 'QueueNotFound'
  | 'QueueInUse'
  | 'InvalidHolder';

/** What is refused about departments, projects, their quotas and queues. */
export const refusalsOfUnits: RefusalRows<UnitTag> = {
  InvalidDepartment: invalid('department'),
  DepartmentExists: exists('department'),
  DepartmentNotFound: missing('department'),
  DepartmentDeletionBlocked: ({ openProjects }, about) =>
    conflict(
      about,
      'Projects are left in the department',
      `delete the ${openProjects} projects first that are left in it`,
    ),
  UnknownDepartment: ({ departmentId }, about) =>
    unknown('department', about, { pointer: '/departmentId', value: departmentId }),
  InvalidProject: invalid('project'),
  ProjectExists: exists('project'),
  ProjectNotFound: missing('project'),
  ProjectDeletionBlocked: ({ liveWorkloads }, about) =>
    conflict(
      about,
      'Workloads are left in the project',
      `delete the ${liveWorkloads} workloads first that are left in it`,
    ),
  UnknownProject: ({ projectId }, about) =>
    unknown('project', about, { pointer: '/projectId', value: projectId }),
  NameTaken: (refusal, about) =>
    taken(
      refusal.name,
      'projectId' in refusal ? `workload of project ${refusal.projectId}` : 'project',
      about,
    ),
  QuotaUnset: ({ pointer, remedy }, about) =>
    field('quota', about, { pointer, value: undefined, problem: 'is not said', remedy }),
  InvalidEntitlement: invalid('quota'),
  QuotaBelowUse: ({ pointer, quota, nonPreemptibleInUse }, about) =>
    field('quota', about, {
      pointer,
      value: quota,
      problem: `is less than the ${nonPreemptibleInUse} that non-preemptible workloads hold now`,
      remedy: `say at least ${nonPreemptibleInUse}, or stop some of them first`,
    }),
  InvalidQueue: invalid('queue'),
  MissingParent: ({ parentId }, about) =>
    unknown('queue', about, { pointer: '/parentId', value: parentId }),
  QueueExists: exists('queue'),
  QueueNotFound: missing('queue'),
  QueueInUse: ({ pendingWorkloads, openChildren }, about) =>
    conflict(
      about,
      'The queue is in use',
      `${pendingWorkloads} workloads wait in it and ${openChildren} queues are below it`,
    ),
  InvalidHolder: invalid('holder'),
};
