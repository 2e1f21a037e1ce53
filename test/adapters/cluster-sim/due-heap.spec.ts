import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDueHeap, type Due } from '../../../adapters/cluster-sim/due-heap.ts';

const due = fc.record({
  atMs: fc.integer({ min: 0, max: 20 }),
  kind: fc.integer({ min: 0, max: 4 }),
  isRemoved: fc.boolean(),
});

describe('due heap', () => {
  it('∀ items: what is pushed and not removed leaves in order of time, kind, id', () => {
    fc.assert(
      fc.property(fc.array(due, { maxLength: 60 }), (drafts) => {
        const heap = createDueHeap<Due>();
        const items = drafts.map(({ atMs, kind, isRemoved }, place) => {
          const item: Due = { atMs, kind, id: `i${place % 7}-${place}`, place: -1 };
          return { item, isRemoved };
        });
        for (const { item } of items) heap.push(item);
        for (const { item, isRemoved } of items) if (isRemoved) heap.remove(item);
        const left: Due[] = [];
        for (let first = heap.first(); first !== undefined; first = heap.first()) {
          heap.remove(first);
          left.push(first);
        }
        const wanted = items
          .filter(({ isRemoved }) => !isRemoved)
          .map(({ item }) => item)
          .toSorted((a, b) => a.atMs - b.atMs || a.kind - b.kind || (a.id < b.id ? -1 : 1));
        expect(left).toEqual(wanted);
      }),
      { numRuns: 200 },
    );
  });
});
