import type { Ask } from '../../../adapters/ports/ask.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';

/**
 * What was asked when a fact was recorded, so that it can be asked again elsewhere; `undefined` for facts that follow
 * from others, or from time.
 */
export const askOfFact = (fact: BerthRecorded): Ask | undefined => {
  if (fact.origin !== 'command' && fact.origin !== 'observation') return undefined;
  return fact.subject.kind === 'workload' ? ofWorkload(fact) : (ofUnit(fact) ?? ofEstate(fact));
};

const ofWorkload = (fact: BerthRecorded): Ask | undefined => {
  const workloadId = fact.subject.id;
  switch (fact.type) {
    case 'WorkloadSubmitted':
      return { type: 'SubmitWorkload', workloadId, spec: fact.data };
    case 'WorkloadStopRequested':
      return { type: 'StopWorkload', workloadId, reason: fact.data.reason };
    case 'WorkloadResumed':
      return { type: 'ResumeWorkload', workloadId };
    case 'WorkloadScaled':
      return { type: 'ScaleWorkload', workloadId, replicas: fact.data.replicas };
    case 'WorkloadDeletionRequested':
      return { type: 'DeleteWorkload', workloadId, reason: fact.data.reason };
    default:
      return undefined;
  }
};

const ofUnit = (fact: BerthRecorded): Ask | undefined => {
  const { id } = fact.subject;
  switch (fact.type) {
    case 'DepartmentCreated':
      return { type: 'CreateDepartment', departmentId: id, ...fact.data };
    case 'DepartmentQuotaGranted':
      return { type: 'GrantDepartmentQuota', departmentId: id, ...fact.data };
    case 'DepartmentDeleted':
      return { type: 'DeleteDepartment', departmentId: id };
    case 'ProjectCreated':
      return { type: 'CreateProject', projectId: id, ...fact.data };
    case 'ProjectQuotaGranted':
      return { type: 'GrantProjectQuota', projectId: id, ...fact.data };
    case 'ProjectDeleted':
      return { type: 'DeleteProject', projectId: id };
    default:
      return undefined;
  }
};

const ofEstate = (fact: BerthRecorded): Ask | undefined => {
  const { id } = fact.subject;
  switch (fact.type) {
    case 'PolicyAdopted':
      return { type: 'AdoptPolicy', policy: fact.data.policy };
    case 'NodePoolCreated':
      return { type: 'CreateNodePool', nodePoolId: id, ...fact.data };
    case 'NodePoolPlacementChosen':
      return { type: 'ChooseNodePoolPlacement', nodePoolId: id, ...fact.data };
    case 'NodePoolDeleted':
      return { type: 'DeleteNodePool', nodePoolId: id };
    case 'NodeJoined':
      return { type: 'JoinNode', nodeId: id, ...fact.data };
    case 'NodeCordoned':
      return { type: 'CordonNode', nodeId: id, reason: fact.data.reason };
    case 'NodeUncordoned':
      return { type: 'UncordonNode', nodeId: id };
    case 'NodeRemoved':
      return { type: 'RemoveNode', nodeId: id };
    default:
      return ofCluster(fact);
  }
};

const ofCluster = (fact: BerthRecorded): Ask | undefined => {
  const clusterId = fact.subject.id;
  switch (fact.type) {
    case 'ClusterRegistered':
      return { type: 'RegisterCluster', clusterId, name: fact.data.name };
    case 'ClusterConnected':
      return { type: 'ConnectCluster', clusterId };
    case 'ClusterTopologyDefined':
      return { type: 'DefineTopology', clusterId, ...fact.data };
    case 'ClusterTopologyRemoved':
      return { type: 'RemoveTopology', clusterId, name: fact.data.name };
    case 'ClusterClaimCreated':
      return { type: 'CreateResourceClaim', clusterId, ...fact.data };
    case 'ClusterClaimDeleted':
      return { type: 'DeleteResourceClaim', clusterId, name: fact.data.name };
    case 'ClusterRemoved':
      return { type: 'RemoveCluster', clusterId };
    default:
      return undefined;
  }
};
