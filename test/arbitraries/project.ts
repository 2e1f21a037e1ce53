import fc from 'fast-check';
import type { Entitlements } from '../../domain/foundation/shapes.ts';
import type { ProjectEvent } from '../../domain/project/events.ts';
import type {
  CreateProject,
  GrantProjectQuota,
  Project,
  ProjectCommand,
} from '../../domain/project/index.ts';
import {
  askedEntitlementsFrom,
  entitlementsOfGpus,
  mostlyFrom,
  mostlyNoneFrom,
  nameFrom,
  noneInUse,
} from './entitlements.ts';

const home = {
  name: 'vision',
  departmentId: 'science',
  clusterId: 'main',
  defaultNodePoolId: 'default',
};

/** The project `vision` was created in department `science`. */
export const projectCreated: ProjectEvent = { type: 'ProjectCreated', data: home };
/** The project was granted entitlements in a pool. */
export const projectQuotaGranted = (
  entitlements: Entitlements,
  nodePoolId = 'default',
): ProjectEvent => ({ type: 'ProjectQuotaGranted', data: { nodePoolId, entitlements } });
/** The project was deleted. */
export const projectDeleted: ProjectEvent = { type: 'ProjectDeleted', data: {} };

/** Asks for the project of `projectCreated`. */
export const createProject = (data: Partial<CreateProject> = {}): CreateProject => ({
  type: 'CreateProject',
  ...home,
  isDepartmentKnown: true,
  isNodePoolKnown: true,
  isNameTaken: false,
  ...data,
});
/** Grants 4 GPUs in the default pool. */
export const grantProjectQuota = (data: Partial<GrantProjectQuota> = {}): GrantProjectQuota => ({
  type: 'GrantProjectQuota',
  nodePoolId: 'default',
  entitlements: entitlementsOfGpus(4),
  isNodePoolKnown: true,
  nonPreemptibleInUse: noneInUse,
  ...data,
});

const createFrom: fc.Arbitrary<ProjectCommand> = fc
  .record({
    name: nameFrom,
    departmentId: nameFrom,
    clusterId: nameFrom,
    defaultNodePoolId: nameFrom,
    isDepartmentKnown: mostlyFrom,
    isNodePoolKnown: mostlyFrom,
    isNameTaken: mostlyFrom.map((isFree) => !isFree),
  })
  .map((data) => createProject(data));
const grantFrom: fc.Arbitrary<ProjectCommand> = fc
  .record({
    nodePoolId: nameFrom,
    entitlements: askedEntitlementsFrom,
    isNodePoolKnown: mostlyFrom,
    nonPreemptibleInUse: fc.constantFrom(noneInUse, { ...noneInUse, gpuMilli: 500 }),
  })
  .map((data) => grantProjectQuota(data));
const deleteFrom: fc.Arbitrary<ProjectCommand> = mostlyNoneFrom.map((liveWorkloads) => ({
  type: 'DeleteProject',
  liveWorkloads,
}));

/** Commands that make sense in a state of a project, and some that do not. */
export const projectCommandsFrom = (state: Project): fc.Arbitrary<ProjectCommand> =>
  fc.oneof(
    { weight: state.phase === 'Absent' ? 8 : 1, arbitrary: createFrom },
    { weight: 3, arbitrary: grantFrom },
    { weight: 1, arbitrary: deleteFrom },
  );
