import { dnsLabelProblem, type FieldProblem, firstProblem } from '../foundation/field.ts';
import { type Either, isLeft, left, right } from '../foundation/fp.ts';
import { type GrantAsked, type GrantRejection, judgeGrant } from '../queue/index.ts';
import type { DepartmentEvent } from './events.ts';
import type { Department } from './state.ts';

/** Asks for a department in a cluster. */
export interface CreateDepartment {
  readonly type: 'CreateDepartment';
  readonly name: string;
  readonly clusterId: string;
  readonly isClusterKnown: boolean;
}

/** Sets what a department is promised in one node pool. */
export interface GrantDepartmentQuota extends GrantAsked {
  readonly type: 'GrantDepartmentQuota';
}

/** Asks for a department to be gone; the sender knows how many projects are left in it. */
export interface DeleteDepartment {
  readonly type: 'DeleteDepartment';
  readonly openProjects: number;
}

/** What can be asked of a department. */
export type DepartmentCommand = CreateDepartment | GrantDepartmentQuota | DeleteDepartment;

/** Why a department does not do as it was asked. */
export type DepartmentRejection =
  | GrantRejection
  | ({ readonly _tag: 'InvalidDepartment' } & FieldProblem)
  | { readonly _tag: 'UnknownCluster'; readonly clusterId: string }
  /** There with other data, or deleted: an id is not used twice. */
  | { readonly _tag: 'DepartmentExists'; readonly phase: 'Ready' | 'Deleted' }
  | { readonly _tag: 'DepartmentNotFound'; readonly phase: 'Absent' | 'Deleted' }
  | { readonly _tag: 'DepartmentDeletionBlocked'; readonly openProjects: number };

type Decision = Either<DepartmentRejection, readonly DepartmentEvent[]>;

/** Judges what is asked of a department. */
export const decide = (command: DepartmentCommand, state: Department): Decision => {
  switch (command.type) {
    case 'CreateDepartment':
      return create(command, state);
    case 'GrantDepartmentQuota':
      return grant(command, state);
    case 'DeleteDepartment':
      return remove(command, state);
  }
};

const create = (command: CreateDepartment, state: Department): Decision => {
  const { name, clusterId } = command;
  if (state.phase !== 'Absent') {
    const stands = state.phase === 'Ready' && state.name === name && state.clusterId === clusterId;
    return stands ? right([]) : left({ _tag: 'DepartmentExists', phase: state.phase });
  }
  const problem = firstProblem(
    dnsLabelProblem('/name', name),
    dnsLabelProblem('/clusterId', clusterId),
  );
  if (problem !== undefined) return left({ _tag: 'InvalidDepartment', ...problem });
  if (!command.isClusterKnown) return left({ _tag: 'UnknownCluster', clusterId });
  return right([{ type: 'DepartmentCreated', data: { name, clusterId } }]);
};

const grant = (command: GrantDepartmentQuota, state: Department): Decision => {
  if (state.phase !== 'Ready') return left({ _tag: 'DepartmentNotFound', phase: state.phase });
  const judged = judgeGrant(command, state.grants);
  if (isLeft(judged)) return judged;
  if (judged.right === undefined) return right([]);
  return right([{ type: 'DepartmentQuotaGranted', data: judged.right }]);
};

const remove = ({ openProjects }: DeleteDepartment, state: Department): Decision => {
  if (state.phase === 'Absent') return left({ _tag: 'DepartmentNotFound', phase: state.phase });
  if (state.phase === 'Deleted') return right([]);
  if (openProjects > 0) return left({ _tag: 'DepartmentDeletionBlocked', openProjects });
  return right([{ type: 'DepartmentDeleted', data: {} }]);
};
