import { invariant } from '../foundation/invariant.ts';
import type { gpuPlacementStrategies, NodePoolEvent, placementStrategies } from './events.ts';

/** See `placementStrategies`. */
export type PlacementStrategy = (typeof placementStrategies)[number];
/** See `gpuPlacementStrategies`. */
export type GpuPlacementStrategy = (typeof gpuPlacementStrategies)[number];
/** What a node pool has that nobody chose a layout for. */
export const usualPlacement = { gpuPlacement: 'berth', cpuPlacement: 'binpack' } as const;

/** A node pool that takes nodes. */
export interface ReadyNodePool {
  readonly phase: 'Ready';
  readonly name: string;
  readonly clusterId: string;
  /** Empty for the default pool. */
  readonly labelKey: string;
  readonly labelValue: string;
  readonly gpuPlacement: GpuPlacementStrategy;
  readonly cpuPlacement: PlacementStrategy;
}

/** A node pool by the phase of its life. */
export type NodePool =
  | { readonly phase: 'Absent' }
  | ReadyNodePool
  | { readonly phase: 'Deleted'; readonly name: string };

/** A node pool that nobody has heard of. */
export const initial: NodePool = { phase: 'Absent' };

/** Folds one fact into a node pool. @throws InvariantViolation when the fact finds no pool */
export const fold = (state: NodePool, event: NodePoolEvent): NodePool => {
  switch (event.type) {
    case 'NodePoolCreated':
      return { phase: 'Ready', ...event.data };
    case 'NodePoolPlacementChosen':
      return { ...readyIn(state), ...event.data };
    case 'NodePoolDeleted':
      return { phase: 'Deleted', name: readyIn(state).name };
  }
};

const readyIn = (state: NodePool): ReadyNodePool => {
  invariant(state.phase === 'Ready', () => `a node pool in phase ${state.phase} is not ready`);
  return state;
};
