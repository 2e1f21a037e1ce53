export { type SteadyCluster, steadyCluster } from './cluster.ts';
export { setUpSite } from './set-up.ts';
export { type Site, siteOf } from './site.ts';
export { startSteadyWork } from './work.ts';
