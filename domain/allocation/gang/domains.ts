import { compareIds } from '../../foundation/ids.ts';
import type { TopologyConstraint } from '../../foundation/shapes.ts';
import { compareProducts } from '../share/share.ts';
import {
  type Domain,
  type DomainSums,
  type DomainTree,
  type Kind,
  type NodeTable,
  type Part,
  type Resource,
  resources,
  type Snapshot,
} from '../state/snapshot.ts';
import { type Summed, sumIn, sumsOf, sumsOver } from './domain-sums.ts';
import { domainTreeOf, isInside } from './domain-tree.ts';

export { domainTreeOf } from './domain-tree.ts';

/** Nodes to try together, those first that rank higher. @shape `domain`: all nodes of that domain, and no others */
export interface Candidate {
  readonly slots: readonly number[];
  readonly rankOf: ReadonlyMap<number, number> | undefined;
  readonly domain?: { readonly tree: DomainTree; readonly at: Domain };
}

/** What is to be placed under one constraint, and where. */
export interface DomainAsk {
  readonly constraint: TopologyConstraint;
  readonly parts: readonly Part[];
  /** Where its parent lets it be. */
  readonly within: Candidate;
  /** The nodes that its pods are on already. */
  readonly pinned: readonly number[];
}

/** The domains that an ask is measured against, and what they have in sum. */
interface Field {
  readonly tree: DomainTree;
  readonly ask: DomainAsk;
  /** The part of the tree that counts; `undefined`: nodes that are no domain of it. */
  readonly whole: Domain | undefined;
  /** Good until pods come or go: between candidates they do. */
  readonly sums: (what: Summed) => DomainSums;
}

/** The domain of this tree that an ask is confined to, if it is one. */
const wholeOf = (tree: DomainTree, { slots, domain }: Candidate): Domain | undefined =>
  domain?.tree === tree ? domain.at : slots.length === tree.all.slots.length ? tree.all : undefined;

const fieldOf = (table: NodeTable, tree: DomainTree, ask: DomainAsk): Field => {
  const whole = wholeOf(tree, ask.within);
  if (whole !== undefined) return { tree, ask, whole, sums: (what) => sumsOf(table, tree, what) };
  const own = new Map<Summed, DomainSums>();
  const sums = (what: Summed): DomainSums => {
    const known = own.get(what) ?? sumsOver(table, tree, { what, slots: ask.within.slots });
    own.set(what, known);
    return known;
  };
  return { tree, ask, whole, sums };
};

/** What is asked of one resource, by all parts. */
const askedOf = (parts: readonly Part[], resource: Resource): number =>
  parts.reduce(
    (sum, { kind, pods }) =>
      sum + pods * (resource === 'gpuMilli' ? kind.askedGpuMilli : kind[resource]),
    0,
  );

/** What of a field an ask is measured by, so that a domain costs a few look-ups. */
interface Scale {
  readonly rooms: readonly { readonly sums: DomainSums; readonly pods: number }[];
  readonly asked: readonly { readonly sums: DomainSums; readonly amount: number }[];
}

const podsByKind = (parts: readonly Part[]): ReadonlyMap<Kind, number> => {
  const pods = new Map<Kind, number>();
  for (const part of parts) pods.set(part.kind, (pods.get(part.kind) ?? 0) + part.pods);
  return pods;
};

const scaleOf = ({ ask, sums }: Field): Scale => ({
  rooms: [...podsByKind(ask.parts)].map(([kind, pods]) => ({ sums: sums(kind), pods })),
  asked: resources
    .map((resource) => ({ resource, amount: askedOf(ask.parts, resource) }))
    .filter(({ amount }) => amount > 0)
    .map(({ resource, amount }) => ({ sums: sums(resource), amount })),
});

/** A domain with how tightly an ask would fill it: the largest of what is asked over what is free. */
interface Measured {
  readonly domain: Domain;
  readonly asked: number;
  readonly free: number;
}

/**
 * How an ask fits a domain; not at all where some kind of its pods has too little room, or where different kinds together
 * ask for more of a resource than is free.
 */
const measured = ({ rooms, asked }: Scale, domain: Domain): Measured | undefined => {
  for (const { sums, pods } of rooms) if (sumIn(sums, domain) < pods) return undefined;
  let tightest = { domain, asked: 0, free: 1 };
  for (const { sums, amount } of asked) {
    const free = sumIn(sums, domain);
    if (rooms.length > 1 && amount > free) return undefined;
    const here = { domain, asked: amount, free: Math.max(1, free) };
    if (isTighter(here, tightest)) tightest = here;
  }
  return tightest;
};

const isTighter = (a: Measured, b: Measured): boolean =>
  compareProducts([a.asked, b.free], [b.asked, a.free]) > 0;

