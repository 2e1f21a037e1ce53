import { describe, expect, it } from 'vitest';
import { obstacleAt, refusalAt, roomOf } from '../../../../domain/allocation/fit/fit.ts';
import { addNode } from '../../../../domain/allocation/index.ts';
import { isFreeNow } from '../../../../domain/allocation/state/occupancy.ts';
import { fill, kind, offer, planes, poolOf, sit, whereTo, type Wish } from './pool-of.ts';

const wants = (resources: Readonly<Record<string, number>>): Wish => ({ request: { resources } });
const takes = (port: number, protocol = 'TCP'): Wish => ({
  request: { hostPorts: [{ port, protocol }] },
});

describe('fit › resources', () => {
  it('are whatever nodes count, each by its name', () => {
    const snapshot = poolOf(
      offer('a', { resources: { 'rdma/hca': 2 } }),
      offer('b', { resources: { 'rdma/hca': 5, licence: 1 } }),
    );
    expect(fill(snapshot, kind(snapshot, wants({ 'rdma/hca': 2, licence: 1 })))).toEqual(['b#']);
    expect(fill(snapshot, kind(snapshot, wants({ 'rdma/hca': 2 })))).toEqual(['b#', 'a#']);
    expect(whereTo(snapshot, kind(snapshot, wants({ licence: 1 })))).toBe('-');
  });

  it('may be asked for before any node has them', () => {
    const snapshot = poolOf(offer('a'));
    const one = kind(snapshot, wants({ licence: 1 }));
    expect(refusalAt(snapshot.nodes, one, 0)).toBe('resources');
    for (let at = 0; at < 70; at += 1) addNode(snapshot, offer(`n-${at}`));
    addNode(snapshot, offer('z', { resources: { licence: 1 } }));
    expect(fill(snapshot, one)).toEqual(['z#']);
  });

  it('that are being given back are waited for', () => {
    const snapshot = poolOf(offer('a', { resources: { licence: 1 } }));
    const one = kind(snapshot, wants({ licence: 1 }));
    sit(snapshot, { kind: one, on: 'a', planes: planes.leaving });
    const held = sit(snapshot, { kind: one, on: 'a', planes: planes.promised });
    expect(isFreeNow(snapshot.nodes, held)).toBe(false);
    const other = poolOf(offer('a', { resources: { licence: 1 } }));
    const same = kind(other, wants({ licence: 1 }));
    sit(other, { kind: same, on: 'a', planes: planes.leaving });
    expect(whereTo(other, same)).toBe('~a#');
  });

  it('of a node that comes again are as it says then', () => {
    const snapshot = poolOf(offer('a', { resources: { licence: 1 } }));
    const one = kind(snapshot, wants({ licence: 1 }));
    sit(snapshot, { kind: one, on: 'a' });
    addNode(snapshot, offer('a', { resources: { licence: 2 } }));
    expect(roomOf(snapshot.nodes, one, snapshot.nodes.byId.get('a')?.slot ?? -1)).toBe(2);
  });
});

describe('fit › ports of nodes', () => {
  it('are taken by one pod of a node, by port and protocol', () => {
    const snapshot = poolOf(offer('a'), offer('b'));
    expect(fill(snapshot, kind(snapshot, takes(80)))).toEqual(['a#', 'b#']);
    expect(obstacleAt(snapshot.nodes, kind(snapshot, takes(80)), 0)).toBe('ports');
    expect(fill(snapshot, kind(snapshot, takes(80, 'UDP')))).toEqual(['a#', 'b#']);
    expect(whereTo(snapshot, kind(snapshot, takes(81)))).toBe('a#');
  });

  it('are there on nodes that join later', () => {
    const snapshot = poolOf(offer('a'));
    const one = kind(snapshot, takes(80));
    expect(fill(snapshot, one)).toEqual(['a#']);
    for (let at = 0; at < 70; at += 1) addNode(snapshot, offer(`n-${at}`));
    expect(fill(snapshot, one)).toHaveLength(70);
  });
});
