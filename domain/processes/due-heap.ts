import { compareIds } from '../foundation/ids.ts';
import type { InstantMs } from '../foundation/instant.ts';

/** Something that is due at an instant. @shape `place` is where it stands in its heap; −1 while it is in none */
export interface Due {
  readonly id: string;
  dueAtMs: InstantMs;
  place: number;
}

/** What is due, earliest first, then by id; plain data, so that it can be kept and brought back. */
export type DueHeap<Item extends Due> = Item[];

/** Puts an item where its instant says, wherever it stood before. @cost O(log n) */
export const schedule = <Item extends Due>(
  heap: DueHeap<Item>,
  item: Item,
  dueAtMs: InstantMs,
): void => {
  cancel(heap, item);
  item.dueAtMs = dueAtMs;
  heap.push(item);
  rise(heap, item, heap.length - 1);
};

/** Takes an item out, if it is there. @cost O(log n) */
export const cancel = <Item extends Due>(heap: DueHeap<Item>, item: Item): void => {
  const { place } = item;
  if (place < 0) return;
  item.place = -1;
  const last = heap.pop();
  if (last === undefined || last === item) return;
  rise(heap, last, place);
  sink(heap, last, last.place);
};

/** What is due by an instant, earliest first, then by id; the heap stays as it is. @cost O(k log k) for k answers */
export const dueBy = <Item extends Due>(heap: DueHeap<Item>, nowMs: InstantMs): readonly Item[] => {
  const found: Item[] = [];
  const places = [0];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const item = heap[place];
    if (item === undefined || item.dueAtMs > nowMs) continue;
    found.push(item);
    places.push(2 * place + 1, 2 * place + 2);
  }
  return found.toSorted(earlierFirst);
};

const earlierFirst = (a: Due, b: Due): number => a.dueAtMs - b.dueAtMs || compareIds(a.id, b.id);

const rise = <Item extends Due>(heap: DueHeap<Item>, item: Item, from: number): void => {
  let place = from;
  while (place > 0) {
    const above = (place - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || earlierFirst(parent, item) <= 0) break;
    put(heap, parent, place);
    place = above;
  }
  put(heap, item, place);
};

const sink = <Item extends Due>(heap: DueHeap<Item>, item: Item, from: number): void => {
  let place = from;
  for (;;) {
    const left = 2 * place + 1;
    const [first, second] = [heap[left], heap[left + 1]];
    if (first === undefined) break;
    const isSecond = second !== undefined && earlierFirst(second, first) < 0;
    const child = isSecond ? second : first;
    if (earlierFirst(item, child) <= 0) break;
    put(heap, child, place);
    place = isSecond ? left + 1 : left;
  }
  put(heap, item, place);
};

const put = <Item extends Due>(heap: DueHeap<Item>, item: Item, place: number): void => {
  heap[place] = item;
  item.place = place;
};
