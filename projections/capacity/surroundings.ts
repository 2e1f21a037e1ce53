import {
  addClaim,
  removeClaim,
  setTopology,
  type Snapshot,
} from '../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { queueIdOf } from '../../domain/queue/events.ts';
import { type Capacity, type ClaimData, poolOf, type Surroundings } from './view.ts';

/** What changes what surrounds workloads. */
export const surroundingTypes = [
  'NodePoolCreated',
  'ClusterTopologyDefined',
  'ClusterTopologyRemoved',
  'ClusterClaimCreated',
  'ClusterClaimDeleted',
] as const satisfies readonly BerthRecorded['type'][];

/** See `surroundingTypes`. */
export type SurroundingFact = Extract<
  BerthRecorded,
  { readonly type: (typeof surroundingTypes)[number] }
>;

type PoolCreated = { readonly type: 'NodePoolCreated' };

/** Topologies and claims are a cluster's; the kernel knows them pool by pool. */
export const applySurrounding = (view: Capacity, event: SurroundingFact): void => {
  if (event.type === 'NodePoolCreated') {
    view.clusterOfPool.set(event.subject.id, event.data.clusterId);
    surround(poolOf(view, event.subject.id), surroundingsOf(view, event.data.clusterId));
    return;
  }
  const clusterId = event.subject.id;
  const surroundings = surroundingsOf(view, clusterId);
  const { name } = event.data;
  switch (event.type) {
    case 'ClusterTopologyDefined':
      surroundings.topologies.set(name, event.data.levels);
      break;
    case 'ClusterTopologyRemoved':
      surroundings.topologies.delete(name);
      break;
    case 'ClusterClaimCreated':
      surroundings.claims.set(name, event.data);
      break;
    case 'ClusterClaimDeleted':
      surroundings.claims.delete(name);
      break;
  }
  for (const [nodePoolId, owner] of view.clusterOfPool) {
    if (owner !== clusterId) continue;
    tell(poolOf(view, nodePoolId), event);
    view.changed.add(nodePoolId);
  }
};

const surroundingsOf = (view: Capacity, clusterId: string): Surroundings => {
  const known = view.surroundings.get(clusterId);
  if (known !== undefined) return known;
  const fresh: Surroundings = { topologies: new Map(), claims: new Map() };
  view.surroundings.set(clusterId, fresh);
  return fresh;
};

const surround = (pool: Snapshot, { topologies, claims }: Surroundings): void => {
  for (const [name, levels] of topologies) setTopology(pool, name, levels);
  for (const claim of claims.values()) addClaim(pool, claimIn(pool, claim));
};

/** Tells a pool what a name stands for now: what is gone has no levels, and no devices. */
const tell = (pool: Snapshot, event: Exclude<SurroundingFact, PoolCreated>): void => {
  const { name } = event.data;
  switch (event.type) {
    case 'ClusterTopologyDefined':
      return setTopology(pool, name, event.data.levels);
    case 'ClusterTopologyRemoved':
      return setTopology(pool, name, []);
    case 'ClusterClaimCreated':
      return addClaim(pool, claimIn(pool, event.data));
    case 'ClusterClaimDeleted':
      return removeClaim(pool, name);
  }
};

/** Who may use a claim of a project stands in the queue that the project has in the pool, open or not. */
const claimIn = ({ nodePoolId }: Snapshot, { projectId, ...claim }: ClaimData) => ({
  ...claim,
  queueId:
    projectId === undefined
      ? ''
      : queueIdOf({ ownerKind: 'project', ownerId: projectId, nodePoolId }),
});
