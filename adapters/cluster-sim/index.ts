export { createClusterSim } from './cluster-sim.ts';
export { heliosRestartLossMs, type RestartLoss } from './runs.ts';
export type { ClusterSimOptions, Span } from './state.ts';
