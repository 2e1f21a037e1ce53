import type { Ask } from '../../../adapters/ports/ask.ts';
import { usualPlacement } from '../../../domain/node-pool/index.ts';
import type { NodePoolRow } from '../../../projections/org-units/view.ts';
import type { Wanted } from '../manifest/wish.ts';
import type { Deed } from './deed.ts';
import { fixedObjection, idObjection, type Objection } from './objection.ts';
import { clusterIdOf } from './plan-unit.ts';
import { isComing, type World } from './world.ts';

type WantedOf<Kind extends Wanted['kind']> = Extract<Wanted, { readonly kind: Kind }>;

/** What must be asked so that there is a cluster. */
export const planCluster = (world: World, { id, name }: WantedOf<'Cluster'>): Deed | Objection => {
  const wrong = idObjection(id);
  if (wrong !== undefined) return wrong;
  const subject = `cluster/${id}`;
  const isThere = world.clusters.has(id);
  if (!isThere) world.coming.add(subject);
  return {
    subject,
    outcome: 'created',
    asks: isThere ? [] : [{ type: 'RegisterCluster', clusterId: id, name: name ?? id }],
  };
};

/** What must be asked so that there is a node pool that places as it is to. */
export const planNodePool = (world: World, wanted: WantedOf<'NodePool'>): Deed | Objection => {
  const { id } = wanted;
  const row = world.nodePools.get(id);
  const clusterId = clusterIdOf(world, wanted.clusterId ?? row?.clusterId);
  if (typeof clusterId !== 'string') return clusterId;
  const wrong = idObjection(id) ?? (row && standing(row, wanted, clusterId));
  if (wrong !== undefined) return wrong;
  const subject = `nodepool/${id}`;
  const asks = row === undefined ? [creation(wanted, clusterId)] : placements(row, wanted);
  if (row === undefined) world.coming.add(subject);
  return {
    subject,
    outcome: row === undefined ? 'created' : 'configured',
    asks,
    expectedRevision: row?.revision,
    needs: [`cluster/${clusterId}`].filter((need) => isComing(world, need)),
  };
};

const creation = (wanted: WantedOf<'NodePool'>, clusterId: string): Ask => ({
  type: 'CreateNodePool',
  nodePoolId: wanted.id,
  name: wanted.name ?? wanted.id,
  clusterId,
  labelKey: wanted.label?.key ?? '',
  labelValue: wanted.label?.value ?? '',
  gpuPlacement: wanted.gpuPlacement ?? usualPlacement.gpuPlacement,
  cpuPlacement: wanted.cpuPlacement ?? usualPlacement.cpuPlacement,
});

const placements = (row: NodePoolRow, wanted: WantedOf<'NodePool'>): readonly Ask[] => {
  const gpuPlacement = wanted.gpuPlacement ?? row.gpuPlacement;
  const cpuPlacement = wanted.cpuPlacement ?? row.cpuPlacement;
  if (gpuPlacement === row.gpuPlacement && cpuPlacement === row.cpuPlacement) return [];
  return [{ type: 'ChooseNodePoolPlacement', nodePoolId: row.id, gpuPlacement, cpuPlacement }];
};

const standing = (
  row: NodePoolRow,
  { label }: WantedOf<'NodePool'>,
  clusterId: string,
): Objection | undefined => {
  const remedy = 'leave it as it is, or delete the node pool and make it anew';
  if (row.clusterId !== clusterId) {
    return fixedObjection('spec.cluster', { what: 'its cluster', now: row.clusterId, remedy });
  }
  if (label === undefined || (label.key === row.labelKey && label.value === row.labelValue)) {
    return undefined;
  }
  const now = row.labelKey === '' ? 'all other nodes' : `${row.labelKey}=${row.labelValue}`;
  return fixedObjection('spec.label', { what: 'its label', now, remedy });
};
