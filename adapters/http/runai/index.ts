import type { RouteGroup } from '../app.ts';
import { workloadRoutes } from './workloads/routes.ts';

/** Run:ai's public paths and shapes, over the same brain: programs that speak to Run:ai speak to Berth. */
export const runaiRoutes: RouteGroup = (app, brain) => {
  workloadRoutes(app, brain);
};
