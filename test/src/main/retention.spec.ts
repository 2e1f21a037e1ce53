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
const rowsOf = (told: readonly Told[]) => viewAfter(workloadList, logOf(told)).rows;

describe('retention', () => {
  it('shows a deleted workload for 14 days and no longer', () => {
    const rows = rowsOf(lives(['a']));
    expect(forgetDeleted(rows, 14 * dayMs)).toBe(0);
    expect(forgetDeleted(rows, 14 * dayMs + 1)).toBe(1);
    expect([...rows.keys()]).toEqual([]);
  });

  it('lets go of the oldest where too many were deleted', () => {
    const rows = rowsOf(lives(['a', 'b', 'c']));
    forgetDeleted(rows, 10, { deletedKeptMs: dayMs, deletedMax: 1 });
    expect([...rows.keys()]).toEqual(['c']);
  });

  it('keeps whatever was not deleted', () => {
    const rows = rowsOf([...lives(['a']), ['workload/b', 9, facts.submitted(1)]]);
    forgetDeleted(rows, 100 * dayMs, { deletedKeptMs: 0, deletedMax: 0 });
    expect([...rows.keys()]).toEqual(['b']);
  });
});
