import { Type } from '../foundation/schemas.ts';
import { type EventOf, fact } from '../foundation/event.ts';
import { entitlementsShape, withTerms } from '../foundation/shapes.ts';

/** A department exists; its projects share what it is promised. */
export const DepartmentCreated = fact(
  'DepartmentCreated',
  Type.Object({ name: Type.String(), clusterId: Type.String() }),
);

/** What the department is promised in one node pool was set. */
export const DepartmentQuotaGranted = fact(
  'DepartmentQuotaGranted',
  Type.Object({ nodePoolId: Type.String(), entitlements: entitlementsShape }),
  withTerms,
);

/** The department and its queues are gone. */
export const DepartmentDeleted = fact('DepartmentDeleted', Type.Object({}));

/** Every fact about a department. */
export const departmentFacts = [
  DepartmentCreated,
  DepartmentQuotaGranted,
  DepartmentDeleted,
] as const;
/** A fact about a department. */
export type DepartmentEvent = EventOf<(typeof departmentFacts)[number]>;
