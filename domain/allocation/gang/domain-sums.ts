import { roomOf } from '../fit/fit.ts';
import { isRestless } from '../fit/seek.ts';
import { otherGpuFree } from '../state/counts.ts';
import type {
  Domain,
  DomainSums,
  DomainTree,
  Kind,
  NodeTable,
  Resource,
} from '../state/snapshot.ts';

/** What is summed: what is free of a resource for pods that have no node yet, or the room for pods of a kind. */
export type Summed = Kind | Resource;

const bytesPerMib = 1 << 20;
/** How many sums a tree remembers. */
const sumsMax = 64;

/** Room on shared devices is not counted on. @source peer-scheduler reference §1.8 */
const freeAt = (table: NodeTable, resource: Resource, slot: number): number => {
  if (table.usable[slot] !== 1) return 0;
  if (resource === 'gpuMilli')
    return 1000 * (table.wholeFuture[slot] ?? 0) + otherGpuFree(table, slot);
  if (resource === 'cpuMilli') return Math.max(0, table.cpuFuture[slot] ?? 0);
  return Math.max(0, Math.floor((table.memoryFuture[slot] ?? 0) / bytesPerMib));
};

const figureAt = (table: NodeTable, what: Summed, slot: number): number =>
  typeof what === 'string' ? freeAt(table, what, slot) : roomOf(table, what, slot);

const put = (tree: DomainTree, sums: DomainSums, at: { slot: number; figure: number }): void => {
  const { slot, figure } = at;
  const by = figure - (sums.bySlot[slot] ?? 0);
  if (by === 0) return;
  sums.bySlot[slot] = figure;
  sums.total += by;
  for (let level = 0; level < sums.byLevel.length; level += 1) {
    const place = tree.placeAt[level]?.[slot] ?? -1;
    const places = sums.byLevel[level];
    if (place >= 0 && places !== undefined) places[place] = (places[place] ?? 0) + by;
  }
};

/** The sums of a figure over some nodes. @cost O(nodes) */
export const sumsOver = (
  table: NodeTable,
  tree: DomainTree,
  of: { readonly what: Summed; readonly slots: readonly number[] },
): DomainSums => {
  const sums: DomainSums = {
    bySlot: new Float64Array(table.slots.length),
    byLevel: tree.byLevel.map((domains) => new Float64Array(domains.length)),
    total: 0,
    readAt: table.changed,
  };
  for (const slot of of.slots) put(tree, sums, { slot, figure: figureAt(table, of.what, slot) });
  return sums;
};

/** The sums of a figure over all nodes as they are now. @cost O(changed nodes · levels); O(nodes) at first */
export const sumsOf = (table: NodeTable, tree: DomainTree, what: Summed): DomainSums => {
  const all = { what, slots: tree.all.slots };
  if (typeof what === 'object' && isRestless(what)) return sumsOver(table, tree, all);
  const known = tree.sums.get(what);
  if (known === undefined) {
    if (tree.sums.size >= sumsMax) tree.sums.clear();
    const fresh = sumsOver(table, tree, all);
    tree.sums.set(what, fresh);
    return fresh;
  }
  const { lastChange, older } = table;
  for (let slot = table.newest; (lastChange[slot] ?? 0) > known.readAt; slot = older[slot] ?? -1)
    put(tree, known, { slot, figure: figureAt(table, what, slot) });
  known.readAt = table.changed;
  return known;
};

/** What the nodes of a domain have in sum. */
export const sumIn = (
  sums: DomainSums,
  { level, place }: Pick<Domain, 'level' | 'place'>,
): number => (level < 0 ? sums.total : (sums.byLevel[level]?.[place] ?? 0));
