import { describe, expect, test } from 'vitest';
import { project } from '../../../domain/project/index.ts';
import { entitlementsOfGpus, noneInUse } from '../../arbitraries/entitlements.ts';
import {
  createProject,
  grantProjectQuota,
  projectCreated,
  projectDeleted,
  projectQuotaGranted,
} from '../../arbitraries/project.ts';
import { givenFor } from '../given.ts';

const given = givenFor(project);

describe('project › CreateProject', () => {
  test('creates it in a known department, once', () => {
    given().when(createProject()).then(projectCreated);
    given(projectCreated)
      .when(createProject({ isNameTaken: true }))
      .then();
  });

  test('rejects missing parents by name', () => {
    given()
      .when(createProject({ isDepartmentKnown: false }))
      .then({ _tag: 'UnknownDepartment', departmentId: 'science' });
    given()
      .when(createProject({ isNodePoolKnown: false }))
      .then({ _tag: 'UnknownNodePool', nodePoolId: 'default' });
  });

  test('may name several node pools, the default first and each once', () => {
    const pools = ['default', 'far'];
    given()
      .when(createProject({ defaultNodePoolIds: pools }))
      .then({
        type: 'ProjectCreated',
        data: {
          name: 'vision',
          departmentId: 'science',
          clusterId: 'main',
          defaultNodePoolId: 'default',
          defaultNodePoolIds: pools,
        },
      });
    given(projectCreated)
      .when(createProject({ defaultNodePoolIds: pools }))
      .then({ _tag: 'ProjectExists', phase: 'Ready' });
    given()
      .when(createProject({ defaultNodePoolIds: pools, unknownNodePoolId: 'far' }))
      .then({ _tag: 'UnknownNodePool', nodePoolId: 'far' });
    const wrong = [
      [['far', 'default'], 'far', 'must begin with the default node pool'],
      [[], '', 'must begin with the default node pool'],
      [['default', 'far', 'far'], 'far', 'must name each pool once'],
    ] as const;
    for (const [defaultNodePoolIds, value, problem] of wrong) {
      given()
        .when(createProject({ defaultNodePoolIds }))
        .then({ _tag: 'InvalidProject', pointer: '/defaultNodePoolIds', value, problem });
    }
  });

  test('rejects a name that another project has', () => {
    given()
      .when(createProject({ isNameTaken: true }))
      .then({ _tag: 'NameTaken', name: 'vision' });
  });

  test('rejects an id that is in use for another, or was', () => {
    given(projectCreated)
      .when(createProject({ departmentId: 'sales' }))
      .then({ _tag: 'ProjectExists', phase: 'Ready' });
    given(projectCreated, projectDeleted)
      .when(createProject())
      .then({ _tag: 'ProjectExists', phase: 'Deleted' });
  });

  test.each(['name', 'departmentId', 'clusterId', 'defaultNodePoolId'] as const)(
    'rejects a %s that is no DNS label',
    (field) => {
      given()
        .when(createProject({ [field]: 'a b' }))
        .then({
          _tag: 'InvalidProject',
          pointer: `/${field}`,
          value: 'a b',
          problem: 'must be a DNS label: a-z, 0-9, "-" inside, 1 to 63 characters',
        });
    },
  );
});

describe('project › GrantProjectQuota', () => {
  test('grants entitlements in one pool', () => {
    given(projectCreated)
      .when(grantProjectQuota())
      .then(projectQuotaGranted(entitlementsOfGpus(4)));
  });

  test('rejects a quota that drops below what non-preemptible work holds', () => {
    given(projectCreated, projectQuotaGranted(entitlementsOfGpus(5)))
      .when(grantProjectQuota({ nonPreemptibleInUse: { ...noneInUse, gpuMilli: 4500 } }))
      .then({
        _tag: 'QuotaBelowUse',
        pointer: '/entitlements/gpuMilli/quota',
        quota: 4000,
        nonPreemptibleInUse: 4500,
      });
  });

  test('rejects a quota that was not said', () => {
    given(projectCreated)
      .when(grantProjectQuota({ entitlements: {} }))
      .then({
        _tag: 'QuotaUnset',
        pointer: '/entitlements/gpuMilli/quota',
        remedy: 'say 0 for nothing guaranteed, -1 for all there is, or an amount',
      });
  });

  test('rejects a project that is not there', () => {
    given(projectCreated, projectDeleted)
      .when(grantProjectQuota())
      .then({ _tag: 'ProjectNotFound', phase: 'Deleted' });
  });
});

describe('project › DeleteProject', () => {
  test('deletes it once its workloads are gone, and remembers its name', () => {
    given(projectCreated)
      .when({ type: 'DeleteProject', liveWorkloads: 1 })
      .then({ _tag: 'ProjectDeletionBlocked', liveWorkloads: 1 });
    given(projectCreated).when({ type: 'DeleteProject', liveWorkloads: 0 }).then(projectDeleted);
    expect(given(projectCreated, projectDeleted).state).toEqual({
      phase: 'Deleted',
      name: 'vision',
      departmentId: 'science',
    });
  });
});
