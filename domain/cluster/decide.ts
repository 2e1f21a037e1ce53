import { dnsLabelProblem, type FieldProblem } from '../foundation/field.ts';
import { type Either, left, right } from '../foundation/fp.ts';
import type { ClusterEvent } from './events.ts';
import type { Cluster } from './state.ts';
import {
  decideSurroundings,
  type SurroundingsCommand,
  type SurroundingsRejection,
} from './surroundings.ts';

/** Asks for a cluster to be known; it is expected to connect. */
export interface RegisterCluster {
  readonly type: 'RegisterCluster';
  readonly name: string;
}

/** Says that the cluster's agent reports. */
export interface ObserveClusterConnected {
  readonly type: 'ObserveClusterConnected';
}

/** Says that the cluster has been silent for too long. */
export interface ObserveClusterDisconnected {
  readonly type: 'ObserveClusterDisconnected';
  readonly reason: string;
}

/** Asks for a cluster to be managed no longer; the sender knows which workloads are left on it. */
export interface RemoveCluster {
  readonly type: 'RemoveCluster';
  readonly liveWorkloads: number;
}

/** What can be asked of a cluster. */
export type ClusterCommand =
  | RegisterCluster
  | ObserveClusterConnected
  | ObserveClusterDisconnected
  | SurroundingsCommand
  | RemoveCluster;

/** Why a cluster does not do as it was asked. */
export type ClusterRejection =
  | SurroundingsRejection
  | ({ readonly _tag: 'InvalidCluster' } & FieldProblem)
  /** There with another name, or removed: an id is not used twice. */
  | { readonly _tag: 'ClusterExists'; readonly phase: Exclude<Cluster['phase'], 'Absent'> }
  | { readonly _tag: 'ClusterNotFound'; readonly phase: 'Absent' | 'Removed' }
  | { readonly _tag: 'ClusterRemovalBlocked'; readonly liveWorkloads: number };

type Decision = Either<ClusterRejection, readonly ClusterEvent[]>;

/** Judges what is asked of a cluster. */
export const decide = (command: ClusterCommand, state: Cluster): Decision => {
  switch (command.type) {
    case 'RegisterCluster':
      return register(command, state);
    case 'ObserveClusterConnected':
      return connect(state);
    case 'ObserveClusterDisconnected':
      return disconnect(command, state);
    case 'DefineTopology':
    case 'RemoveTopology':
    case 'CreateResourceClaim':
    case 'DeleteResourceClaim':
      return state.phase === 'Absent' || state.phase === 'Removed'
        ? notFound(state.phase)
        : decideSurroundings(command, state);
    case 'RemoveCluster':
      return remove(command, state);
  }
};

const register = ({ name }: RegisterCluster, state: Cluster): Decision => {
  if (state.phase !== 'Absent') {
    const stands = state.phase !== 'Removed' && state.name === name;
    return stands ? right([]) : left({ _tag: 'ClusterExists', phase: state.phase });
  }
  const problem = dnsLabelProblem('/name', name);
  if (problem !== undefined) return left({ _tag: 'InvalidCluster', ...problem });
  return right([{ type: 'ClusterRegistered', data: { name } }]);
};

const connect = (state: Cluster): Decision => {
  if (state.phase === 'Absent' || state.phase === 'Removed') return notFound(state.phase);
  return right(state.phase === 'Connected' ? [] : [{ type: 'ClusterConnected', data: {} }]);
};

/** A cluster that never connected cannot have fallen silent: the observation adds nothing. */
const disconnect = ({ reason }: ObserveClusterDisconnected, state: Cluster): Decision => {
  if (state.phase === 'Absent' || state.phase === 'Removed') return notFound(state.phase);
  const isNews = state.phase === 'Connected';
  return right(isNews ? [{ type: 'ClusterDisconnected', data: { reason } }] : []);
};

const remove = ({ liveWorkloads }: RemoveCluster, state: Cluster): Decision => {
  if (state.phase === 'Absent') return notFound(state.phase);
  if (state.phase === 'Removed') return right([]);
  if (liveWorkloads > 0) return left({ _tag: 'ClusterRemovalBlocked', liveWorkloads });
  return right([{ type: 'ClusterRemoved', data: {} }]);
};

const notFound = (phase: 'Absent' | 'Removed'): Decision =>
  left({ _tag: 'ClusterNotFound', phase });
