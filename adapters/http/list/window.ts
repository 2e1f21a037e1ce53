import type { Compare } from './order.ts';

/** Part of a list: rows `from` to `to`, the latter not included. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Ranges this short are sorted by the engine's own sort. */
const shortMax = 32;

/**
 * The rows of a window of a list in its order, without sorting what lies outside of it; reorders `rows`.
 *
 * A quicksort that goes on only where the window is. The pivot is drawn, so that no rows are the worst ones.
 * @cost expected O(rows + window × log window)
 */
export const windowOf = <Row>(
  rows: Row[],
  compare: Compare<Row>,
  window: Window,
): readonly Row[] => {
  const to = Math.min(window.to, rows.length);
  if (window.from >= to) return [];
  const ranges: Window[] = [{ from: 0, to: rows.length }];
  for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
    if (range.to <= window.from || range.from >= to) continue;
    if (range.to - range.from <= shortMax) {
      sortShort(rows, compare, range);
      continue;
    }
    const middle = partition(rows, compare, range);
    ranges.push({ from: range.from, to: middle }, { from: middle, to: range.to });
  }
  return rows.slice(window.from, to);
};

const sortShort = <Row>(rows: Row[], compare: Compare<Row>, { from, to }: Window): void => {
  let at = from;
  for (const row of rows.slice(from, to).sort(compare)) {
    rows[at] = row;
    at += 1;
  }
};

/** Hoare's: all before the answer come before all at and after it; neither side is empty. */
const partition = <Row>(rows: Row[], compare: Compare<Row>, { from, to }: Window): number => {
  // The last row as pivot could leave one side empty.
  const drawn = rows[from + Math.floor(Math.random() * (to - from - 1))];
  if (drawn === undefined) return from + 1;
  let low = from - 1;
  let high = to;
  for (;;) {
    do low += 1;
    while (isBefore(compare, rows[low], drawn));
    do high -= 1;
    while (isBefore(compare, drawn, rows[high]));
    if (low >= high) return high + 1;
    swap(rows, low, high);
  }
};

const isBefore = <Row>(compare: Compare<Row>, a: Row | undefined, b: Row | undefined): boolean =>
  a !== undefined && b !== undefined && compare(a, b) < 0;

const swap = <Row>(rows: Row[], a: number, b: number): void => {
  const [first, second] = [rows[a], rows[b]];
  if (first === undefined || second === undefined) return;
  rows[a] = second;
  rows[b] = first;
};
