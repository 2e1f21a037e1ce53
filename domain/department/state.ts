import { invariant } from '../foundation/invariant.ts';
import { type Grant, withGrant } from '../queue/index.ts';
import type { DepartmentEvent } from './events.ts';

/** A department that exists, with what it is promised in each node pool. */
export interface ReadyDepartment {
  readonly phase: 'Ready';
  readonly name: string;
  readonly clusterId: string;
  /** Ascending by node pool. */
  readonly grants: readonly Grant[];
}

/** A department by the phase of its life. */
export type Department =
  | { readonly phase: 'Absent' }
  | ReadyDepartment
  | { readonly phase: 'Deleted'; readonly name: string };

/** A department that nobody has heard of. */
export const initial: Department = { phase: 'Absent' };

/** Folds one fact into a department. @throws InvariantViolation when the fact finds no department */
export const fold = (state: Department, event: DepartmentEvent): Department => {
  switch (event.type) {
    case 'DepartmentCreated':
      return { phase: 'Ready', ...event.data, grants: [] };
    case 'DepartmentQuotaGranted': {
      const ready = readyIn(state);
      return { ...ready, grants: withGrant(ready.grants, event.data) };
    }
    case 'DepartmentDeleted':
      return { phase: 'Deleted', name: readyIn(state).name };
  }
};

const readyIn = (state: Department): ReadyDepartment => {
  invariant(state.phase === 'Ready', () => `a department in phase ${state.phase} is not ready`);
  return state;
};
