import { describe, expect, test } from 'vitest';
import { department } from '../../../domain/department/index.ts';
import {
  createDepartment,
  departmentCreated,
  departmentDeleted,
  departmentQuotaGranted,
  grantDepartmentQuota,
} from '../../arbitraries/department.ts';
import { entitlementsOfGpus, noneInUse } from '../../arbitraries/entitlements.ts';
import { givenFor } from '../given.ts';

const given = givenFor(department);
const eight = entitlementsOfGpus(8);

describe('department › CreateDepartment', () => {
  test('creates it in a known cluster, once', () => {
    given().when(createDepartment()).then(departmentCreated);
    given(departmentCreated).when(createDepartment()).then();
  });

  test('rejects a cluster that nobody knows', () => {
    given()
      .when(createDepartment({ isClusterKnown: false }))
      .then({ _tag: 'UnknownCluster', clusterId: 'main' });
  });

  test('rejects an id that is in use for another, or was', () => {
    given(departmentCreated)
      .when(createDepartment({ clusterId: 'other' }))
      .then({ _tag: 'DepartmentExists', phase: 'Ready' });
    given(departmentCreated, departmentDeleted)
      .when(createDepartment())
      .then({ _tag: 'DepartmentExists', phase: 'Deleted' });
  });

  test.each(['', 'Science', '-a', 'a-', 'a.b', 'ä', 'x'.repeat(64), '__proto__'])(
    'rejects the name %j',
    (name) => {
      given().when(createDepartment({ name })).then({
        _tag: 'InvalidDepartment',
        pointer: '/name',
        value: name,
        problem: 'must be a DNS label: a-z, 0-9, "-" inside, 1 to 63 characters',
      });
    },
  );

  test('repeats at most 80 characters of a bad name', () => {
    given()
      .when(createDepartment({ name: 'X'.repeat(100_000) }))
      .then({
        _tag: 'InvalidDepartment',
        pointer: '/name',
        value: `${'X'.repeat(77)}...`,
        problem: 'must be a DNS label: a-z, 0-9, "-" inside, 1 to 63 characters',
      });
  });
});

describe('department › GrantDepartmentQuota', () => {
  test('grants entitlements per pool, the later one standing', () => {
    given(departmentCreated).when(grantDepartmentQuota()).then(departmentQuotaGranted(eight));
    const { state } = given(
      departmentCreated,
      departmentQuotaGranted(eight, 'pool-b'),
      departmentQuotaGranted(eight, 'constructor'),
      departmentQuotaGranted(entitlementsOfGpus(9), 'pool-b'),
    );
    expect(state).toMatchObject({
      grants: [
        { nodePoolId: 'constructor', entitlements: eight },
        { nodePoolId: 'pool-b', entitlements: entitlementsOfGpus(9) },
      ],
    });
  });

  test('takes the same grant as a repetition, even where more is in use', () => {
    given(departmentCreated, departmentQuotaGranted(eight))
      .when(grantDepartmentQuota({ nonPreemptibleInUse: { ...noneInUse, gpuMilli: 9000 } }))
      .then();
  });

  test('rejects a pool that nobody knows', () => {
    given(departmentCreated)
      .when(grantDepartmentQuota({ isNodePoolKnown: false }))
      .then({ _tag: 'UnknownNodePool', nodePoolId: 'default' });
  });

  test('rejects a quota that drops below what non-preemptible work holds', () => {
    const nonPreemptibleInUse = { ...noneInUse, gpuMilli: 6001 };
    const rejection = {
      _tag: 'QuotaBelowUse',
      pointer: '/entitlements/gpuMilli/quota',
      quota: 6000,
      nonPreemptibleInUse: 6001,
    } as const;
    const command = grantDepartmentQuota({
      entitlements: entitlementsOfGpus(6),
      nonPreemptibleInUse,
    });
    given(departmentCreated, departmentQuotaGranted(eight)).when(command).then(rejection);
    given(departmentCreated, departmentQuotaGranted(entitlementsOfGpus(-0.001)))
      .when(command)
      .then(rejection);
    given(departmentCreated).when(command).then(rejection);
  });

  test('takes a quota that rises, or has no bound, whatever is in use', () => {
    const nonPreemptibleInUse = { gpuMilli: 6001, cpuMilli: 1, memoryMib: 1 };
    given(departmentCreated, departmentQuotaGranted(entitlementsOfGpus(2)))
      .when(grantDepartmentQuota({ entitlements: entitlementsOfGpus(3), nonPreemptibleInUse }))
      .then(departmentQuotaGranted(entitlementsOfGpus(3)));
  });

  test('rejects a department that is not there', () => {
    given().when(grantDepartmentQuota()).then({ _tag: 'DepartmentNotFound', phase: 'Absent' });
  });
});

describe('department › DeleteDepartment', () => {
  test('deletes it once its projects are gone', () => {
    given(departmentCreated)
      .when({ type: 'DeleteDepartment', openProjects: 2 })
      .then({ _tag: 'DepartmentDeletionBlocked', openProjects: 2 });
    given(departmentCreated)
      .when({ type: 'DeleteDepartment', openProjects: 0 })
      .then(departmentDeleted);
  });
});
