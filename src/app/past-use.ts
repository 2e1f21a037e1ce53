import type { Policy } from '../../domain/allocation/index.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { Amounts } from '../../domain/foundation/shapes.ts';
import { type Capacity, usageIn } from '../../projections/capacity/index.ts';
import { noAmounts, type PastUse } from '../../projections/queue-board/index.ts';

/** What queues have used over time, as a plan at an instant sees it. @cost O(queues), once for each pool that is asked about */
export const pastUseOf = (
  capacity: Capacity,
  { usage }: Pick<Policy, 'usage'>,
  nowMs: InstantMs,
): PastUse => {
  const { factorMilli, ...rule } = usage;
  const byPool = new Map<string, ReadonlyMap<string, Amounts>>();
  return {
    factorMilli,
    of: ({ id, nodePoolId }) => {
      const known = byPool.get(nodePoolId) ?? usageIn(capacity, nodePoolId, { rule, nowMs });
      byPool.set(nodePoolId, known);
      return known.get(id) ?? noAmounts;
    },
  };
};
