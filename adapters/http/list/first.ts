import type { Compare } from './order.ts';
import type { Predicate } from './predicate.ts';

/** Which rows are wanted, and in which order. */
interface Choice<Row> {
  readonly isWanted: Predicate<Row> | undefined;
  readonly compare: Compare<Row>;
}

/**
 * The first rows of a list in its order, without sorting the rest: a heap holds the best so far, its worst on top.
 *
 * @cost O(rows + changes of the heap × log count); nothing is allocated for a row that is not among them
 */
export const firstOf = <Row>(
  rows: Iterable<Row>,
  { isWanted, compare }: Choice<Row>,
  count: number,
): readonly Row[] => {
  const heap: Row[] = [];
  let worst: Row | undefined;
  for (const row of rows) {
    if (isWanted !== undefined && !isWanted(row)) continue;
    if (worst === undefined) {
      heap.push(row);
      if (heap.length < count) continue;
      heap.sort((a, b) => compare(b, a));
    } else if (compare(row, worst) < 0) {
      sink(heap, row, compare);
    } else continue;
    worst = heap[0];
  }
  return heap.sort(compare);
};

/** Puts a row in place of the worst and lets it sink to where it belongs. */
const sink = <Row>(heap: Row[], row: Row, compare: Compare<Row>): void => {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    const left = heap[child];
    if (left === undefined) break;
    let worse = left;
    const right = heap[child + 1];
    if (right !== undefined && compare(right, left) > 0) {
      child += 1;
      worse = right;
    }
    if (compare(worse, row) <= 0) break;
    heap[at] = worse;
    at = child;
  }
  heap[at] = row;
};
