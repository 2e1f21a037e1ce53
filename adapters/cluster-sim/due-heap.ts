/**
 * Something that will happen, in the order (time, kind, id): total, as no two have all three equal.
 *
 * @shape `place` belongs to the heap: where the item is in it, −1 when it is not.
 */
export interface Due {
  atMs: number;
  kind: number;
  readonly id: string;
  place: number;
}

/** What is due, soonest first; an item can be taken out from the middle. @cost O(log n) for all but `first` */
export interface DueHeap<Item extends Due> {
  readonly first: () => Item | undefined;
  readonly push: (item: Item) => void;
  /** Takes the item out; nothing happens when it is not in. */
  readonly remove: (item: Item) => void;
}

/**
 * An empty heap whose items know their place, so that a cancelled item leaves at once.
 *
 * Leaving it in and skipping it later would keep the end of every preempted job until that end. Each item has four
 * children: half the levels of two, and so half the cache misses.
 */
export const createDueHeap = <Item extends Due>(): DueHeap<Item> => {
  const items: Item[] = [];
  return {
    first: () => items[0],
    push: (item) => rise(items, item, items.length),
    remove: (item) => {
      if (item.place >= 0) remove(items, item);
    },
  };
};

const remove = <Item extends Due>(items: Item[], item: Item): void => {
  const { place } = item;
  item.place = -1;
  const last = items.pop();
  if (last === undefined || last === item) return;
  const parent = items[(place - 1) >> 2];
  if (place > 0 && parent !== undefined && isBefore(last, parent)) rise(items, last, place);
  else sink(items, last, place);
};

const rise = <Item extends Due>(items: Item[], item: Item, from: number): void => {
  let place = from;
  while (place > 0) {
    const above = (place - 1) >> 2;
    const parent = items[above];
    if (parent === undefined || !isBefore(item, parent)) break;
    items[place] = parent;
    parent.place = place;
    place = above;
  }
  items[place] = item;
  item.place = place;
};

const sink = <Item extends Due>(items: Item[], item: Item, from: number): void => {
  let place = from;
  for (;;) {
    const child = soonestChild(items, place);
    if (child === undefined || !isBefore(child, item)) break;
    const below = child.place;
    items[place] = child;
    child.place = place;
    place = below;
  }
  items[place] = item;
  item.place = place;
};

const soonestChild = <Item extends Due>(
  items: readonly Item[],
  place: number,
): Item | undefined => {
  const first = (place << 2) + 1;
  const end = Math.min(first + 4, items.length);
  let soonest = items[first];
  for (let at = first + 1; at < end; at += 1) {
    const child = items[at];
    if (soonest === undefined || (child !== undefined && isBefore(child, soonest))) soonest = child;
  }
  return soonest;
};

const isBefore = (a: Due, b: Due): boolean => {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs;
  if (a.kind !== b.kind) return a.kind < b.kind;
  return a.id < b.id;
};
