/** Things by their time, soonest first. */
export interface Heap<Thing> {
  readonly push: (atMs: number, thing: Thing) => void;
  /** When the first one is due; never, where there is none. */
  readonly nextMs: () => number;
  readonly pop: () => Thing | undefined;
}

interface Entry<Thing> {
  readonly atMs: number;
  readonly thing: Thing;
}

/** An empty heap; things of one time come out in any order, but always in the same one. */
export const heapOf = <Thing>(): Heap<Thing> => {
  const heap: Entry<Thing>[] = [];
  const timeAt = (at: number): number => heap[at]?.atMs ?? Infinity;
  const swap = (a: number, b: number): void => {
    const [left, right] = [heap[a], heap[b]];
    if (left === undefined || right === undefined) return;
    heap[a] = right;
    heap[b] = left;
  };
  const push = (atMs: number, thing: Thing): void => {
    let at = heap.push({ atMs, thing }) - 1;
    for (; at > 0 && timeAt((at - 1) >> 1) > atMs; at = (at - 1) >> 1) swap(at, (at - 1) >> 1);
  };
  const pop = (): Thing | undefined => {
    swap(0, heap.length - 1);
    const first = heap.pop();
    for (let at = 0; ;) {
      const child = timeAt(2 * at + 2) < timeAt(2 * at + 1) ? 2 * at + 2 : 2 * at + 1;
      if (timeAt(child) >= timeAt(at)) return first?.thing;
      swap(at, child);
      at = child;
    }
  };
  return { push, nextMs: () => timeAt(0), pop };
};
