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
 * An empty binary heap whose items know their place, so that a cancelled item leaves at once.
 *
 * Leaving it in and skipping it later would keep the end of every preempted job until that end.
 */
export const createDueHeap = <Item extends Due>(): DueHeap<Item> => {
  const items: Item[] = [];

  const put = (item: Item, place: number): void => {
    items[place] = item;
    item.place = place;
  };

  const rise = (item: Item, from: number): void => {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = items[above];
      if (parent === undefined || !isBefore(item, parent)) break;
      put(parent, place);
      place = above;
    }
    put(item, place);
  };

  const sink = (item: Item, from: number): void => {
    let place = from;
    for (;;) {
      const left = items[2 * place + 1];
      if (left === undefined) break;
      const right = items[2 * place + 2];
      const child = right !== undefined && isBefore(right, left) ? right : left;
      if (!isBefore(child, item)) break;
      const below = child.place;
      put(child, place);
      place = below;
    }
    put(item, place);
  };

  return {
    first: () => items[0],
    push: (item) => rise(item, items.length),
    remove: (item) => {
      const place = item.place;
      if (place < 0) return;
      item.place = -1;
      const last = items.pop();
      if (last === undefined || last === item) return;
      const parent = items[(place - 1) >> 1];
      if (place > 0 && parent !== undefined && isBefore(last, parent)) rise(last, place);
      else sink(last, place);
    },
  };
};

const isBefore = (a: Due, b: Due): boolean => {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs;
  if (a.kind !== b.kind) return a.kind < b.kind;
  return a.id < b.id;
};
