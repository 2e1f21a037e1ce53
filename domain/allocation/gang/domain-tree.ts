import { compareIds } from '../../foundation/ids.ts';
import { rankNodes } from '../state/ranks.ts';
import type { Domain, DomainTree, NodeTable, Snapshot } from '../state/snapshot.ts';

/** The labels of a node that say where it is, the widest first; `undefined` where it lacks one: then it is outside. */
const labelsAt = (
  table: NodeTable,
  slot: number,
  levels: readonly string[],
): readonly string[] | undefined => {
  const labels = table.slots[slot]?.labels;
  const values: string[] = [];
  for (const level of levels) {
    const value = labels !== undefined && Object.hasOwn(labels, level) ? labels[level] : undefined;
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
};

/** The nodes of each domain of a level by its id, which names the wider ones that it is in. */
const slotsById = (
  table: NodeTable,
  levels: readonly string[],
  level: number,
): Map<string, number[]> => {
  const byId = new Map<string, number[]>();
  for (let rank = 0; rank < table.count; rank += 1) {
    const slot = table.slotAt[rank] ?? 0;
    const values = labelsAt(table, slot, levels);
    if (values === undefined) continue;
    const id = values.slice(0, level + 1).join('.');
    const slots = byId.get(id);
    if (slots === undefined) byId.set(id, [slot]);
    else slots.push(slot);
  }
  return byId;
};

const domainsAt = (table: NodeTable, levels: readonly string[], level: number): readonly Domain[] =>
  [...slotsById(table, levels, level)]
    .toSorted(([a], [b]) => compareIds(a, b))
    .map(([id, slots], place) => ({ id, level, place, slots }));

const placesOf = (table: NodeTable, domains: readonly Domain[]): Int32Array => {
  const placeAt = new Int32Array(table.slots.length).fill(-1);
  for (const { place, slots } of domains) for (const slot of slots) placeAt[slot] = place;
  return placeAt;
};

/** The domains of a topology; `undefined` for one that nobody told of. @cost O(nodes · levels) after nodes came or went */
export const domainTreeOf = (snapshot: Snapshot, topology: string): DomainTree | undefined => {
  const levels = snapshot.topologies.get(topology);
  if (levels === undefined) return undefined;
  const { nodes, domainTrees } = snapshot;
  const known = domainTrees.get(topology);
  if (known !== undefined && known.setVersion === nodes.setVersion && known.levels === levels)
    return known;
  rankNodes(nodes);
  const byLevel = levels.map((_, level) => domainsAt(nodes, levels, level));
  const fresh: DomainTree = {
    setVersion: nodes.setVersion,
    levels,
    byLevel,
    placeAt: byLevel.map((domains) => placesOf(nodes, domains)),
    all: { id: '', level: -1, place: 0, slots: [...nodes.slotAt.subarray(0, nodes.count)] },
    sums: new Map(),
  };
  domainTrees.set(topology, fresh);
  return fresh;
};

/** Whether a domain lies in another of the same tree, or is it. */
export const isInside = (tree: DomainTree, inner: Domain, outer: Domain): boolean =>
  outer.level < 0 ||
  (inner.level >= outer.level && tree.placeAt[outer.level]?.[inner.slots[0] ?? -1] === outer.place);
