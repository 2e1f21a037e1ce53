import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Department } from '../../../domain/department/index.ts';
import { processes } from '../../../domain/processes/index.ts';
import type { Project } from '../../../domain/project/index.ts';
import { queueIdOf } from '../../../domain/queue/index.ts';
import { createDepartment, grantDepartmentQuota } from '../../arbitraries/department.ts';
import { entitlementsFrom } from '../../arbitraries/entitlements.ts';
import { createProject, grantProjectQuota } from '../../arbitraries/project.ts';
import { submission } from '../workload/history.ts';
import { type Play, play, run } from './play.ts';

const departments = ['d-1', 'd-2'];
const projects = ['p-1', 'p-2', 'p-3'];
const pools = ['a', 'b'];
const departmentOf = (projectId: string): string => (projectId === 'p-3' ? 'd-2' : 'd-1');

const poolFrom = fc.constantFrom(...pools);
const departmentFrom = fc.constantFrom(...departments);
const projectFrom = fc.constantFrom(...projects);

type Step = (brain: Play) => void;

const liveIn = (brain: Play, projectId: string): number =>
  new Set(
    brain.facts
      .filter(
        (fact) =>
          fact.type === 'WorkloadSubmitted' &&
          fact.data.projectId === projectId &&
          brain.stateOf('workload', fact.subject.id).phase !== 'Deleted',
      )
      .map(({ subject }) => subject.id),
  ).size;
const openIn = (brain: Play, departmentId: string): number =>
  projects.filter(
    (id) => departmentOf(id) === departmentId && brain.stateOf('project', id).phase === 'Ready',
  ).length;
const isReady = (brain: Play, kind: 'department' | 'project', id: string): boolean =>
  brain.stateOf(kind, id).phase === 'Ready';

/** What people do, in any order; `handle` is the loop of the engine, late by any number of steps. */
const stepFrom: fc.Arbitrary<Step> = fc.oneof(
  departmentFrom.map((id): Step => (brain) => {
    brain.send('department', id, createDepartment({ name: id }));
  }),
  projectFrom.map((id): Step => (brain) => {
    const departmentId = departmentOf(id);
    const isDepartmentKnown = isReady(brain, 'department', departmentId);
    brain.send('project', id, createProject({ name: id, departmentId, isDepartmentKnown }));
  }),
  fc
    .tuple(departmentFrom, poolFrom, entitlementsFrom)
    .map(([id, nodePoolId, entitlements]): Step => (brain) => {
      brain.send('department', id, grantDepartmentQuota({ nodePoolId, entitlements }));
    }),
  fc
    .tuple(projectFrom, poolFrom, entitlementsFrom)
    .map(([id, nodePoolId, entitlements]): Step => (brain) => {
      brain.send('project', id, grantProjectQuota({ nodePoolId, entitlements }));
    }),
  fc
    .tuple(projectFrom, poolFrom, fc.nat({ max: 3 }))
    .map(([projectId, nodePoolId, number]): Step => (brain) => {
      const id = `w-${projectId}-${nodePoolId}-${number}`;
      const queueId = queueIdOf({ ownerKind: 'project', ownerId: projectId, nodePoolId });
      const isOpen = brain.stateOf('queue', queueId).phase === 'Open';
      const isProjectKnown = isReady(brain, 'project', projectId);
      const found = { isProjectKnown, queueId: isOpen ? queueId : undefined };
      brain.send('workload', id, submission({ name: id, projectId, nodePoolId, ...found }));
    }),
  fc
    .tuple(projectFrom, poolFrom, fc.nat({ max: 3 }))
    .map(([projectId, nodePoolId, number]): Step => (brain) => {
      const id = `w-${projectId}-${nodePoolId}-${number}`;
      brain.send('workload', id, { type: 'DeleteWorkload', reason: 'done' });
    }),
  projectFrom.map((id): Step => (brain) => {
    brain.send('project', id, { type: 'DeleteProject', liveWorkloads: liveIn(brain, id) });
  }),
  departmentFrom.map((id): Step => (brain) => {
    brain.send('department', id, { type: 'DeleteDepartment', openProjects: openIn(brain, id) });
  }),
  fc.nat({ max: 4 }).map((count): Step => (brain) => {
    brain.handle(count);
  }),
);

