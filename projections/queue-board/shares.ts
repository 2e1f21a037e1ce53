import { fairShares } from '../../domain/allocation/rules.ts';
import { poolTotalsOf, rowsOf } from './rows.ts';
import {
  noAmounts,
  type PastUse,
  type QueueBoard,
  type QueueRow,
  type QueueRowWithShare,
} from './view.ts';

const noPast: PastUse = { factorMilli: 0, of: () => noAmounts };

/**
 * The grid with what is fair for each queue now, by the division that the kernel decides with.
 *
 * A queue whose parent is not there has no share: the kernel does not serve it.
 * @cost O(queues + nodes), made on demand: nobody pays for it while nobody looks
 * @source ADR 0004
 */
export const withFairShares = (
  view: QueueBoard,
  past: PastUse = noPast,
): readonly QueueRowWithShare[] => {
  const rows = rowsOf(view);
  const totals = poolTotalsOf(view);
  const byPool = new Map<string, QueueRow[]>();
  for (const row of rows) {
    const pool = byPool.get(row.nodePoolId);
    if (pool === undefined) byPool.set(row.nodePoolId, [row]);
    else pool.push(row);
  }
  const shares = new Map<string, QueueRowWithShare['fairShare']>();
  for (const [poolId, queues] of byPool) {
    const total = totals.get(poolId) ?? noAmounts;
    const asking = queues.map((row) => shareQueueOf(row, past));
    for (const [id, share] of fairShares(total, asking, past.factorMilli)) shares.set(id, share);
  }
  return rows.map((row) => ({
    ...row,
    fairShare: shares.get(row.id) ?? noAmounts,
    usage: past.of(row),
  }));
};

const shareQueueOf = (row: QueueRow, past: PastUse) => ({
  ...row,
  requested: row.subtree.requested,
  usageMilli: past.of(row),
});
