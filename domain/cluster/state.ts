import { invariant } from '../foundation/invariant.ts';
import type { ClusterEvent } from './events.ts';

/** A cluster by the phase of its life. */
export type Cluster =
  | { readonly phase: 'Absent' }
  | { readonly phase: 'Registered'; readonly name: string }
  | { readonly phase: 'Connected'; readonly name: string }
  | { readonly phase: 'Disconnected'; readonly name: string; readonly reason: string }
  | { readonly phase: 'Removed'; readonly name: string };

/** A cluster that nobody has heard of. */
export const initial: Cluster = { phase: 'Absent' };

/** Folds one fact into a cluster. @throws InvariantViolation when the fact finds no cluster */
export const fold = (state: Cluster, event: ClusterEvent): Cluster => {
  switch (event.type) {
    case 'ClusterRegistered':
      return { phase: 'Registered', name: event.data.name };
    case 'ClusterConnected':
      return { phase: 'Connected', name: nameIn(state) };
    case 'ClusterDisconnected':
      return { phase: 'Disconnected', name: nameIn(state), reason: event.data.reason };
    case 'ClusterRemoved':
      return { phase: 'Removed', name: nameIn(state) };
  }
};

const nameIn = (state: Cluster): string => {
  invariant(state.phase !== 'Absent', 'a cluster that was never registered has no name');
  return state.name;
};
