import type { Ask, AskedGrant } from '../../../ports/ask.ts';
import { queueIdOf } from '../../../../domain/queue/index.ts';
import type {
  DepartmentRow,
  OrgUnits,
  ProjectRow,
} from '../../../../projections/org-units/index.ts';

/** A project or a department. */
export type UnitRow = ProjectRow | DepartmentRow;

/** What is the same of projects and departments, with what differs. */
export interface UnitKind {
  readonly kind: 'project' | 'department';
  readonly path: string;
  /** As operation ids spell one and many of it. */
  readonly one: string;
  readonly many: string;
  readonly exampleId: string;
  /** One that holds nothing, where the demonstration site has one. */
  readonly spareId: string;
  readonly rows: (units: OrgUnits) => ReadonlyMap<string, UnitRow>;
  readonly grantAsk: (id: string, grant: AskedGrant) => Ask;
  readonly deleteAsk: (id: string) => Ask;
}

/** Departments, as Run:ai's paths have them. */
export const departmentKind: UnitKind = {
  kind: 'department',
  path: 'departments',
  one: 'Department',
  many: 'Departments',
  exampleId: 'department',
  spareId: 'department',
  rows: ({ departments }) => departments,
  grantAsk: (departmentId, grant) => ({ type: 'GrantDepartmentQuota', departmentId, ...grant }),
  deleteAsk: (departmentId) => ({ type: 'DeleteDepartment', departmentId }),
};

/** Projects, as Run:ai's paths have them. */
export const projectKind: UnitKind = {
  kind: 'project',
  path: 'projects',
  one: 'Project',
  many: 'Projects',
  exampleId: 'vision',
  spareId: 'speech',
  rows: ({ projects }) => projects,
  grantAsk: (projectId, grant) => ({ type: 'GrantProjectQuota', projectId, ...grant }),
  deleteAsk: (projectId) => ({ type: 'DeleteProject', projectId }),
};

/** The queue of a unit in a node pool. */
export const queueOf = ({ kind }: UnitKind, ownerId: string, nodePoolId: string): string =>
  queueIdOf({ ownerKind: kind, ownerId, nodePoolId });
