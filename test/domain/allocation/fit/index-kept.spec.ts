import { describe, expect, it } from 'vitest';
import { addNode, defaultPolicy, type Snapshot } from '../../../../domain/allocation/index.ts';
import { roomOf } from '../../../../domain/allocation/fit/fit.ts';
import { bestNode, forgetIndexes, roomFor } from '../../../../domain/allocation/fit/seek.ts';
import type { Kind, KindIndex } from '../../../../domain/allocation/state/snapshot.ts';
import { cards, kind, offer, poolOf, sit } from './pool-of.ts';

const poolWith = (count: number): Snapshot =>
  poolOf(...Array.from({ length: count }, (_, at) => offer(`n${100 + at}`)));
const look = ({ nodes }: Snapshot, of: Kind): KindIndex | undefined => {
  bestNode(nodes, of, defaultPolicy);
  return of.index;
};
/** Somebody comes to each of so many nodes, from this one on. */
const come = (snapshot: Snapshot, from: number, count: number): void => {
  const one = kind(snapshot, { request: { cpuMilli: 1 } });
  for (let at = from; at < from + count; at += 1) sit(snapshot, { kind: one, on: `n${at}` });
};

describe('fit › an index of all nodes', () => {
  it('is made for who is looked for again soon, and not for others', () => {
    for (const [changes, isMade] of [
      [1, true],
      [8, true],
      [9, false],
    ] as const) {
      const snapshot = poolWith(40);
      const of = kind(snapshot, cards(1));
      expect(look(snapshot, of)).toBeUndefined();
      come(snapshot, 100, changes);
      expect(look(snapshot, of) !== undefined).toBe(isMade);
    }
  });

  it('is kept while few nodes are others than when it was read, and nodes neither come nor go', () => {
    for (const [changed, isKept] of [
      [32, true],
      [33, false],
    ] as const) {
      const snapshot = poolWith(50);
      const of = kind(snapshot, cards(1));
      look(snapshot, of);
      come(snapshot, 100, 1);
      const index = look(snapshot, of);
      expect(index).toBeDefined();
      come(snapshot, 110, changed);
      expect(look(snapshot, of) === index).toBe(isKept);
    }
    const snapshot = poolWith(50);
    const of = kind(snapshot, cards(1));
    look(snapshot, of);
    come(snapshot, 100, 1);
    const index = look(snapshot, of);
    addNode(snapshot, offer('n099'));
    const anew = look(snapshot, of);
    expect(anew).toBeDefined();
    expect(anew).not.toBe(index);
    expect(bestNode(snapshot.nodes, of, defaultPolicy).slot).toBe(
      snapshot.nodes.byId.get('n099')?.slot,
    );
  });

  it('is not made where one pod changes what others are worth on other nodes', () => {
    const snapshot = poolWith(40);
    const of = kind(snapshot, { request: { claims: ['one'] } });
    look(snapshot, of);
    come(snapshot, 100, 1);
    expect(look(snapshot, of)).toBeUndefined();
  });

  it('knows of gangs how much room there is, and follows it', () => {
    const snapshot = poolWith(40);
    const { nodes } = snapshot;
    const of = kind(snapshot, cards(3));
    of.isGang = true;
    look(snapshot, of);
    for (let at = 100; at < 106; at += 1) {
      sit(snapshot, { kind: kind(snapshot, cards(2)), on: `n${at}`, devices: [0, 1] });
      const index = look(snapshot, of);
      const rooms = [...nodes.byId.values()].map(({ slot }) => roomOf(nodes, of, slot));
      expect(index?.roomTotal).toBe(rooms.reduce((sum, room) => sum + room, 0));
      expect(index?.room?.slice(0, 40)).toEqual(Int32Array.from(rooms));
      expect(roomFor(nodes, of, { enough: 99, policy: defaultPolicy })).toBe(index?.roomTotal);
      expect(roomFor(nodes, of, { enough: 7, policy: defaultPolicy })).toBe(7);
    }
  });

  it('is made anew with the room in it when pods of the kind come in gangs', () => {
    const snapshot = poolWith(40);
    const of = kind(snapshot, cards(1));
    look(snapshot, of);
    come(snapshot, 100, 1);
    expect(look(snapshot, of)?.room).toBeUndefined();
    of.isGang = true;
    come(snapshot, 100, 1);
    expect(look(snapshot, of)?.room).toBeDefined();
  });

  it('is forgotten under other rules, with all else that was found', () => {
    const snapshot = poolWith(80);
    const of = kind(snapshot, cards(1));
    look(snapshot, of);
    come(snapshot, 100, 1);
    look(snapshot, of);
    forgetIndexes([of]);
    expect([of.index, of.favourites, of.foundAt]).toEqual([undefined, undefined, -1]);
  });
});
