import { compareIds } from '../foundation/ids.ts';
import type { Labels } from '../foundation/shapes.ts';

/** A node pool as far as membership goes; an empty `labelKey` is the default pool. */
export interface PoolLabel {
  readonly id: string;
  readonly labelKey: string;
  readonly labelValue: string;
}

/**
 * The one pool that a node with these labels is in: the pool whose label it carries, else the default pool.
 *
 * @shape a node that carries the labels of several pools is in the one with the lowest id; `undefined` where no
 * label matches and there is no default pool.
 * @source product reference §3.3
 */
export const nodePoolOf = (labels: Labels, pools: readonly PoolLabel[]): string | undefined => {
  const labelled = pools.filter(
    ({ labelKey, labelValue }) =>
      labelKey !== '' && Object.hasOwn(labels, labelKey) && labels[labelKey] === labelValue,
  );
  const eligible = labelled.length > 0 ? labelled : pools.filter((pool) => pool.labelKey === '');
  return eligible.map(({ id }) => id).toSorted(compareIds)[0];
};
