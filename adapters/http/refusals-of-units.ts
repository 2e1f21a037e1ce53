import { countText } from '../../domain/foundation/amount-text.ts';
import type { RefusalRows } from './refusal-rows.ts';
import {
  conflict,
  exists,
  field,
  invalid,
  leftText,
  missing,
  taken,
  unknown,
} from './refusal-words.ts';

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
  | 'InvalidHolder'
  | 'SenselessPolicy'
  | 'PolicyVersionTaken';

/** What is refused about departments, projects, their quotas and queues. */
export const refusalsOfUnits: RefusalRows<UnitTag> = {
  InvalidDepartment: invalid('department'),
  DepartmentExists: exists('department'),
  DepartmentNotFound: missing('department'),
  DepartmentDeletionBlocked: ({ openProjects }, about) =>
    conflict(about, {
      title: 'The department is not empty',
      problem: `${leftText(openProjects, 'project')} in it`,
      remedy: 'delete its projects first',
    }),
  UnknownDepartment: ({ departmentId }, about) =>
    unknown('department', about, { pointer: '/departmentId', value: departmentId }),
  InvalidProject: invalid('project'),
  ProjectExists: exists('project'),
  ProjectNotFound: missing('project'),
  ProjectDeletionBlocked: ({ liveWorkloads }, about) =>
    conflict(about, {
      title: 'The project is not empty',
      problem: `${leftText(liveWorkloads, 'workload')} in it`,
      remedy: 'delete its workloads first',
    }),
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
    conflict(about, {
      title: 'The queue is in use',
      problem: `pending in it: ${countText(pendingWorkloads, 'workload')}; below it: ${countText(openChildren, 'queue')}`,
      remedy: 'delete the workloads that wait in it, and what stands below it',
    }),
  InvalidHolder: invalid('holder'),
  SenselessPolicy: ({ pointer, value, wanted }, about) =>
    field('policy', about, { pointer, value, problem: `must be ${wanted}` }),
  PolicyVersionTaken: ({ version }, about) =>
    conflict(
      { ...about, pointer: '/policy/version' },
      {
        title: 'The version of the rules is taken',
        problem: `other rules go by the version ${JSON.stringify(version)}`,
        remedy: 'give the rules another version',
      },
    ),
};
