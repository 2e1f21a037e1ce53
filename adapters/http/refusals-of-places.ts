import { countText } from '../../domain/foundation/amount-text.ts';
import type { AskedAbout } from './asked-about.ts';
import type { RefusalRows } from './refusal-rows.ts';
import {
  conflict,
  errorAt,
  exists,
  field,
  invalid,
  leftText,
  missing,
  unknown,
} from './refusal-words.ts';

type PlaceTag =
  | 'InvalidCluster'
  | 'ClusterExists'
  | 'ClusterNotFound'
  | 'ClusterRemovalBlocked'
  | 'InvalidTopology'
  | 'InvalidClaim'
  | 'ClaimExists'
  | 'ClaimInUse'
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
    conflict(about, {
      title: 'The cluster is not empty',
      problem: `${leftText(liveWorkloads, 'workload')} on it`,
      remedy: 'delete its workloads first',
    }),
  InvalidTopology: invalid('topology'),
  InvalidClaim: invalid('resource claim'),
  ClaimExists: ({ name }, about) => ({
    status: 409,
    title: 'The resource claim exists already',
    detail: `${name} stands for other devices.`,
    errors: [
      errorAt(about, {
        pointer: '/name',
        value: name,
        problem: 'stands for other devices',
        remedy: 'choose another name, or delete it first',
      }),
    ],
  }),
  ClaimInUse: ({ liveWorkloads }, about) =>
    conflict(about, {
      title: 'The resource claim is in use',
      problem: `${leftText(liveWorkloads, 'workload')} with it`,
      remedy: 'delete the workloads that name it first',
    }),
  UnknownCluster: ({ clusterId }, about) =>
    unknown('cluster', about, { pointer: '/clusterId', value: clusterId }),
  InvalidNodePool: invalid('node pool'),
  NodePoolExists: exists('node pool'),
  NodePoolNotFound: missing('node pool'),
  NodePoolInUse: ({ nodes, queues }, about) =>
    conflict(about, {
      title: 'The node pool is in use',
      problem: `it holds ${countText(nodes, 'node')} and ${countText(queues, 'queue')}`,
      remedy: 'remove its nodes, and the projects and departments that have queues in it',
    }),
  DefaultNodePoolStays: (_, about) =>
    conflict(about, {
      title: 'The default node pool stays',
      problem: 'it is where nodes without the label of another pool are',
      remedy: 'keep it, or remove the whole cluster',
    }),
  LabelTaken: ({ labelKey, labelValue }, about) => ({
    status: 409,
    title: 'Another node pool has this label',
    detail: `${labelKey}=${labelValue} leads to another node pool.`,
    errors: [
      errorAt(about, {
        pointer: '/labelValue',
        value: labelValue,
        problem: `is the label ${labelKey} of another node pool`,
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
      problem: `the node has ${countText(count, 'device')}, numbered from 0`,
      remedy: count === 0 ? 'name another node' : `name one from 0 to ${count - 1}`,
    }),
};
