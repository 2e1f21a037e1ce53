import type { Plan } from '../../../domain/allocation/index.ts';

export { tryPool as poolUnder, type TriedPool as Pool } from '../../../src/testing/try-pool.ts';

/** Whom a plan gives devices, in its order. */
export const placedIn = ({ plan }: { readonly plan: Plan }): readonly string[] =>
  plan.placements.map(({ workloadId }) => workloadId);
