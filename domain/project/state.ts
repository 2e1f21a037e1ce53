import { invariant } from '../foundation/invariant.ts';
import { type Grant, withGrant } from '../queue/index.ts';
import type { ProjectEvent } from './events.ts';

/** A project that takes workloads, with what it is promised in each node pool. */
export interface ReadyProject {
  readonly phase: 'Ready';
  readonly name: string;
  readonly departmentId: string;
  readonly clusterId: string;
  readonly defaultNodePoolId: string;
  readonly defaultNodePoolIds?: readonly string[];
  /** Ascending by node pool. */
  readonly grants: readonly Grant[];
}

/** A project by the phase of its life. */
export type Project =
  | { readonly phase: 'Absent' }
  | ReadyProject
  | { readonly phase: 'Deleted'; readonly name: string; readonly departmentId: string };

/** A project that nobody has heard of. */
export const initial: Project = { phase: 'Absent' };

/** Folds one fact into a project. @throws InvariantViolation when the fact finds no project */
export const fold = (state: Project, event: ProjectEvent): Project => {
  switch (event.type) {
    case 'ProjectCreated':
      return { phase: 'Ready', ...event.data, grants: [] };
    case 'ProjectQuotaGranted': {
      const ready = readyIn(state);
      return { ...ready, grants: withGrant(ready.grants, event.data) };
    }
    case 'ProjectDeleted': {
      const { name, departmentId } = readyIn(state);
      return { phase: 'Deleted', name, departmentId };
    }
  }
};

const readyIn = (state: Project): ReadyProject => {
  invariant(state.phase === 'Ready', () => `a project in phase ${state.phase} is not ready`);
  return state;
};
