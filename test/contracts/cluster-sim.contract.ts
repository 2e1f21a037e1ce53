import { createClusterSim, heliosRestartLossMs } from '../../adapters/cluster-sim/index.ts';
import { clusterContract } from './cluster.ts';

clusterContract({
  name: 'simulated cluster',
  create: (world) =>
    createClusterSim({
      ...world,
      startLatencyMs: { min: 500, max: 3_000 },
      restartLossMs: heliosRestartLossMs,
    }),
});
