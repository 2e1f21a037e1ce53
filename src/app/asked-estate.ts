import type { BerthCommand } from '../../domain/catalogue/index.ts';
import type { AskOfEstate } from '../../adapters/ports/ask.ts';
import { countIn, stateIn } from './aggregates.ts';
import { isReady } from './asked-units.ts';
import type { States } from './states.ts';

/** What is asked of clusters, node pools and nodes, with what the decision needs to know of others. */
export const commandOfEstate = (ask: AskOfEstate, states: States): BerthCommand => {
  switch (ask.type) {
    case 'RegisterCluster':
      return { type: ask.type, name: ask.name };
    case 'ConnectCluster':
      return { type: 'ObserveClusterConnected' };
    case 'RemoveCluster':
      return { type: ask.type, liveWorkloads: workloadsOn(states, ask.clusterId) };
    case 'DefineTopology':
    case 'RemoveTopology':
    case 'CreateResourceClaim':
    case 'DeleteResourceClaim':
      return commandOfSurroundings(ask, states);
    case 'CreateNodePool':
      return createNodePool(ask, states);
    case 'ChooseNodePoolPlacement': {
      const { type, gpuPlacement, cpuPlacement } = ask;
      return { type, gpuPlacement, cpuPlacement };
    }
    case 'DeleteNodePool':
      return { type: ask.type, ...leftIn(states, ask.nodePoolId) };
    case 'JoinNode': {
      const { nodeId: _nodeId, ...node } = ask;
      return { ...node, isNodePoolKnown: isReady(states, 'node-pool', ask.nodePoolId) };
    }
    case 'CordonNode':
      return { type: ask.type, reason: ask.reason };
    case 'UncordonNode':
    case 'RemoveNode':
      return { type: ask.type };
  }
};

type OfSurroundings = Extract<
  AskOfEstate,
  { readonly clusterId: string; readonly name: string } & {
    readonly type:
      'DefineTopology' | 'RemoveTopology' | 'CreateResourceClaim' | 'DeleteResourceClaim';
  }
>;

const commandOfSurroundings = (ask: OfSurroundings, states: States): BerthCommand => {
  const { name } = ask;
  switch (ask.type) {
    case 'DefineTopology':
      return { type: ask.type, name, levels: ask.levels };
    case 'RemoveTopology':
      return { type: ask.type, name };
    case 'CreateResourceClaim': {
      const { clusterId: _clusterId, ...claim } = ask;
      const isProjectKnown = isReady(states, 'project', ask.projectId ?? '');
      return { ...claim, isProjectKnown };
    }
    case 'DeleteResourceClaim':
      return { type: ask.type, name, liveWorkloads: naming(states, name) };
  }
};

/** Workloads that have not ended and name the claim. */
const naming = (states: States, claim: string): number =>
  countIn(
    states,
    'workload',
    (state) =>
      'subGroups' in state &&
      state.subGroups.some(({ request }) => request.claims?.includes(claim) === true),
  );

const createNodePool = (
  ask: Extract<AskOfEstate, { readonly type: 'CreateNodePool' }>,
  states: States,
): BerthCommand => {
  const { nodePoolId, ...asked } = ask;
  const isLabelTaken =
    countIn(
      states,
      'node-pool',
      (state, id) =>
        state.phase === 'Ready' &&
        id !== nodePoolId &&
        state.clusterId === ask.clusterId &&
        state.labelKey === ask.labelKey &&
        state.labelValue === ask.labelValue,
    ) > 0;
  return { ...asked, isLabelTaken, isClusterKnown: isReady(states, 'cluster', ask.clusterId) };
};

const leftIn = (states: States, nodePoolId: string) => ({
  nodes: countIn(
    states,
    'node',
    (state) => 'description' in state && state.description.nodePoolId === nodePoolId,
  ),
  queues: countIn(
    states,
    'queue',
    (state) => state.phase === 'Open' && state.nodePoolId === nodePoolId,
  ),
});

/** Workloads of the cluster's projects that have not ended. */
const workloadsOn = (states: States, clusterId: string): number =>
  countIn(states, 'workload', (state) => {
    if (!('projectId' in state)) return false;
    const project = stateIn(states, 'project', state.projectId);
    return project?.phase === 'Ready' && project.clusterId === clusterId;
  });
