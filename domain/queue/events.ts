import { Type } from '../foundation/schemas.ts';
import { type EventOf, fact } from '../foundation/event.ts';
import { entitlementsShape, withTerms } from '../foundation/shapes.ts';

/** The id of the queue that an owner has in a node pool: the subject of all its facts. */
export const queueIdOf = (place: {
  readonly ownerKind: 'project' | 'department';
  readonly ownerId: string;
  readonly nodePoolId: string;
}): string => {
  const owner = place.ownerKind === 'project' ? place.ownerId : `department:${place.ownerId}`;
  return `${owner}@${place.nodePoolId}`;
};

/** A (project or department) × node pool got a queue; `parentId` is empty for a queue at the top. */
export const QueueOpened = fact(
  'QueueOpened',
  Type.Object({
    ownerKind: Type.Union([Type.Literal('project'), Type.Literal('department')]),
    ownerId: Type.String(),
    nodePoolId: Type.String(),
    parentId: Type.String(),
    entitlements: entitlementsShape,
  }),
  withTerms,
);

/** What the queue is promised was set anew. */
export const QueueEntitled = fact(
  'QueueEntitled',
  Type.Object({ entitlements: entitlementsShape }),
  withTerms,
);

/** The queue takes no more workloads and is gone. */
export const QueueClosed = fact('QueueClosed', Type.Object({}));

/** Every fact about a queue. */
export const queueFacts = [QueueOpened, QueueEntitled, QueueClosed] as const;
/** A fact about a queue. */
export type QueueEvent = EventOf<(typeof queueFacts)[number]>;
