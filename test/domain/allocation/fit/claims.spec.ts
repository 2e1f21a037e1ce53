import { describe, expect, it } from 'vitest';
import { obstacleAt, refusalAt } from '../../../../domain/allocation/fit/fit.ts';
import { foreignClaim } from '../../../../domain/allocation/fit/claims.ts';
import { addClaim, removeNode, type Snapshot } from '../../../../domain/allocation/index.ts';
import { now, occupy } from '../../../../domain/allocation/state/occupancy.ts';
import { removeClaim } from '../../../../domain/allocation/state/surroundings.ts';
import type { ClaimState, Kind } from '../../../../domain/allocation/state/snapshot.ts';
import { cards, fill, kind, offer, planes, poolOf, sit, whereTo, type Wish } from './pool-of.ts';

const gpu = 'gpu.nvidia.com';
const using = (...claims: readonly string[]): Wish => ({ request: { claims: [...claims] } });
const has = (devices: number, deviceClass = gpu): Parameters<typeof offer>[1] => ({
  gpuCount: 0,
  deviceClasses: { [deviceClass]: devices },
});

const claim = (snapshot: Snapshot, name: string, how: number | Partial<ClaimState>): void => {
  const more = typeof how === 'number' ? { count: how } : how;
  addClaim(snapshot, { name, deviceClass: gpu, count: 1, queueId: '', ...more });
};

const refusal = (snapshot: Snapshot, one: Kind, id: string): string =>
  refusalAt(snapshot.nodes, one, snapshot.nodes.byId.get(id)?.slot ?? -1);

describe('fit › claims', () => {
  it('go to nodes with so many devices of their class, which they take once for all their pods', () => {
    const snapshot = poolOf(offer('a', has(1)), offer('b', has(3)));
    claim(snapshot, 'pair', 2);
    claim(snapshot, 'other', 2);
    const user = kind(snapshot, using('pair'));
    expect(whereTo(snapshot, user)).toBe('b#');
    sit(snapshot, { kind: user, on: 'b' });
    sit(snapshot, { kind: user, on: 'b' });
    expect(whereTo(snapshot, user)).toBe('b#');
    expect(whereTo(snapshot, kind(snapshot, using('other')))).toBe('-');
    expect(refusal(snapshot, user, 'a')).toBe('claims');
  });

  it('keep all their pods on the node where they are allocated', () => {
    const snapshot = poolOf(offer('a', has(2)), offer('b', { ...has(2), cpuMilli: 1000 }));
    claim(snapshot, 'shared', 1);
    const user = kind(snapshot, using('shared'));
    sit(snapshot, { kind: user, on: 'b' });
    expect(whereTo(snapshot, user)).toBe('-');
    const slot = snapshot.nodes.byId.get('a')?.slot ?? -1;
    expect(obstacleAt(snapshot.nodes, user, slot)).toBe('claims');
    expect(refusalAt(snapshot.nodes, user, slot)).toBe('none');
  });

  it('are free again when the last of their pods has left', () => {
    const snapshot = poolOf(offer('a', has(1)));
    claim(snapshot, 'one', 1);
    claim(snapshot, 'two', 1);
    const user = kind(snapshot, using('one'));
    const seats = [1, 2].map(() => sit(snapshot, { kind: user, on: 'a' }));
    const later = kind(snapshot, using('two'));
    for (const seat of seats) {
      expect(whereTo(snapshot, later)).toBe('-');
      occupy(snapshot.nodes, seat, { planes: planes.running, sign: -1 });
      occupy(snapshot.nodes, seat, { planes: now, sign: 1 });
    }
    expect(whereTo(snapshot, later)).toBe('~a#');
    for (const seat of seats) occupy(snapshot.nodes, seat, { planes: now, sign: -1 });
    expect(whereTo(snapshot, later)).toBe('a#');
  });

  it('are free again when their node is gone', () => {
    const snapshot = poolOf(offer('a', has(1)), offer('b', has(1)));
    claim(snapshot, 'one', 1);
    const user = kind(snapshot, using('one'));
    const seat = sit(snapshot, { kind: user, on: 'a' });
    removeNode(snapshot, 'a');
    expect(whereTo(snapshot, user)).toBe('b#');
    occupy(snapshot.nodes, seat, { planes: planes.running, sign: -1 });
    expect(fill(snapshot, user)[0]).toBe('b#');
  });

  it('of one class add up where a pod uses several', () => {
    const snapshot = poolOf(offer('a', has(3)), offer('b', has(4)));
    claim(snapshot, 'pair', 2);
    claim(snapshot, 'other', 2);
    expect(whereTo(snapshot, kind(snapshot, using('pair', 'other')))).toBe('b#');
  });

  it('fit nowhere while nobody knows them, and not any more once they are gone', () => {
    const snapshot = poolOf(offer('a', has(1)));
    const user = kind(snapshot, using('late'));
    expect(whereTo(snapshot, user)).toBe('-');
    claim(snapshot, 'late', 1);
    expect(whereTo(snapshot, user)).toBe('a#');
    removeClaim(snapshot, 'late');
    expect(whereTo(snapshot, user)).toBe('-');
  });

  it('are counted from when they are told of, be their pods there already or not', () => {
    const snapshot = poolOf(offer('a', has(2)));
    const user = kind(snapshot, using('late'));
    sit(snapshot, { kind: user, on: 'a' });
    claim(snapshot, 'late', 2);
    claim(snapshot, 'one', 1);
    expect(whereTo(snapshot, kind(snapshot, using('one')))).toBe('-');
  });

  it('count in queues and in the pool as cards where their class is one of cards', () => {
    const snapshot = poolOf(
      offer('a', { gpuCount: 0, deviceClasses: { [gpu]: 2, 'nvidia.com/gpu': 1, network: 4 } }),
    );
    claim(snapshot, 'cards', 2);
    claim(snapshot, 'wires', { count: 3, deviceClass: 'network' });
    expect(snapshot.total.gpuMilli).toBe(3000);
    expect(kind(snapshot, using('cards', 'wires')).askedGpuMilli).toBe(2000);
  });

  it('pack nodes by the cards that they have left', () => {
    const snapshot = poolOf(offer('a', has(4)), offer('b', has(2)));
    claim(snapshot, 'one', 1);
    expect(whereTo(snapshot, kind(snapshot, using('one')))).toBe('b#');
  });

  it('of cards serve the pods of their own queue only, others anybody', () => {
    const snapshot = poolOf(offer('a', has(4)));
    claim(snapshot, 'ours', { queueId: 'ours' });
    claim(snapshot, 'anyones', 1);
    claim(snapshot, 'wires', { queueId: 'ours', deviceClass: 'network' });
    const user = kind(snapshot, using('anyones', 'ours', 'wires'));
    expect(foreignClaim(user, 'ours')).toBeUndefined();
    expect(foreignClaim(user, 'theirs')).toBe('ours');
  });

  it('are all that nodes grant whose devices are given out by claims', () => {
    const snapshot = poolOf(offer('a', has(4)));
    expect(whereTo(snapshot, kind(snapshot, cards(1)))).toBe('-');
    expect(refusal(snapshot, kind(snapshot, cards(1)), 'a')).toBe('claims');
    expect(whereTo(snapshot, kind(snapshot))).toBe('a#');
  });
});
