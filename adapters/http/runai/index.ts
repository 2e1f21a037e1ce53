import type { RouteGroup } from '../app.ts';
import { auditRoutes } from './audit/routes.ts';
import { clusterRoutes } from './estate/clusters.ts';
import { nodeRoutes } from './estate/nodes.ts';
import { poolRoutes } from './estate/pools.ts';
import { topologyRoutes } from './estate/topologies.ts';
import { unitRoutes } from './units/routes.ts';
import { wordRoutes } from './words-routes.ts';
import { workloadRoutes } from './workloads/routes.ts';

const groups: readonly RouteGroup[] = [
  workloadRoutes,
  unitRoutes,
  poolRoutes,
  nodeRoutes,
  clusterRoutes,
  topologyRoutes,
  wordRoutes,
  auditRoutes,
];

/** Run:ai's public paths and shapes over the same brain: programs that speak to Run:ai can speak to Berth. */
export const runaiRoutes: RouteGroup = (app, brain) => {
  for (const group of groups) group(app, brain);
};
