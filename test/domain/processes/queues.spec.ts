import { describe, expect, test } from 'vitest';
import { queueIdOf } from '../../../domain/queue/index.ts';
import { createDepartment, grantDepartmentQuota } from '../../arbitraries/department.ts';
import { entitlementsOfGpus } from '../../arbitraries/entitlements.ts';
import { createProject, grantProjectQuota } from '../../arbitraries/project.ts';
import { type Play, play } from './play.ts';

const top = queueIdOf({ ownerKind: 'department', ownerId: 'science', nodePoolId: 'default' });
const below = queueIdOf({ ownerKind: 'project', ownerId: 'vision', nodePoolId: 'default' });

/** Department and project without any quota. */
const begun = (): Play => {
  const brain = play();
  brain.send('department', 'science', createDepartment());
  brain.send('project', 'vision', createProject());
  brain.settle();
  return brain;
};
/** Both with a quota, and their queues open. */
const granted = (): Play => {
  const brain = begun();
  brain.send('department', 'science', grantDepartmentQuota());
  brain.send('project', 'vision', grantProjectQuota());
  brain.settle();
  return brain;
};
const phaseOf = (brain: Play, id: string): string => brain.stateOf('queue', id).phase;

describe('queues process', () => {
  test('asks for nothing while nothing is granted', () => {
    expect(begun().asked).toEqual([]);
    expect(begun().facts.map(({ type }) => type)).toEqual(['DepartmentCreated', 'ProjectCreated']);
  });

  test('opens the queue of a department at the top and the queue of its project below', () => {
    const brain = granted();
    expect(brain.stateOf('queue', top)).toEqual({
      phase: 'Open',
      ownerKind: 'department',
      ownerId: 'science',
      nodePoolId: 'default',
      parentId: '',
      entitlements: entitlementsOfGpus(8),
    });
    expect(brain.stateOf('queue', below)).toMatchObject({
      phase: 'Open',
      ownerKind: 'project',
      parentId: top,
      entitlements: entitlementsOfGpus(4),
    });
  });

  test('keeps a project waiting until the queue of its department opens', () => {
    const brain = begun();
    brain.send('project', 'vision', grantProjectQuota());
    expect(brain.asked).toEqual([]);
    brain.send('department', 'science', grantDepartmentQuota());
    brain.settle();
    expect(phaseOf(brain, below)).toBe('Open');
  });

  test('opens a queue per pool; a grant in another pool is no parent', () => {
    const brain = begun();
    brain.send('department', 'science', grantDepartmentQuota({ nodePoolId: 'pool-b' }));
    brain.send('project', 'vision', grantProjectQuota());
    brain.settle();
    expect(phaseOf(brain, 'department:science@pool-b')).toBe('Open');
    expect(phaseOf(brain, below)).toBe('Absent');
  });

  test('revises an open queue with the next grant', () => {
    const brain = granted();
    brain.send('project', 'vision', grantProjectQuota({ entitlements: entitlementsOfGpus(6) }));
    brain.settle();
    expect(brain.stateOf('queue', below)).toMatchObject({ entitlements: entitlementsOfGpus(6) });
  });

  test('the last of several grants stands, however late the first is handled', () => {
    const brain = begun();
    for (const gpus of [1, 2, 3]) {
      const entitlements = entitlementsOfGpus(gpus);
      brain.send('department', 'science', grantDepartmentQuota({ entitlements }));
    }
    brain.settle();
    expect([...brain.refused, ...brain.misasked]).toEqual([]);
    expect(brain.stateOf('queue', top)).toMatchObject({ entitlements: entitlementsOfGpus(3) });
  });

  test('closes the queues of a deleted project, and of its department after them', () => {
    const brain = granted();
    brain.send('project', 'vision', { type: 'DeleteProject', liveWorkloads: 0 });
    brain.send('department', 'science', { type: 'DeleteDepartment', openProjects: 0 });
    expect(brain.asked.map(({ subject }) => subject.id)).toEqual([below]);
    brain.settle();
    expect([...brain.refused, ...brain.misasked]).toEqual([]);
    expect([phaseOf(brain, below), phaseOf(brain, top)]).toEqual(['Closed', 'Closed']);
  });

  test('opens nothing for a project that was deleted while it waited', () => {
    const brain = begun();
    brain.send('project', 'vision', grantProjectQuota());
    brain.send('project', 'vision', { type: 'DeleteProject', liveWorkloads: 0 });
    brain.send('department', 'science', grantDepartmentQuota());
    brain.settle();
    expect(phaseOf(brain, below)).toBe('Absent');
  });

  test('closes a queue that opens after its owner was deleted', () => {
    const brain = begun();
    brain.send('department', 'science', grantDepartmentQuota());
    brain.send('department', 'science', { type: 'DeleteDepartment', openProjects: 0 });
    brain.settle();
    expect(phaseOf(brain, top)).toBe('Closed');
  });
});
