import type { Decider } from '../foundation/decider.ts';
import { evolveWith, lifecycleOf } from '../foundation/lifecycle.ts';
import { type ClusterCommand, type ClusterRejection, decide } from './decide.ts';
import type { ClusterEvent } from './events.ts';
import { clusterMachine } from './machine.ts';
import { type Cluster, fold, initial } from './state.ts';

/** The legal order of a cluster's facts, as a table. */
export const clusterLifecycle = lifecycleOf(clusterMachine);

/** A cluster whose nodes are scheduled here, and whether it reports. */
export const cluster: Decider<ClusterCommand, Cluster, ClusterEvent, ClusterRejection> = {
  initial,
  decide,
  evolve: evolveWith(clusterLifecycle, fold),
};

export {
  type ClusterCommand,
  type ClusterRejection,
  type ObserveClusterConnected,
  type ObserveClusterDisconnected,
  type RegisterCluster,
  type RemoveCluster,
} from './decide.ts';
export { clusterMachine } from './machine.ts';
export { type ClaimKept, type Cluster, type KnownCluster, type TopologyKept } from './state.ts';
export type {
  CreateResourceClaim,
  DefineTopology,
  DeleteResourceClaim,
  RemoveTopology,
} from './surroundings.ts';
