import type { AskedAbout } from './asked-about.ts';
import type { RefusalRows } from './refusal-rows.ts';
import { conflict, errorAt, exists, field, invalid, missing, unknown } from './refusal-words.ts';

type PlaceTag =
  | 'InvalidCluster'
  | 'ClusterExists'
  | 'ClusterNotFound'
  | 'ClusterRemovalBlocked'
  | 'UnknownCluster'
  | 'InvalidNodePool'
  | 'NodePoolExists'
  | 'NodePoolNotFound'
  | 'NodePoolInUse'
  | 'DefaultNodePoolStays'
  | 'LabelTaken'
  | 'UnknownNodePool'
  | 'InvalidNode'
  | 'NodeExists'
  | 'NodeNotFound'
  | 'DeviceNotFound';

const poolPointer = (about: AskedAbout): string =>
  about.pointer === '/projectId' && about.isCreation ? '/defaultNodePoolId' : '/nodePoolId';

/** What is refused about clusters, node pools and nodes. */
export const refusalsOfPlaces: RefusalRows<PlaceTag> = {
  InvalidCluster: invalid('cluster'),
  ClusterExists: exists('cluster'),
  ClusterNotFound: missing('cluster'),
  ClusterRemovalBlocked: ({ liveWorkloads }, about) =>
    conflict(
      about,
      'Workloads are left on the cluster',
      `delete the ${liveWorkloads} workloads first that are left on it`,
    ),
  UnknownCluster: ({ clusterId }, about) =>
    unknown('cluster', about, { pointer: '/clusterId', value: clusterId }),
  InvalidNodePool: invalid('node pool'),
  NodePoolExists: exists('node pool'),
  NodePoolNotFound: missing('node pool'),
  NodePoolInUse: ({ nodes, queues }, about) =>
    conflict(
      about,
      'The node pool is in use',
      `it holds ${nodes} nodes and ${queues} queues: move or remove them first`,
    ),
  DefaultNodePoolStays: (_, about) =>
    conflict(
      about,
      'The default node pool stays',
      'nodes without a label need somewhere to be: keep this pool',
    ),
  LabelTaken: ({ labelKey, labelValue }, about) => ({
    status: 409,
    title: 'Another node pool has this label',
    detail: `${labelKey}=${labelValue} leads to another node pool.`,
    errors: [
      errorAt(about, {
        pointer: '/labelValue',
        value: labelValue,
        problem: `${labelKey}=${labelValue} leads to another node pool`,
        remedy: 'choose another label, or use the pool that has it',
      }),
    ],
  }),
  UnknownNodePool: ({ nodePoolId }, about) =>
    unknown('node pool', about, { pointer: poolPointer(about), value: nodePoolId }),
  InvalidNode: invalid('node'),
  NodeExists: exists('node'),
  NodeNotFound: missing('node'),
  DeviceNotFound: ({ device, count }, about) =>
    field('device', about, {
      pointer: '/device',
      value: device,
      problem: `the node has ${count} devices, numbered from 0`,
    }),
};
