import { describe, expect, it } from 'vitest';
import { workloadList } from '../../../projections/workload-list/index.ts';
import { forgetDeleted } from '../../../src/main/retention.ts';
import { facts, logOf, type Told, viewAfter } from '../../projections/told.ts';

const dayMs = 24 * 3_600_000;
const lives = (ids: readonly string[]): readonly Told[] =>
  ids.flatMap((id, k): Told[] => [
    [`workload/${id}`, k, facts.submitted(1)],
    [`workload/${id}`, k, { type: 'WorkloadDeletionRequested', data: { reason: 'done' } }],
    [`workload/${id}`, k, { type: 'WorkloadDeleted', data: {} }],
  ]);
const listOf = (told: readonly Told[]) => viewAfter(workloadList, logOf(told));

describe('retention', () => {
  it('shows a deleted workload for 14 days and no longer', () => {
    const list = listOf(lives(['a']));
    expect(forgetDeleted(list, 14 * dayMs)).toBe(0);
    expect(forgetDeleted(list, 14 * dayMs + 1)).toBe(1);
    expect([...list.rows.keys()]).toEqual([]);
  });

  it('lets go of the oldest where too many were deleted', () => {
    const list = listOf(lives(['a', 'b', 'c']));
    forgetDeleted(list, 10, { deletedKeptMs: dayMs, deletedMax: 1 });
    expect([...list.rows.keys()]).toEqual(['c']);
    expect(list.forgotten).toBe(2);
  });

  it('keeps whatever was not deleted', () => {
    const list = listOf([...lives(['a']), ['workload/b', 9, facts.submitted(1)]]);
    forgetDeleted(list, 100 * dayMs, { deletedKeptMs: 0, deletedMax: 0 });
    expect([...list.rows.keys()]).toEqual(['b']);
  });
});
