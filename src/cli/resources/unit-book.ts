import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { DepartmentRow, ProjectRow } from '../../../projections/org-units/view.ts';
import type { QueueRow } from '../../../projections/queue-board/view.ts';
import { byId } from './by-id.ts';

/** The organisation ascending by id, the queues by owner (`project/ID`), and the moment that both hold for. */
export interface UnitBook {
  readonly departments: readonly DepartmentRow[];
  readonly projects: readonly ProjectRow[];
  readonly queuesOf: (owner: string) => readonly QueueRow[];
  readonly nowMs: InstantMs;
}

/** What a book is made of. */
export interface UnitBookParts {
  readonly departments: Iterable<DepartmentRow>;
  readonly projects: Iterable<ProjectRow>;
  readonly queues: readonly QueueRow[];
  readonly nowMs: InstantMs;
}

/** Puts the organisation and its queues together. */
export const unitBookOf = ({ departments, projects, queues, nowMs }: UnitBookParts): UnitBook => {
  const byOwner = Map.groupBy(queues, ({ ownerKind, ownerId }) => `${ownerKind}/${ownerId}`);
  return {
    departments: byId(departments),
    projects: byId(projects),
    queuesOf: (owner) => byOwner.get(owner) ?? [],
    nowMs,
  };
};
