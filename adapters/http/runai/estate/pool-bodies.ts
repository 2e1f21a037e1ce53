import { type Static, Type } from 'typebox';
import { wordsShape } from '../../../../domain/foundation/shapes.ts';
import { gpuPlacementStrategies, placementStrategies } from '../../../../domain/node-pool/index.ts';
import { withRefused } from '../refused.ts';
import { closed, maybe } from '../shapes.ts';

/** Run:ai's words are `binpack` and `spread`; the others are Berth's own. */
const strategies = Type.Object(
  { cpu: maybe(wordsShape(placementStrategies)), gpu: maybe(wordsShape(gpuPlacementStrategies)) },
  closed,
);

/** What Run:ai takes for node pools and Berth does not do. */
export const notYetPool = {
  overProvisioningRatio: 'GPUs are not given out twice: leave it out',
  swapEnabled: 'GPU memory is not swapped: leave it out',
  networkTopologyId: 'topologies are those of the cluster: name one in the topology of a workload',
  gpuNetworkAccelerationLabelKey:
    'nodes of one NVLink domain are a level of a topology: leave it out',
  gpuResourceOptimization: 'GPUs are not given out twice: leave it out',
} as const;

const poolExample = {
  name: 'h100',
  clusterId: 'cluster',
  labelKey: 'gpu',
  labelValue: 'h100',
  placementStrategy: { cpu: 'spread', gpu: 'binpack' },
};

/** A node pool that is to be. */
export const poolBody = withRefused(
  Type.Object(
    {
      name: Type.String({ maxLength: 63 }),
      clusterId: maybe(
        Type.String({ maxLength: 63, description: 'may be left out where there is one cluster' }),
      ),
      labelKey: Type.String({ maxLength: 317 }),
      labelValue: Type.String({ maxLength: 63 }),
      placementStrategy: maybe(strategies),
    },
    { ...closed, examples: [poolExample] },
  ),
  notYetPool,
);
/** See `poolBody`. */
export type PoolBody = Static<typeof poolBody>;

/** How pods are to be laid out in a node pool: all else about it is for ever. */
export const poolPutBody = withRefused(
  Type.Object(
    { placementStrategy: strategies },
    { ...closed, examples: [{ placementStrategy: { gpu: 'spread' } }] },
  ),
  notYetPool,
);
