import { compareIds } from '../../../domain/foundation/ids.ts';
import type { Order } from './order.ts';

/** Part of a list: rows `from` to `to`, the latter not included. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Ranges this short are sorted by the engine's own sort. */
const shortMax = 32;

type ComparePlaces = (a: number, b: number) => number;

/**
 * The rows of a window of a list in its order, without sorting what lies outside of it.
 *
 * A quicksort that goes on only where the window is. The pivot is drawn, so that no rows are the worst ones.
 * @cost expected O(rows + window × log window)
 */
export const windowOf = <Row>(
  rows: readonly Row[],
  { keyOf, compareKeys, idOf }: Order<Row>,
  window: Window,
): readonly Row[] => {
  const to = Math.min(window.to, rows.length);
  if (window.from >= to) return [];
  const keys = rows.map(keyOf);
  const ids = rows.map(idOf);
  const compare: ComparePlaces = (a, b) =>
    compareKeys(keys[a], keys[b]) || compareIds(ids[a] ?? '', ids[b] ?? '');
  const places = rows.map((_, place) => place);
  sortWithin(places, compare, { from: window.from, to });
  return places.slice(window.from, to).flatMap((place) => rows[place] ?? []);
};

const sortWithin = (places: number[], compare: ComparePlaces, window: Window): void => {
  const ranges: Window[] = [{ from: 0, to: places.length }];
  for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
    if (range.to <= window.from || range.from >= window.to) continue;
    if (range.to - range.from <= shortMax) {
      const sorted = places.slice(range.from, range.to).sort(compare);
      for (const [k, place] of sorted.entries()) places[range.from + k] = place;
      continue;
    }
    const middle = partition(places, compare, range);
    ranges.push({ from: range.from, to: middle }, { from: middle, to: range.to });
  }
};

/** Hoare's: all before the answer come before all from the answer on; neither side is empty. */
const partition = (places: number[], compare: ComparePlaces, { from, to }: Window): number => {
  // The last one as pivot could leave one side empty.
  const pivot = placeAt(places, from + Math.floor(Math.random() * (to - from - 1)));
  let low = from - 1;
  let high = to;
  for (;;) {
    do low += 1;
    while (compare(placeAt(places, low), pivot) < 0);
    do high -= 1;
    while (compare(pivot, placeAt(places, high)) < 0);
    if (low >= high) return high + 1;
    const first = placeAt(places, low);
    places[low] = placeAt(places, high);
    places[high] = first;
  }
};

/** The pivot stops both sides before they could leave the range. */
const placeAt = (places: readonly number[], at: number): number => places[at] ?? 0;
