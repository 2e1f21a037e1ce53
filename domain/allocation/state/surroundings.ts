import type { ClaimState, Snapshot } from './snapshot.ts';

/** A topology is known: its node labels, the widest domains first. */
export const setTopology = (snapshot: Snapshot, name: string, levels: readonly string[]): void => {
  snapshot.topologies.set(name, levels);
};

/** A resource claim is known; pods of workloads may name it from now on. */
export const addClaim = (snapshot: Snapshot, claim: ClaimState): void => {
  snapshot.claims.set(claim.name, claim);
};
