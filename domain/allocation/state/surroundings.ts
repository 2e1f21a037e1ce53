import { defineClaim } from './claim-uses.ts';
import { touchAll } from './occupancy.ts';
import { reckon } from './reckoning.ts';
import { letGo } from './stages.ts';
import type { ClaimState, Snapshot } from './snapshot.ts';

const isSame = (some: readonly string[], others: readonly string[] = []): boolean =>
  some.length === others.length && some.every((one, at) => one === others[at]);

/**
 * A topology is known: its node labels, the widest domains first.
 *
 * Places that were found by its old domains are found anew: the same where they still do.
 */
export const setTopology = (snapshot: Snapshot, name: string, levels: readonly string[]): void => {
  if (!isSame(levels, snapshot.topologies.get(name)))
    letGo(snapshot, ({ build: { topology, sets, groups } }) =>
      [{ topology }, ...sets, ...groups].some((one) => one.topology?.topology === name),
    );
  snapshot.topologies.set(name, levels);
  // Whoever waits for room in its domains has room now where it had none.
  touchAll(snapshot.nodes);
};

/** Places for pods that name a claim are found anew when it is another claim, or none. */
const letGoOfClaim = (snapshot: Snapshot, name: string): void =>
  letGo(snapshot, ({ held }) =>
    held.some(({ kind }) => kind.extras?.claims.some((use) => use.name === name) === true),
  );

/** A resource claim is known; pods of workloads may name it from now on. */
export const addClaim = (snapshot: Snapshot, claim: ClaimState): void => {
  letGoOfClaim(snapshot, claim.name);
  snapshot.claims.set(claim.name, claim);
  defineClaim(snapshot.nodes, claim.name, claim);
  touchAll(snapshot.nodes);
  reckon(snapshot);
};

/** A resource claim is gone: pods that name it fit nowhere. */
export const removeClaim = (snapshot: Snapshot, name: string): void => {
  if (!snapshot.claims.has(name)) return;
  letGoOfClaim(snapshot, name);
  snapshot.claims.delete(name);
  defineClaim(snapshot.nodes, name, undefined);
  touchAll(snapshot.nodes);
  reckon(snapshot);
};
