import { defineClaim } from './claim-uses.ts';
import { touchAll } from './occupancy.ts';
import { reckon } from './reckoning.ts';
import type { ClaimState, Snapshot } from './snapshot.ts';

/** A topology is known: its node labels, the widest domains first. */
export const setTopology = (snapshot: Snapshot, name: string, levels: readonly string[]): void => {
  snapshot.topologies.set(name, levels);
  // Whoever waits for room in its domains has room now where it had none.
  touchAll(snapshot.nodes);
};

/** A resource claim is known; pods of workloads may name it from now on. */
export const addClaim = (snapshot: Snapshot, claim: ClaimState): void => {
  snapshot.claims.set(claim.name, claim);
  defineClaim(snapshot.nodes, claim.name, claim);
  touchAll(snapshot.nodes);
  reckon(snapshot);
};

/** A resource claim is gone: pods that name it fit nowhere. */
export const removeClaim = (snapshot: Snapshot, name: string): void => {
  if (!snapshot.claims.delete(name)) return;
  defineClaim(snapshot.nodes, name, undefined);
  touchAll(snapshot.nodes);
  reckon(snapshot);
};
