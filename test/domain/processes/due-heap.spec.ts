import fc from 'fast-check';
import { deserialize, serialize } from 'node:v8';
import { describe, expect, test } from 'vitest';
import {
  cancel,
  type Due,
  dueBy,
  type DueHeap,
  schedule,
} from '../../../domain/processes/due-heap.ts';

type Step = readonly [id: string, dueAtMs: number | undefined];

const stepsFrom: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.tuple(
    fc.constantFrom(...'abcdefghij'.split('')),
    fc.option(fc.nat({ max: 20 }), { nil: undefined }),
  ),
  { maxLength: 60 },
);

const byTimeThenId = (a: Due, b: Due): number =>
  a.dueAtMs - b.dueAtMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

describe('due heap', () => {
  test('∀ schedules and cancels: it holds what a sorted list would hold, in the same order', () => {
    fc.assert(
      fc.property(stepsFrom, fc.nat({ max: 22 }), (steps, nowMs) => {
        const heap: DueHeap<Due> = [];
        const items = new Map<string, Due>();
        for (const [id, dueAtMs] of steps) {
          const item = items.get(id) ?? { id, dueAtMs: 0, place: -1 };
          items.set(id, item);
          if (dueAtMs === undefined) cancel(heap, item);
          else schedule(heap, item, dueAtMs);
        }
        const listed = [...items.values()].filter(({ place }) => place >= 0).toSorted(byTimeThenId);
        expect(heap.every((item, place) => item.place === place)).toBe(true);
        expect(heap).toHaveLength(listed.length);
        expect(heap[0]).toBe(listed[0]);
        expect(dueBy(heap, nowMs)).toEqual(listed.filter(({ dueAtMs }) => dueAtMs <= nowMs));
      }),
      { numRuns: 200 },
    );
  });

  test('works on after it was stored and brought back', () => {
    const heap: DueHeap<Due> = [];
    const items = new Map<string, Due>();
    for (const [k, id] of ['a', 'b', 'c'].entries()) {
      const item = { id, dueAtMs: 0, place: -1 };
      items.set(id, item);
      schedule(heap, item, 10 - k);
    }
    const back: { heap: DueHeap<Due>; items: Map<string, Due> } = deserialize(
      serialize({ heap, items }),
    );
    const [first] = back.heap;
    expect(back.items.get('c')).toBe(first);
    if (first !== undefined) schedule(back.heap, first, 11);
    expect(dueBy(back.heap, 20).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });
});
