import type { Ask } from '../../../adapters/ports/ask.ts';
import type { Wanted } from '../manifest/wish.ts';
import type { Deed } from './deed.ts';
import { missingObjection, type Objection } from './objection.ts';
import { clusterIdOf } from './plan-unit.ts';
import { isComing, type World } from './world.ts';

/** What stands around workloads, as documents want it. */
export type WantedAround = Extract<
  Wanted,
  { readonly kind: 'Node' | 'Topology' | 'ResourceClaim' }
>;

/** What must be asked so that there is a node, a topology or a claim; the server tells what is so already. */
export const planAround = (world: World, wanted: WantedAround): Deed | Objection => {
  const clusterId = clusterIdOf(world, wanted.clusterId);
  if (typeof clusterId !== 'string') return clusterId;
  switch (wanted.kind) {
    case 'Node':
      return planNode(world, wanted, clusterId);
    case 'Topology': {
      const { id: name, levels } = wanted;
      const ask: Ask = { type: 'DefineTopology', clusterId, name, levels };
      return deedOf(world, { subject: `topology/${name}`, outcome: 'defined', ask });
    }
    case 'ResourceClaim':
      return planClaim(world, wanted, clusterId);
  }
};

const planNode = (
  world: World,
  { id: nodeId, name, nodePoolId: named, made }: Extract<WantedAround, { readonly kind: 'Node' }>,
  clusterId: string,
): Deed | Objection => {
  const nodePoolId = named ?? 'default';
  const lost = missingObjection(world, 'nodepool', { id: nodePoolId, path: 'spec.nodePool' });
  if (lost !== undefined) return lost;
  const ask: Ask = { type: 'JoinNode', nodeId, name, clusterId, nodePoolId, ...made };
  const needs = [`nodepool/${nodePoolId}`];
  return deedOf(world, { subject: `node/${nodeId}`, outcome: 'joined', ask, needs });
};

const planClaim = (
  world: World,
  wanted: Extract<WantedAround, { readonly kind: 'ResourceClaim' }>,
  clusterId: string,
): Deed | Objection => {
  const { id: name, deviceClass, count, projectId } = wanted;
  const lost =
    projectId === undefined
      ? undefined
      : missingObjection(world, 'project', { id: projectId, path: 'spec.project' });
  if (lost !== undefined) return lost;
  const ask: Ask = {
    type: 'CreateResourceClaim',
    clusterId,
    name,
    deviceClass,
    count,
    ...(projectId === undefined ? {} : { projectId }),
  };
  const needs = projectId === undefined ? [] : [`project/${projectId}`];
  return deedOf(world, { subject: `resourceclaim/${name}`, outcome: 'created', ask, needs });
};

interface AroundDeed {
  readonly subject: string;
  readonly outcome: string;
  readonly ask: Ask & { readonly clusterId: string };
  readonly needs?: readonly string[];
}

const deedOf = (world: World, { subject, outcome, ask, needs = [] }: AroundDeed): Deed => ({
  subject,
  outcome,
  asks: [ask],
  needs: [`cluster/${ask.clusterId}`, ...needs].filter((need) => isComing(world, need)),
});

/** What must be asked so that it is gone. */
export const removalAround = (world: World, wanted: WantedAround): Deed | Objection => {
  const clusterId = clusterIdOf(world, wanted.clusterId);
  if (typeof clusterId !== 'string') return clusterId;
  const { id } = wanted;
  switch (wanted.kind) {
    case 'Node':
      return gone(`node/${id}`, { type: 'RemoveNode', nodeId: id });
    case 'Topology':
      return gone(`topology/${id}`, { type: 'RemoveTopology', clusterId, name: id });
    case 'ResourceClaim':
      return gone(`resourceclaim/${id}`, { type: 'DeleteResourceClaim', clusterId, name: id });
  }
};

const gone = (subject: string, ask: Ask): Deed => ({ subject, outcome: 'deleted', asks: [ask] });
