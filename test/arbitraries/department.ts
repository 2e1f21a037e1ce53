import fc from 'fast-check';
import type { Entitlements } from '../../domain/foundation/shapes.ts';
import type { DepartmentEvent } from '../../domain/department/events.ts';
import type {
  CreateDepartment,
  Department,
  DepartmentCommand,
  GrantDepartmentQuota,
} from '../../domain/department/index.ts';
import {
  askedEntitlementsFrom,
  entitlementsOfGpus,
  mostlyFrom,
  mostlyNoneFrom,
  nameFrom,
  noneInUse,
} from './entitlements.ts';

/** The department `science` was created in cluster `main`. */
export const departmentCreated: DepartmentEvent = {
  type: 'DepartmentCreated',
  data: { name: 'science', clusterId: 'main' },
};
/** The department was granted entitlements in a pool. */
export const departmentQuotaGranted = (
  entitlements: Entitlements,
  nodePoolId = 'default',
): DepartmentEvent => ({
  type: 'DepartmentQuotaGranted',
  data: { nodePoolId, entitlements },
});
/** The department was deleted. */
export const departmentDeleted: DepartmentEvent = { type: 'DepartmentDeleted', data: {} };

/** Asks for the department of `departmentCreated`. */
export const createDepartment = (data: Partial<CreateDepartment> = {}): CreateDepartment => ({
  type: 'CreateDepartment',
  name: 'science',
  clusterId: 'main',
  isClusterKnown: true,
  ...data,
});
/** Grants 8 GPUs in the default pool. */
export const grantDepartmentQuota = (
  data: Partial<GrantDepartmentQuota> = {},
): GrantDepartmentQuota => ({
  type: 'GrantDepartmentQuota',
  nodePoolId: 'default',
  entitlements: entitlementsOfGpus(8),
  isNodePoolKnown: true,
  nonPreemptibleInUse: noneInUse,
  ...data,
});

const createFrom: fc.Arbitrary<DepartmentCommand> = fc
  .record({ name: nameFrom, clusterId: nameFrom, isClusterKnown: mostlyFrom })
  .map((data) => createDepartment(data));
const grantFrom: fc.Arbitrary<DepartmentCommand> = fc
  .record({
    nodePoolId: nameFrom,
    entitlements: askedEntitlementsFrom,
    isNodePoolKnown: mostlyFrom,
    nonPreemptibleInUse: fc.constantFrom(noneInUse, { ...noneInUse, gpuMilli: 500 }),
  })
  .map((data) => grantDepartmentQuota(data));
const deleteFrom: fc.Arbitrary<DepartmentCommand> = mostlyNoneFrom.map((openProjects) => ({
  type: 'DeleteDepartment',
  openProjects,
}));

/** Commands that make sense in a state of a department, and some that do not. */
export const departmentCommandsFrom = (state: Department): fc.Arbitrary<DepartmentCommand> =>
  fc.oneof(
    { weight: state.phase === 'Absent' ? 8 : 1, arbitrary: createFrom },
    { weight: 3, arbitrary: grantFrom },
    { weight: 1, arbitrary: deleteFrom },
  );
