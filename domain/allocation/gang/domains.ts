import { compareIds } from '../../foundation/ids.ts';
import type { TopologyConstraint } from '../../foundation/shapes.ts';
import { roomOf } from '../fit/fit.ts';
import { compareProducts } from '../share/share.ts';
import {
  type Domain,
  type DomainTree,
  type NodeTable,
  type Part,
  resources,
  type Snapshot,
  type Tally,
} from '../state/snapshot.ts';

const idAt = (table: NodeTable, slot: number, levels: readonly string[]): string | undefined => {
  const labels = table.slots[slot]?.labels;
  const values: string[] = [];
  for (const level of levels) {
    const value = labels !== undefined && Object.hasOwn(labels, level) ? labels[level] : undefined;
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values.join('.');
};

const domainsAt = (
  table: NodeTable,
  level: number,
  labels: readonly string[],
): readonly Domain[] => {
  const byId = new Map<string, number[]>();
  for (let rank = 0; rank < table.count; rank += 1) {
    const slot = table.slotAt[rank] ?? 0;
    // A node that lacks a label of the topology is outside of it.
    const isInside = idAt(table, slot, labels) !== undefined;
    const id = isInside ? idAt(table, slot, labels.slice(0, level + 1)) : undefined;
    if (id === undefined) continue;
    const slots = byId.get(id);
    if (slots === undefined) byId.set(id, [slot]);
    else slots.push(slot);
  }
  return [...byId]
    .map(([id, slots]) => ({ id, level, slots }))
    .toSorted((a, b) => compareIds(a.id, b.id));
};

/** The domains of a topology; `undefined` for one that nobody told of. @cost O(nodes · levels) after nodes came or went */
export const domainTreeOf = (snapshot: Snapshot, topology: string): DomainTree | undefined => {
  const levels = snapshot.topologies.get(topology);
  if (levels === undefined) return undefined;
  const { nodes, domainTrees } = snapshot;
  const known = domainTrees.get(topology);
  if (known !== undefined && known.setVersion === nodes.setVersion && known.levels === levels)
    return known;
  const fresh: DomainTree = {
    setVersion: nodes.setVersion,
    levels,
    byLevel: levels.map((_, level) => domainsAt(nodes, level, levels)),
    all: { id: '', level: -1, slots: [...nodes.slotAt.subarray(0, nodes.count)] },
  };
  domainTrees.set(topology, fresh);
  return fresh;
};

/** What is free in a domain for pods that must be counted by what they ask. */
const freeIn = (table: NodeTable, slots: Iterable<number>): Tally => {
  const free = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
  for (const slot of slots) {
    if (table.usable[slot] !== 1) continue;
    // Room on shared devices is not counted on.
    free.gpuMilli += 1000 * (table.wholeFuture[slot] ?? 0);
    free.cpuMilli += Math.max(0, table.cpuFuture[slot] ?? 0);
    free.memoryMib += Math.max(0, Math.floor((table.memoryFuture[slot] ?? 0) / (1 << 20)));
  }
  return free;
};

const askedBy = (parts: readonly Part[]): Tally => {
  const asked = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
  for (const { kind, pods } of parts) {
    asked.gpuMilli += pods * kind.askedGpuMilli;
    asked.cpuMilli += pods * kind.cpuMilli;
    asked.memoryMib += pods * kind.memoryMib;
  }
  return asked;
};

/** How many pods of a kind the nodes take, as far as that matters. */
const podsIn = (table: NodeTable, part: Part, slots: Iterable<number>): number => {
  let pods = 0;
  for (const slot of slots) pods += roomOf(table, part.kind, slot);
  return pods;
};

/** A domain with how tightly an ask would fill it, as a fraction. */
interface Measured {
  readonly domain: Domain;
  readonly slots: readonly number[];
  readonly filled: readonly [above: number, below: number];
}

const isLarger = (a: Measured['filled'], b: Measured['filled']): boolean =>
  compareProducts([a[0], b[1]], [b[0], a[1]]) > 0;

const measured = (
  table: NodeTable,
  parts: readonly Part[],
  { domain, slots }: Pick<Measured, 'domain' | 'slots'>,
): Measured | undefined => {
  const kinds = new Set(parts.map(({ kind }) => kind));
  const [first] = parts;
  if (first !== undefined && kinds.size === 1) {
    const wanted = parts.reduce((sum, { pods }) => sum + pods, 0);
    if (podsIn(table, first, slots) < wanted) return undefined;
  }
  const free = freeIn(table, slots);
  const asked = askedBy(parts);
  let filled: Measured['filled'] = [0, 1];
  for (const resource of resources) {
    if (asked[resource] <= 0) continue;
    const isTooMuch = asked[resource] > free[resource];
    if (kinds.size > 1 && isTooMuch) return undefined;
    const here = [asked[resource], Math.max(1, free[resource])] as const;
    if (isLarger(here, filled)) filled = here;
  }
  return { domain, slots, filled };
};

/** Deepest first, then the one that would be filled most, then by id. */
const byTightness = (a: Measured, b: Measured): number =>
  b.domain.level - a.domain.level ||
  compareProducts([b.filled[0], a.filled[1]], [a.filled[0], b.filled[1]]) ||
  compareIds(a.domain.id, b.domain.id);

/** Nodes to try together, those first that rank higher. */
export interface Candidate {
  readonly slots: readonly number[];
  readonly rankOf: ReadonlyMap<number, number> | undefined;
}

/** What is to be placed under one constraint, and where. */
export interface DomainAsk {
  readonly constraint: TopologyConstraint;
  readonly parts: readonly Part[];
  /** Where its parent lets it be. */
  readonly within: readonly number[];
  /** The nodes that its pods are on already. */
  readonly pinned: readonly number[];
}

/** Nodes by the free room of their domain at the preferred level: the last in the list is the best. */
const ranksOf = (
  table: NodeTable,
  tree: DomainTree,
  ask: DomainAsk,
): Map<number, number> | undefined => {
  const { preferred } = ask.constraint;
  const level = preferred === undefined ? -1 : tree.levels.indexOf(preferred);
  const [first] = ask.parts;
  if (level < 0 || first === undefined) return undefined;
  const inside = new Set(ask.within);
  const room = (domain: Domain): number =>
    podsIn(
      table,
      first,
      domain.slots.filter((slot) => inside.has(slot)),
    );
  const domains = (tree.byLevel[level] ?? [])
    .map((domain) => ({ domain, room: room(domain) }))
    .toSorted((a, b) => a.room - b.room || compareIds(a.domain.id, b.domain.id));
  const ranks = new Map<number, number>();
  for (const [rank, { domain }] of domains.entries())
    for (const slot of domain.slots) ranks.set(slot, rank + 1);
  return ranks;
};

const levelsOf = (
  tree: DomainTree,
  { required, preferred }: TopologyConstraint,
): readonly number[] => {
  const widest = required === undefined ? -1 : tree.levels.indexOf(required);
  const deepest = preferred === undefined ? widest : tree.levels.indexOf(preferred);
  const levels: number[] = [];
  for (let level = Math.max(widest, deepest); level >= widest; level -= 1) levels.push(level);
  return levels;
};

/**
 * Where pods under a topology constraint may go, best first: domains from the preferred level up to the required one
 * that have room for all of them.
 *
 * @shape none where the topology or its required level is unknown: what must hold cannot be shown to hold.
 * @cost O(nodes · levels)
 * @source peer-scheduler reference §1.8
 */
export const candidatesFor = (snapshot: Snapshot, ask: DomainAsk): readonly Candidate[] => {
  const { nodes } = snapshot;
  const { constraint, parts } = ask;
  const tree = domainTreeOf(snapshot, constraint.topology);
  const isUnknown =
    tree === undefined ||
    (constraint.required !== undefined && !tree.levels.includes(constraint.required));
  if (isUnknown)
    return constraint.required === undefined ? [{ slots: ask.within, rankOf: undefined }] : [];
  const inside = new Set(ask.within);
  const pinnedAt = constraint.required === undefined ? [] : ask.pinned;
  const found: Measured[] = [];
  for (const level of levelsOf(tree, constraint)) {
    const domains = level < 0 ? [tree.all] : (tree.byLevel[level] ?? []);
    for (const domain of domains) {
      const slots = domain.slots.filter((slot) => inside.has(slot));
      if (slots.length === 0 || !holds(tree, constraint, { domain, pinnedAt })) continue;
      const one = measured(nodes, parts, { domain, slots });
      if (one !== undefined) found.push(one);
    }
  }
  const ranks = ranksOf(nodes, tree, ask);
  return found.toSorted(byTightness).map(({ slots }) => ({ slots, rankOf: ranks }));
};

/** Whether a domain lies in the required domain of the pods that are somewhere already. */
const holds = (
  tree: DomainTree,
  { required }: TopologyConstraint,
  { domain, pinnedAt }: { readonly domain: Domain; readonly pinnedAt: readonly number[] },
): boolean => {
  if (pinnedAt.length === 0 || required === undefined) return true;
  const level = tree.levels.indexOf(required);
  const wide = (tree.byLevel[level] ?? []).find(({ slots }) => slots.includes(pinnedAt[0] ?? -1));
  if (wide === undefined) return false;
  return domain.slots.every((slot) => wide.slots.includes(slot));
};
