import { compareIds } from '../../../domain/foundation/ids.ts';
import type { Key, Order } from './order.ts';
import type { Predicate } from './predicate.ts';

/** Which rows are wanted, and in which order. */
export interface Choice<Row> {
  readonly isWanted: Predicate<Row> | undefined;
  readonly order: Order<Row>;
}

/** The best rows so far: each comes after those below it, so that the worst is on top. */
interface Heap<Row> {
  readonly entries: Entry<Row>[];
  readonly compare: (a: Entry<Row>, b: Entry<Row>) => number;
}

interface Entry<Row> {
  readonly row: Row;
  readonly key: Key;
}

/**
 * The first rows of a list in its order, without sorting the rest: a heap holds the best so far.
 *
 * @cost O(rows + changes of the heap × log count); nothing is allocated for a row that never gets into it
 */
export const firstOf = <Row>(
  rows: readonly Row[],
  { isWanted, order }: Choice<Row>,
  { count, isBackwards }: { readonly count: number; readonly isBackwards: boolean },
): readonly Row[] => {
  const { keyOf, compareKeys, idOf } = order;
  const compare = (a: Entry<Row>, b: Entry<Row>): number =>
    compareKeys(a.key, b.key) || compareIds(idOf(a.row), idOf(b.row));
  const heap: Heap<Row> = { entries: [], compare };
  const { length } = rows;
  let worst: Key;
  for (let k = 0; k < length; k += 1) {
    const row = rows[isBackwards ? length - 1 - k : k];
    if (row === undefined || (isWanted !== undefined && !isWanted(row))) continue;
    const key = keyOf(row);
    if (heap.entries.length < count) fill(heap, { row, key }, count);
    else if (compareKeys(key, worst) > 0) continue;
    else replaceWorst(heap, { row, key });
    worst = heap.entries[0]?.key;
  }
  return heap.entries.sort(compare).map((entry) => entry.row);
};

/** Takes everything until there is enough, and only then puts it in the heap's order. */
const fill = <Row>({ entries, compare }: Heap<Row>, entry: Entry<Row>, count: number): void => {
  entries.push(entry);
  // What is sorted from the worst to the best is a heap.
  if (entries.length === count) entries.sort((a, b) => compare(b, a));
};

/** Puts an entry in place of the worst and lets it sink to where it belongs; one that is worse still changes nothing. */
const replaceWorst = <Row>({ entries, compare }: Heap<Row>, entry: Entry<Row>): void => {
  const top = entries[0];
  if (top === undefined || compare(entry, top) >= 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    const left = entries[child];
    if (left === undefined) break;
    let worse = left;
    const right = entries[child + 1];
    if (right !== undefined && compare(right, left) > 0) {
      child += 1;
      worse = right;
    }
    if (compare(worse, entry) <= 0) break;
    entries[at] = worse;
    at = child;
  }
  entries[at] = entry;
};
