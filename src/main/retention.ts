import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { WorkloadList, WorkloadRow } from '../../projections/workload-list/index.ts';

/** How long the views show what was deleted; the ledger keeps it for ever. */
export interface Retention {
  /** 14 days, as Run:ai does. @unit ms @source product reference §1.1 (workloads-helper) */
  readonly deletedKeptMs: number;
  /** Most deleted workloads that are shown; the oldest go first, so that a busy site does not fill the memory. */
  readonly deletedMax: number;
}

/** What is usual. */
export const usualRetention: Retention = {
  deletedKeptMs: 14 * 24 * 3_600_000,
  deletedMax: 100_000,
};

/** The list as its one owner has it. */
type Owned = { -readonly [Key in keyof WorkloadList]: WorkloadList[Key] };

/**
 * Lets go of workloads that were deleted long ago, or before too many others; answers how many.
 *
 * @shape rows are in the order of their submission, which is the order in which the oldest go
 * @cost O(rows)
 */
export const forgetDeleted = (
  list: WorkloadList,
  nowMs: InstantMs,
  { deletedKeptMs, deletedMax }: Retention = usualRetention,
): number => {
  const deleted: WorkloadRow[] = [];
  for (const row of list.rows.values()) if (row.phase === 'Deleted') deleted.push(row);
  let forgotten = 0;
  deleted.forEach((row, place) => {
    const isTooMany = deleted.length - place > deletedMax;
    if (!isTooMany && nowMs - row.phaseSinceMs <= deletedKeptMs) return;
    list.rows.delete(row.id);
    forgotten += 1;
  });
  const owned: Owned = list;
  if (forgotten > 0) owned.forgotten = (list.forgotten ?? 0) + forgotten;
  return forgotten;
};
