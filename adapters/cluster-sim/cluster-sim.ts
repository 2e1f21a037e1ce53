import type { Cluster } from '../ports/cluster.ts';
import { bind, evict, evictPods } from './effects.ts';
import { passBefore, passTo } from './happen.ts';
import { type ClusterSimOptions, createState } from './state.ts';

/**
 * A cluster of nodes, kubelets and pods that exists in virtual time only.
 *
 * What happens depends on the seed, the scenario and the times of the effects, never on the order of calls at one
 * instant: each attempt draws from its own name. A node that is lost takes its pods with it: their workloads say nothing
 * more until they are evicted. Work done is kept over evictions, less what a restart costs.
 * @cost O(log n) an effect or observation, n attempts with pods; a finished workload leaves one number behind
 */
export const createClusterSim = (options: ClusterSimOptions): Cluster => {
  const state = createState(options);
  return {
    apply: (effect, nowMs) => {
      if (effect.epoch < state.epoch) return;
      state.epoch = effect.epoch;
      const atMs = Math.max(nowMs, state.passedMs);
      passBefore(state, atMs);
      if (effect._tag === 'Bind') bind(state, effect, atMs);
      else if (effect._tag === 'EvictPods') evictPods(state, effect, atMs);
      else evict(state, effect, atMs);
    },
    nextAtMs: () => state.told[0]?.atMs ?? state.heap.first()?.atMs,
    take: (nowMs) => {
      passTo(state, nowMs);
      const { told } = state;
      state.told = [];
      return told;
    },
  };
};
