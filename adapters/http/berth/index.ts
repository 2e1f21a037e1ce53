import type { RouteGroup } from '../app.ts';
import { askRoutes } from './asks.ts';
import { auditRoutes } from './audit.ts';
import { capacityRoutes } from './capacity.ts';
import { diffRoutes } from './diff.ts';
import { forecastRoutes } from './forecasts.ts';
import { historyRoutes } from './history.ts';
import { ledgerRoutes } from './ledger.ts';
import { nodes } from './nodes.ts';
import { policies } from './policies.ts';
import { queues } from './queues.ts';
import { resourceRoutes } from './resource-routes.ts';
import { resourceClaims, topologies } from './surroundings.ts';
import { clusters, departments, nodePools, projects } from './units.ts';
import { whatIfRoutes } from './what-if.ts';
import { whyRoutes } from './why.ts';
import { workloads } from './workloads.ts';

const groups: readonly RouteGroup[] = [
  askRoutes,
  forecastRoutes,
  resourceRoutes(workloads),
  historyRoutes,
  resourceRoutes(queues),
  resourceRoutes(projects),
  resourceRoutes(departments),
  resourceRoutes(nodePools),
  resourceRoutes(nodes),
  resourceRoutes(clusters),
  resourceRoutes(topologies),
  resourceRoutes(resourceClaims),
  resourceRoutes(policies),
  capacityRoutes,
  ledgerRoutes,
  auditRoutes,
  whyRoutes,
  diffRoutes,
  whatIfRoutes,
];

/** Berth's own API: everything that can be asked, and what the views and the ledger hold, as they hold it. */
export const berthRoutes: RouteGroup = (app, brain) => {
  for (const group of groups) group(app, brain);
};
