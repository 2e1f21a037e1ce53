import { compareIds } from '../foundation/ids.ts';
import { invariant } from '../foundation/invariant.ts';
import type { ClusterEvent } from './events.ts';

/** How nodes stand to each other. @shape `levels` are label keys, the widest domains first */
export interface TopologyKept {
  readonly name: string;
  readonly levels: readonly string[];
}

/** Devices that pods use by name. @shape `projectId` absent: pods of any project */
export interface ClaimKept {
  readonly name: string;
  readonly deviceClass: string;
  readonly count: number;
  readonly projectId?: string | undefined;
}

/** A cluster that is managed, with what surrounds its workloads. @shape topologies and claims ascend by name */
export interface KnownCluster {
  readonly phase: 'Registered' | 'Connected' | 'Disconnected';
  readonly name: string;
  /** Why it is silent; `undefined` while it is not. */
  readonly reason: string | undefined;
  readonly topologies: readonly TopologyKept[];
  readonly claims: readonly ClaimKept[];
}

/** A cluster by the phase of its life. */
export type Cluster =
  | { readonly phase: 'Absent' }
  | KnownCluster
  | { readonly phase: 'Removed'; readonly name: string };

/** A cluster that nobody has heard of. */
export const initial: Cluster = { phase: 'Absent' };

/** Folds one fact into a cluster. @throws InvariantViolation when the fact finds no cluster */
export const fold = (state: Cluster, event: ClusterEvent): Cluster => {
  switch (event.type) {
    case 'ClusterRegistered':
      return registered(event.data.name);
    case 'ClusterConnected':
      return { ...knownIn(state), phase: 'Connected', reason: undefined };
    case 'ClusterDisconnected':
      return { ...knownIn(state), phase: 'Disconnected', reason: event.data.reason };
    case 'ClusterTopologyDefined': {
      const known = knownIn(state);
      return { ...known, topologies: withNamed(known.topologies, event.data) };
    }
    case 'ClusterTopologyRemoved': {
      const known = knownIn(state);
      return { ...known, topologies: withoutNamed(known.topologies, event.data.name) };
    }
    case 'ClusterClaimCreated': {
      const known = knownIn(state);
      return { ...known, claims: withNamed(known.claims, event.data) };
    }
    case 'ClusterClaimDeleted': {
      const known = knownIn(state);
      return { ...known, claims: withoutNamed(known.claims, event.data.name) };
    }
    case 'ClusterRemoved':
      return { phase: 'Removed', name: knownIn(state).name };
  }
};

const registered = (name: string): KnownCluster => ({
  phase: 'Registered',
  name,
  reason: undefined,
  topologies: [],
  claims: [],
});

const knownIn = (state: Cluster): KnownCluster => {
  invariant(
    state.phase !== 'Absent' && state.phase !== 'Removed',
    () => `a cluster in phase ${state.phase} is not managed`,
  );
  return state;
};

/** Things by name with one set anew, ascending. */
const withNamed = <Named extends { readonly name: string }>(
  all: readonly Named[],
  one: Named,
): readonly Named[] =>
  [...withoutNamed(all, one.name), one].toSorted((a, b) => compareIds(a.name, b.name));

const withoutNamed = <Named extends { readonly name: string }>(
  all: readonly Named[],
  name: string,
): readonly Named[] => all.filter((one) => one.name !== name);
