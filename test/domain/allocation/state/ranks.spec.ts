import { describe, expect, it } from 'vitest';
import { addNode, removeNode } from '../../../../domain/allocation/index.ts';
import type { TieOrder } from '../../../../domain/allocation/policy/policy.ts';
import { orderTies, rankNodes } from '../../../../domain/allocation/state/ranks.ts';
import type { Snapshot } from '../../../../domain/allocation/state/snapshot.ts';
import { offer, poolOf } from '../fit/pool-of.ts';

const node = (id: string, gpuCount: number, cpuMilli: number) => offer(id, { gpuCount, cpuMilli });

/** Joined in an order that is none of those asked for. */
const pool = (): Snapshot =>
  poolOf(
    node('c', 4, 9000),
    node('a', 4, 8000),
    node('e', 2, 8000),
    node('b', 0, 1000),
    node('d', 2, 8000),
  );

const ranked = ({ nodes }: Snapshot): string => {
  rankNodes(nodes);
  const ids = Array.from(nodes.slotAt, (slot) => nodes.slots[slot]?.id);
  for (const [rank, slot] of nodes.slotAt.entries()) expect(nodes.rankOf[slot]).toBe(rank);
  expect(nodes.frame).toMatchObject({
    slotAt: nodes.slotAt,
    placeOf: nodes.rankOf,
    count: ids.length,
  });
  return ids.join('');
};

describe('the order of nodes', () => {
  it.each<readonly [TieOrder, string]>([
    ['node-id', 'abcde'],
    ['fewest-gpus', 'bdeac'],
    ['most-gpus', 'acdeb'],
    ['fewest-cpus', 'badec'],
    // Nodes without cards have most of it for each.
    ['most-cpu-per-gpu', 'bdeca'],
  ])('is %s, then that of their ids', (tieOrder, expected) => {
    const snapshot = pool();
    orderTies(snapshot.nodes, tieOrder);
    expect(ranked(snapshot)).toBe(expected);
  });

  it('follows nodes that come and go, and another order that is wanted', () => {
    const snapshot = pool();
    const { nodes } = snapshot;
    expect(ranked(snapshot)).toBe('abcde');
    removeNode(snapshot, 'b');
    expect(ranked(snapshot)).toBe('acde');
    addNode(snapshot, node('f', 8, 1));
    expect(ranked(snapshot)).toBe('acdef');
    expect([...nodes.rankOf].filter((rank) => rank < 0)).toHaveLength(nodes.slots.length - 5);
    orderTies(nodes, 'most-gpus');
    expect(ranked(snapshot)).toBe('facde');
  });

  it('is made once, and nothing that was found is void while the same order is wanted', () => {
    const { nodes } = pool();
    rankNodes(nodes);
    const { slotAt, version, setVersion } = nodes;
    orderTies(nodes, 'node-id');
    rankNodes(nodes);
    expect(nodes.slotAt).toBe(slotAt);
    expect([nodes.version, nodes.setVersion]).toEqual([version, setVersion]);
    orderTies(nodes, 'most-gpus');
    expect(nodes.version).not.toBe(version);
  });
});