/** The one that would be filled most first, then by id. */
const byTightness = (a: Measured, b: Measured): number =>
  compareProducts([b.asked, a.free], [a.asked, b.free]) || compareIds(a.domain.id, b.domain.id);

/** All domains of a level; −1 is the whole pool. */
const levelIn = ({ all, byLevel }: DomainTree, level: number): readonly Domain[] =>
  level < 0 ? [all] : (byLevel[level] ?? []);

/** The highest rank of a domain. @source peer-scheduler reference §1.7 (floor(10 · rank / n)) */
const ranksMax = 10;

/** Ranks for nodes by the room of their domain at the preferred level, which lies deeper than the candidate. */
const ranksIn = (field: Field, candidate: Domain): Map<number, number> | undefined => {
  const { tree, ask } = field;
  const { preferred } = ask.constraint;
  const level = preferred === undefined ? -1 : tree.levels.indexOf(preferred);
  const [first] = ask.parts;
  if (level <= candidate.level || first === undefined) return undefined;
  const rooms = field.sums(first.kind);
  const domains = levelIn(tree, level)
    .filter((domain) => isInside(tree, domain, candidate))
    .map((domain) => ({ domain, room: sumIn(rooms, domain) }))
    .toSorted((a, b) => a.room - b.room || compareIds(a.domain.id, b.domain.id));
  const ranks = new Map<number, number>();
  for (const [at, { domain }] of domains.entries()) {
    const rank = Math.floor((ranksMax * (at + 1)) / domains.length);
    for (const slot of domain.slots) ranks.set(slot, rank);
  }
  return ranks;
};

const candidateOf = (field: Field, domain: Domain): Candidate => {
  const { tree, ask, whole } = field;
  const rankOf = ranksIn(field, domain) ?? ask.within.rankOf;
  if (whole !== undefined) return { slots: domain.slots, rankOf, domain: { tree, at: domain } };
  const inside = new Set(ask.within.slots);
  return { slots: domain.slots.filter((slot) => inside.has(slot)), rankOf };
};

/** The levels whose domains are tried, deepest first. */
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

/** The required domain of the pods that are somewhere already; `null`: they are outside of the topology. */
const pinOf = (
  tree: DomainTree,
  { constraint: { required }, pinned }: DomainAsk,
): Domain | undefined | null => {
  const [slot] = pinned;
  if (required === undefined || slot === undefined) return undefined;
  const level = tree.levels.indexOf(required);
  return tree.byLevel[level]?.[tree.placeAt[level]?.[slot] ?? -1] ?? null;
};

/** The domains of a level that an ask may use; where its parent's is narrower than the level, that one. */
const domainsAt = (field: Field, level: number): readonly Domain[] => {
  const { tree, whole, ask } = field;
  const pin = pinOf(tree, ask);
  if (pin === null) return [];
  const mayUse = (domain: Domain): boolean => pin === undefined || isInside(tree, domain, pin);
  if (whole !== undefined && level <= whole.level) return mayUse(whole) ? [whole] : [];
  return levelIn(tree, level).filter(
    (domain) => mayUse(domain) && (whole === undefined || isInside(tree, domain, whole)),
  );
};

/** Takes the best again and again; as a rule the first is the last. */
const bestFirst = function* (found: readonly Measured[]): Generator<Measured> {
  let best = found[0];
  for (const one of found) if (best !== undefined && byTightness(one, best) < 0) best = one;
  if (best === undefined) return;
  yield best;
  for (const one of found.toSorted(byTightness)) if (one !== best) yield one;
};

/**
 * Where pods under a topology constraint may go, best first: domains from the preferred level up to the required one
 * that have room for all of them; of a level, those that would be filled most.
 *
 * @shape none where the topology or its required level is unknown: what must hold cannot be shown to hold.
 * @cost O(changed nodes · levels + domains) where they are confined to a domain or to nothing, else O(nodes · levels)
 * @source peer-scheduler reference §1.8
 */
export const candidatesFor = function* (snapshot: Snapshot, ask: DomainAsk): Generator<Candidate> {
  const { constraint, within } = ask;
  const tree = domainTreeOf(snapshot, constraint.topology);
  const { required } = constraint;
  if (tree === undefined || (required !== undefined && !tree.levels.includes(required))) {
    if (required === undefined) yield within;
    return;
  }
  const field = fieldOf(snapshot.nodes, tree, ask);
  let last: Domain | undefined;
  for (const level of levelsOf(tree, constraint)) {
    const scale = scaleOf(field);
    const found: Measured[] = [];
    for (const domain of domainsAt(field, level)) {
      const one = domain === last ? undefined : measured(scale, domain);
      if (one !== undefined) found.push(one);
    }
    for (const { domain } of bestFirst(found)) {
      last = domain;
      yield candidateOf(field, domain);
    }
  }
};
