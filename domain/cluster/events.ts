import { Type } from '../foundation/schemas.ts';
import { type EventOf, fact } from '../foundation/event.ts';

/** A cluster is known and expected to connect. */
export const ClusterRegistered = fact('ClusterRegistered', Type.Object({ name: Type.String() }));

/** The cluster's agent reports. */
export const ClusterConnected = fact('ClusterConnected', Type.Object({}));

/** The cluster has been silent for too long; what is known of it grows stale. */
export const ClusterDisconnected = fact(
  'ClusterDisconnected',
  Type.Object({ reason: Type.String() }),
);

/** How the nodes of the cluster stand to each other was said: label keys, the widest domains first. */
export const ClusterTopologyDefined = fact(
  'ClusterTopologyDefined',
  Type.Object({ name: Type.String(), levels: Type.Array(Type.String()) }),
);

/** A topology is forgotten; pods that ask for it find no domain. */
export const ClusterTopologyRemoved = fact(
  'ClusterTopologyRemoved',
  Type.Object({ name: Type.String() }),
);

/** Devices of a class can be used under a name from now on: by pods of one project, or of any where none is said. */
export const ClusterClaimCreated = fact(
  'ClusterClaimCreated',
  Type.Object({
    name: Type.String(),
    deviceClass: Type.String(),
    count: Type.Integer({ minimum: 1 }),
    projectId: Type.Optional(Type.String()),
  }),
);

/** A claim is gone; nobody names it any more. */
export const ClusterClaimDeleted = fact(
  'ClusterClaimDeleted',
  Type.Object({ name: Type.String() }),
);

/** The cluster is no longer managed. */
export const ClusterRemoved = fact('ClusterRemoved', Type.Object({}));

/** Every fact about a cluster. */
export const clusterFacts = [
  ClusterRegistered,
  ClusterConnected,
  ClusterDisconnected,
  ClusterTopologyDefined,
  ClusterTopologyRemoved,
  ClusterClaimCreated,
  ClusterClaimDeleted,
  ClusterRemoved,
] as const;
/** A fact about a cluster. */
export type ClusterEvent = EventOf<(typeof clusterFacts)[number]>;
