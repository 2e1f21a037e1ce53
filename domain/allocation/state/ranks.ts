import { compareIds } from '../../foundation/ids.ts';
import type { TieOrder } from '../policy/policy.ts';
import { touchAll } from './occupancy.ts';
import type { NodeTable } from './table.ts';

/** By what a policy says, then by id. */
const tieOrders: {
  readonly [Key in TieOrder]: (table: NodeTable, a: number, b: number) => number;
} = {
  'node-id': () => 0,
  'fewest-gpus': ({ deviceCount }, a, b) => (deviceCount[a] ?? 0) - (deviceCount[b] ?? 0),
  'most-gpus': ({ deviceCount }, a, b) => (deviceCount[b] ?? 0) - (deviceCount[a] ?? 0),
  'fewest-cpus': ({ cpuCap }, a, b) => (cpuCap[a] ?? 0) - (cpuCap[b] ?? 0),
  'most-cpu-per-gpu': ({ cpuCap, deviceCount }, a, b) =>
    (cpuCap[b] ?? 0) * (deviceCount[a] ?? 0) - (cpuCap[a] ?? 0) * (deviceCount[b] ?? 0),
};

/** Ranks nodes by another order from now on: what was found by the former one is void. */
export const orderTies = (table: NodeTable, tieOrder: TieOrder): void => {
  if (table.tieOrder === tieOrder) return;
  table.tieOrder = tieOrder;
  touchAll(table);
};

/** Puts the nodes in the order in which ties are broken, if any joined or went since. @cost O(n log n) then, else nothing */
export const rankNodes = (table: NodeTable): void => {
  if (table.rankedAt === table.setVersion) return;
  const present = table.slots.filter((node) => node !== undefined);
  const byTieOrder = tieOrders[table.tieOrder];
  const ranked = present.toSorted(
    (a, b) => byTieOrder(table, a.slot, b.slot) || compareIds(a.id, b.id),
  );
  table.rankOf = new Int32Array(table.slots.length).fill(-1);
  table.slotAt = new Int32Array(ranked.length);
  for (const [rank, node] of ranked.entries()) {
    table.rankOf[node.slot] = rank;
    table.slotAt[rank] = node.slot;
  }
  const { slotAt, rankOf: placeOf } = table;
  table.frame = { slotAt, count: ranked.length, placeOf, rankOf: undefined };
  table.rankedAt = table.setVersion;
};
