import { describe, expect, it } from 'vitest';
import { addNode, defaultPolicy, type Snapshot } from '../../../../domain/allocation/index.ts';
import { bestNode } from '../../../../domain/allocation/fit/seek.ts';
import type { Favourites, Kind } from '../../../../domain/allocation/state/snapshot.ts';
import { cards, kind, offer, poolOf, sit } from './pool-of.ts';

/** A hundred equal nodes. */
const pool = (): { readonly snapshot: Snapshot; readonly of: Kind } => {
  const snapshot = poolOf(...Array.from({ length: 100 }, (_, at) => offer(`n${100 + at}`)));
  return { snapshot, of: kind(snapshot, cards(1)) };
};
/** Looks for the best node; what is known of the best then. */
const look = ({ snapshot, of }: ReturnType<typeof pool>): Favourites => {
  bestNode(snapshot.nodes, of, defaultPolicy);
  if (of.favourites === undefined) throw new Error('nothing is known');
  return of.favourites;
};
const ids = ({ nodes }: Snapshot, { line }: Favourites): readonly string[] =>
  line.map(({ slot }) => nodes.slots[slot]?.id ?? '');
/** Somebody comes to each of these nodes. */
const come = (snapshot: Snapshot, from: number, count: number): void => {
  const one = kind(snapshot, cards(1));
  for (let at = from; at < from + count; at += 1)
    sit(snapshot, { kind: one, on: `n${at}`, devices: [0] });
};
const numbered = (from: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `n${from + at}`);

describe('fit › the best few nodes', () => {
  it('are sixteen, the first among equals, and all others come after the last of them', () => {
    const of = pool();
    const known = look(of);
    expect(ids(of.snapshot, known)).toEqual(numbered(100, 16));
    expect(known.beyond).toBe(known.line.at(-1));
  });

  it('are kept while at most a quarter of the nodes are others than before, and found anew after that', () => {
    for (const [changed, isKept] of [
      [10, true],
      [25, true],
      [26, false],
    ] as const) {
      const of = pool();
      const known = look(of);
      come(of.snapshot, 150, changed);
      expect(look(of) === known).toBe(isKept);
      expect(known.readAt === of.snapshot.nodes.changed).toBe(isKept);
      // Whoever is on a node makes it better, for pods are packed.
      expect(ids(of.snapshot, look(of))).toEqual(
        [...numbered(150, changed), ...numbered(100, 16)].slice(0, 16),
      );
    }
  });

  it('are kept where one of them is no use any more, as long as any of them is', () => {
    const of = pool();
    const known = look(of);
    const full = kind(of.snapshot, cards(4));
    for (let at = 100; at < 110; at += 1)
      sit(of.snapshot, { kind: full, on: `n${at}`, devices: [0, 1, 2, 3] });
    expect(look(of)).toBe(known);
    expect(ids(of.snapshot, known)).toEqual(numbered(110, 6));
    for (let at = 110; at < 120; at += 1)
      sit(of.snapshot, { kind: full, on: `n${at}`, devices: [0, 1, 2, 3] });
    const anew = look(of);
    expect(anew).not.toBe(known);
    expect(ids(of.snapshot, anew)).toEqual(numbered(120, 16));
  });

  it('are found anew when a node comes', () => {
    const of = pool();
    const known = look(of);
    addNode(of.snapshot, offer('n099', { gpuCount: 1 }));
    come(of.snapshot, 150, 10);
    expect(look(of)).not.toBe(known);
  });
});
