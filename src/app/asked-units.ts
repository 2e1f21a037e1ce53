import type { BerthCommand } from '../../domain/catalogue/index.ts';
import type { Amounts } from '../../domain/foundation/shapes.ts';
import { queueIdOf } from '../../domain/queue/index.ts';
import { noAmounts, type QueueBoard, rowsOf } from '../../projections/queue-board/index.ts';
import type { AskOfUnit } from '../../adapters/ports/ask.ts';
import { countIn, type KnownKind, stateIn } from './aggregates.ts';
import type { States } from './states.ts';

/** Whether a unit that others refer to is there. */
export const isReady = (
  states: States,
  kind: Exclude<KnownKind, 'workload' | 'queue' | 'node'>,
  id: string,
): boolean => {
  const phase = stateIn(states, kind, id)?.phase;
  return phase !== undefined && presentPhases.has(phase);
};

/** A unit is there while it is ready; a cluster also before it connects and while it is silent. */
const presentPhases: ReadonlySet<string> = new Set([
  'Ready',
  'Registered',
  'Connected',
  'Disconnected',
]);

/** What is asked of a department or project, with what the decision needs to know of others. */
export const commandOfUnit = (ask: AskOfUnit, states: States, board: QueueBoard): BerthCommand => {
  switch (ask.type) {
    case 'CreateDepartment': {
      const { type, name, clusterId } = ask;
      return { type, name, clusterId, isClusterKnown: isReady(states, 'cluster', clusterId) };
    }
    case 'GrantDepartmentQuota': {
      const owner = { ownerKind: 'department', ownerId: ask.departmentId } as const;
      return { type: ask.type, ...granted(ask, states), ...inUse(board, owner, ask.nodePoolId) };
    }
    case 'DeleteDepartment':
      return { type: ask.type, openProjects: projectsOf(states, ask.departmentId) };
    case 'CreateProject':
      return createProject(ask, states);
    case 'GrantProjectQuota': {
      const owner = { ownerKind: 'project', ownerId: ask.projectId } as const;
      return { type: ask.type, ...granted(ask, states), ...inUse(board, owner, ask.nodePoolId) };
    }
    case 'DeleteProject':
      return { type: ask.type, liveWorkloads: workloadsOf(states, ask.projectId) };
  }
};

type Granting = Extract<AskOfUnit, { readonly nodePoolId: string }>;

const granted = ({ nodePoolId, entitlements }: Granting, states: States) => ({
  nodePoolId,
  entitlements,
  isNodePoolKnown: isReady(states, 'node-pool', nodePoolId),
});

const inUse = (
  board: QueueBoard,
  owner: { readonly ownerKind: 'project' | 'department'; readonly ownerId: string },
  nodePoolId: string,
): { readonly nonPreemptibleInUse: Amounts } => {
  const id = queueIdOf({ ...owner, nodePoolId });
  const row = board.queues.has(id) ? rowsOf(board).find((one) => one.id === id) : undefined;
  return { nonPreemptibleInUse: row?.subtree.allocatedNonPreemptible ?? noAmounts };
};

const createProject = (
  ask: Extract<AskOfUnit, { readonly type: 'CreateProject' }>,
  states: States,
): BerthCommand => {
  const { projectId, ...asked } = ask;
  return {
    ...asked,
    isDepartmentKnown: isReady(states, 'department', ask.departmentId),
    isNodePoolKnown: isReady(states, 'node-pool', ask.defaultNodePoolId),
    unknownNodePoolId: ask.defaultNodePoolIds?.find((id) => !isReady(states, 'node-pool', id)),
    isNameTaken:
      countIn(
        states,
        'project',
        (state, id) => state.phase === 'Ready' && state.name === ask.name && id !== projectId,
      ) > 0,
  };
};

const projectsOf = (states: States, departmentId: string): number =>
  countIn(
    states,
    'project',
    (state) => state.phase === 'Ready' && state.departmentId === departmentId,
  );

/** Workloads of a project that have not ended. */
const workloadsOf = (states: States, projectId: string): number =>
  countIn(states, 'workload', (state) => 'projectId' in state && state.projectId === projectId);
