import { dnsLabelProblem, type FieldProblem, firstProblem } from '../foundation/field.ts';
import { type Either, isLeft, left, right } from '../foundation/fp.ts';
import { type GrantAsked, type GrantRejection, judgeGrant } from '../queue/index.ts';
import type { ProjectEvent } from './events.ts';
import type { Project } from './state.ts';

/** Asks for a project in a department; the sender knows what exists and which names are in use. */
export interface CreateProject {
  readonly type: 'CreateProject';
  readonly name: string;
  readonly departmentId: string;
  readonly clusterId: string;
  readonly defaultNodePoolId: string;
  /** Where its workloads may go that name no pool, the dearest first, which is the default. */
  readonly defaultNodePoolIds?: readonly string[];
  /** The first of them that nobody knows, where there is one. */
  readonly unknownNodePoolId?: string | undefined;
  readonly isDepartmentKnown: boolean;
  readonly isNodePoolKnown: boolean;
  readonly isNameTaken: boolean;
}

/** Sets what a project is promised in one node pool. */
export interface GrantProjectQuota extends GrantAsked {
  readonly type: 'GrantProjectQuota';
}

/** Asks for a project to be gone; the sender knows how many workloads are not deleted yet. */
export interface DeleteProject {
  readonly type: 'DeleteProject';
  readonly liveWorkloads: number;
}

/** What can be asked of a project. */
export type ProjectCommand = CreateProject | GrantProjectQuota | DeleteProject;

/** Why a project does not do as it was asked. */
export type ProjectRejection =
  | GrantRejection
  | ({ readonly _tag: 'InvalidProject' } & FieldProblem)
  | { readonly _tag: 'UnknownDepartment'; readonly departmentId: string }
  | { readonly _tag: 'NameTaken'; readonly name: string }
  /** There with other data, or deleted: an id is not used twice. */
  | { readonly _tag: 'ProjectExists'; readonly phase: 'Ready' | 'Deleted' }
  | { readonly _tag: 'ProjectNotFound'; readonly phase: 'Absent' | 'Deleted' }
  | { readonly _tag: 'ProjectDeletionBlocked'; readonly liveWorkloads: number };

type Decision = Either<ProjectRejection, readonly ProjectEvent[]>;

/** Judges what is asked of a project. */
export const decide = (command: ProjectCommand, state: Project): Decision => {
  switch (command.type) {
    case 'CreateProject':
      return create(command, state);
    case 'GrantProjectQuota':
      return grant(command, state);
    case 'DeleteProject':
      return remove(command, state);
  }
};

const create = (command: CreateProject, state: Project): Decision => {
  const { name, departmentId, clusterId, defaultNodePoolId, defaultNodePoolIds } = command;
  if (state.phase !== 'Absent') {
    const stands =
      state.phase === 'Ready' &&
      state.name === name &&
      state.departmentId === departmentId &&
      state.clusterId === clusterId &&
      state.defaultNodePoolId === defaultNodePoolId &&
      (state.defaultNodePoolIds ?? []).join(' ') === (defaultNodePoolIds ?? []).join(' ');
    return stands ? right([]) : left({ _tag: 'ProjectExists', phase: state.phase });
  }
  const problem = firstProblem(
    dnsLabelProblem('/name', name),
    dnsLabelProblem('/departmentId', departmentId),
    dnsLabelProblem('/clusterId', clusterId),
    dnsLabelProblem('/defaultNodePoolId', defaultNodePoolId),
    poolsProblem(command),
  );
  if (problem !== undefined) return left({ _tag: 'InvalidProject', ...problem });
  if (!command.isDepartmentKnown) return left({ _tag: 'UnknownDepartment', departmentId });
  if (!command.isNodePoolKnown) {
    return left({ _tag: 'UnknownNodePool', nodePoolId: defaultNodePoolId });
  }
  const { unknownNodePoolId } = command;
  if (unknownNodePoolId !== undefined) {
    return left({ _tag: 'UnknownNodePool', nodePoolId: unknownNodePoolId });
  }
  if (command.isNameTaken) return left({ _tag: 'NameTaken', name });
  const several = defaultNodePoolIds && { defaultNodePoolIds: [...defaultNodePoolIds] };
  const data = { name, departmentId, clusterId, defaultNodePoolId, ...several };
  return right([{ type: 'ProjectCreated', data }]);
};

/** Most node pools that workloads may go to. */
const nodePoolsMax = 64;

const poolsProblem = ({
  defaultNodePoolId,
  defaultNodePoolIds: pools,
}: CreateProject): FieldProblem | undefined => {
  const pointer = '/defaultNodePoolIds';
  if (pools === undefined) return undefined;
  if (pools.length > nodePoolsMax) {
    return { pointer, value: pools.length, problem: `must be at most ${nodePoolsMax}` };
  }
  const [first = ''] = pools;
  if (first !== defaultNodePoolId) {
    return { pointer, value: first, problem: 'must begin with the default node pool' };
  }
  const twice = pools.find((id, place) => pools.indexOf(id) < place);
  if (twice !== undefined) return { pointer, value: twice, problem: 'must name each pool once' };
  return firstProblem(...pools.map((id, place) => dnsLabelProblem(`${pointer}/${place}`, id)));
};

const grant = (command: GrantProjectQuota, state: Project): Decision => {
  if (state.phase !== 'Ready') return left({ _tag: 'ProjectNotFound', phase: state.phase });
  const judged = judgeGrant(command, state.grants);
  if (isLeft(judged)) return judged;
  if (judged.right === undefined) return right([]);
  return right([{ type: 'ProjectQuotaGranted', data: judged.right }]);
};

const remove = ({ liveWorkloads }: DeleteProject, state: Project): Decision => {
  if (state.phase === 'Absent') return left({ _tag: 'ProjectNotFound', phase: state.phase });
  if (state.phase === 'Deleted') return right([]);
  if (liveWorkloads > 0) return left({ _tag: 'ProjectDeletionBlocked', liveWorkloads });
  return right([{ type: 'ProjectDeleted', data: {} }]);
};
