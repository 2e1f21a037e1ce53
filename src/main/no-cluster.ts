import type { Cluster, Observation } from '../../adapters/ports/cluster.ts';

/**
 * A cluster without nodes: decisions are made and written down, and nobody carries them out.
 *
 * What is told to go is gone at once, as there is nothing to wait for.
 */
export const noCluster = (): Cluster => {
  let told: Observation[] = [];
  return {
    apply: (effect, nowMs) => {
      if (effect._tag === 'Bind') return;
      const { workloadId, attempt } = effect;
      if (effect._tag === 'EvictPods') {
        const { pods } = effect;
        told.push({ _tag: 'WorkloadPodsReleased', workloadId, attempt, pods, atMs: nowMs });
        return;
      }
      told.push({ _tag: 'WorkloadPodsGone', workloadId, attempt, atMs: nowMs });
    },
    nextAtMs: () => told[0]?.atMs,
    take: () => {
      const taken = told;
      told = [];
      return taken;
    },
  };
};
