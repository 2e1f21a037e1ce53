import type { Decider } from '../foundation/decider.ts';
import { evolveWith, lifecycleOf } from '../foundation/lifecycle.ts';
import { decide, type ProjectCommand, type ProjectRejection } from './decide.ts';
import type { ProjectEvent } from './events.ts';
import { projectMachine } from './machine.ts';
import { fold, initial, type Project } from './state.ts';

/** The legal order of a project's facts, as a table. */
export const projectLifecycle = lifecycleOf(projectMachine);

/** Where users submit workloads: a member of a department with promises of its own. */
export const project: Decider<ProjectCommand, Project, ProjectEvent, ProjectRejection> = {
  initial,
  decide,
  evolve: evolveWith(projectLifecycle, fold),
};

export {
  type CreateProject,
  type DeleteProject,
  type GrantProjectQuota,
  type ProjectCommand,
  type ProjectRejection,
} from './decide.ts';
export { projectMachine } from './machine.ts';
export { type Project, type ReadyProject } from './state.ts';
