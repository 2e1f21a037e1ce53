export { type SteadyCluster, steadyCluster } from './cluster.ts';
export { type SetUpFault, setUpSite } from './set-up.ts';
export { type Site, siteOf } from './site.ts';
export { startSteadyWork } from './work.ts';
