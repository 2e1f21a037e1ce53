import type { Clock } from '../../../adapters/ports/clock.ts';
import type { Cluster } from '../../../adapters/ports/cluster.ts';
import type { Config } from '../config/index.ts';
import { noCluster } from '../no-cluster.ts';
import { type Site, siteOf, type SteadyCluster, steadyCluster } from '../steady/index.ts';

/** What carries decisions out, and what is there to carry them out on. */
export interface World {
  readonly clock: Clock;
  readonly cluster: Cluster & Partial<SteadyCluster>;
  readonly site: Site | undefined;
}

/** The world that a configuration names. */
export const worldOf = ({ cluster, sim }: Config, clock: Clock): World => {
  if (cluster === 'none') return { clock, cluster: noCluster(), site: undefined };
  const site = siteOf(sim);
  return {
    clock,
    cluster: steadyCluster({ seed: sim.seed, site, startMs: clock.nowMs() }),
    site,
  };
};
