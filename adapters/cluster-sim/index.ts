export { createClusterSim } from './cluster-sim.ts';
export { heliosRestartLossMs, type RestartLoss } from './runs.ts';
export type { ClusterSimOptions, KnownTimes, Span } from './state.ts';
