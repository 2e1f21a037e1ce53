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
