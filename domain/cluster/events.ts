import { Type } from 'typebox';
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

/** The cluster is no longer managed. */
export const ClusterRemoved = fact('ClusterRemoved', Type.Object({}));

/** Every fact about a cluster. */
export const clusterFacts = [
  ClusterRegistered,
  ClusterConnected,
  ClusterDisconnected,
  ClusterRemoved,
] as const;
/** A fact about a cluster. */
export type ClusterEvent = EventOf<(typeof clusterFacts)[number]>;
