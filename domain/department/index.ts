import type { Decider } from '../foundation/decider.ts';
import { evolveWith, lifecycleOf } from '../foundation/lifecycle.ts';
import { decide, type DepartmentCommand, type DepartmentRejection } from './decide.ts';
import type { DepartmentEvent } from './events.ts';
import { departmentMachine } from './machine.ts';
import { type Department, fold, initial } from './state.ts';

/** The legal order of a department's facts, as a table. */
export const departmentLifecycle = lifecycleOf(departmentMachine);

/** Projects under one roof, which share what the department is promised. */
export const department: Decider<
  DepartmentCommand,
  Department,
  DepartmentEvent,
  DepartmentRejection
> = { initial, decide, evolve: evolveWith(departmentLifecycle, fold) };

export {
  type CreateDepartment,
  type DeleteDepartment,
  type DepartmentCommand,
  type DepartmentRejection,
  type GrantDepartmentQuota,
} from './decide.ts';
export { departmentMachine } from './machine.ts';
export { type Department, type ReadyDepartment } from './state.ts';