/** Plays the steps, and then lets the engine catch up. */
const playAll = (steps: readonly Step[]): Play => {
  const brain = play();
  for (const step of steps) step(brain);
  brain.settle();
  return brain;
};

const grantsOf = (brain: Play, kind: 'department' | 'project', id: string) => {
  const state = brain.stateOf(kind, id) as Department | Project;
  return state.phase === 'Ready' ? state.grants : [];
};

describe('processes › laws', () => {
  const historyFrom = fc.array(stepFrom, { minLength: 10, maxLength: 60 });

  test('∀ histories: once nothing waits, every grant has its queue and no deleted owner has one', () => {
    fc.assert(
      fc.property(historyFrom, (steps) => {
        const brain = playAll(steps);
        expect(brain.misasked).toEqual([]);
        for (const ownerId of departments) {
          for (const { nodePoolId, entitlements } of grantsOf(brain, 'department', ownerId)) {
            const id = queueIdOf({ ownerKind: 'department', ownerId, nodePoolId });
            expect(brain.stateOf('queue', id)).toMatchObject({ phase: 'Open', entitlements });
          }
        }
        for (const ownerId of projects) {
          for (const { nodePoolId, entitlements } of grantsOf(brain, 'project', ownerId)) {
            const parent = { ownerId: departmentOf(ownerId), nodePoolId };
            const parentId = queueIdOf({ ownerKind: 'department', ...parent });
            const id = queueIdOf({ ownerKind: 'project', ownerId, nodePoolId });
            const isParentOpen = brain.stateOf('queue', parentId).phase === 'Open';
            expect(brain.stateOf('queue', id)).toMatchObject(
              isParentOpen ? { phase: 'Open', entitlements } : { phase: 'Absent' },
            );
          }
        }
        for (const { type, data, subject } of brain.facts) {
          if (type !== 'QueueOpened') continue;
          const isOwned = isReady(brain, data.ownerKind, data.ownerId);
          expect(brain.stateOf('queue', subject.id).phase).toBe(isOwned ? 'Open' : 'Closed');
        }
      }),
      { numRuns: 150 },
    );
  });

  test('∀ histories: once nothing waits, a workload is in Creating only without an open queue', () => {
    fc.assert(
      fc.property(historyFrom, (steps) => {
        const brain = playAll(steps);
        for (const { type, data, subject } of brain.facts) {
          if (type !== 'WorkloadSubmitted') continue;
          const { projectId: ownerId, nodePoolId } = data;
          const queueId = queueIdOf({ ownerKind: 'project', ownerId, nodePoolId });
          const { phase } = brain.stateOf('workload', subject.id);
          const isQueueOpen = brain.stateOf('queue', queueId).phase === 'Open';
          if (phase === 'Creating') expect(isQueueOpen).toBe(false);
          if (phase === 'Pending') expect(isQueueOpen).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('∀ histories: a process that sees the facts again asks for the same and knows the same', () => {
    fc.assert(
      fc.property(historyFrom, (steps) => {
        const { facts } = playAll(steps);
        for (const process of processes) {
          expect(run(process, facts)).toEqual(run(process, facts));
        }
      }),
      { numRuns: 30 },
    );
  });

  test('∀ histories: what was asked twice changes nothing', () => {
    fc.assert(
      fc.property(historyFrom, (steps) => {
        const brain = playAll(steps);
        const last = brain.facts.at(-1);
        const repeated = processes
          .flatMap((process) => run(process, brain.facts).asked)
          .filter(({ command }) => command.type !== 'EntitleQueue');
        for (const { subject, command } of repeated) brain.send(subject.kind, subject.id, command);
        expect(brain.facts.at(-1)).toBe(last);
      }),
      { numRuns: 60 },
    );
  });
});
