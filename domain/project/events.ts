import { Type } from '../foundation/schemas.ts';
import { type EventOf, fact } from '../foundation/event.ts';
import { entitlementsShape, withTerms } from '../foundation/shapes.ts';

/** A project exists inside a department; workloads are submitted to it. */
export const ProjectCreated = fact(
  'ProjectCreated',
  Type.Object({
    name: Type.String(),
    departmentId: Type.String(),
    clusterId: Type.String(),
    /** Where its workloads go when they name no pool. */
    defaultNodePoolId: Type.String(),
    /** Where they may go then, the dearest first, which is the default; nowhere else where absent. */
    defaultNodePoolIds: Type.Optional(Type.Array(Type.String())),
  }),
  // Schema 2 only adds what may be left out.
  [(data) => data],
);

/** What the project is promised in one node pool was set. */
export const ProjectQuotaGranted = fact(
  'ProjectQuotaGranted',
  Type.Object({ nodePoolId: Type.String(), entitlements: entitlementsShape }),
  withTerms,
);

/** The project and its queues are gone. */
export const ProjectDeleted = fact('ProjectDeleted', Type.Object({}));

/** Every fact about a project. */
export const projectFacts = [ProjectCreated, ProjectQuotaGranted, ProjectDeleted] as const;
/** A fact about a project. */
export type ProjectEvent = EventOf<(typeof projectFacts)[number]>;
