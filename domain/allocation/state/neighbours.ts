import { compareIds } from '../../foundation/ids.ts';
import type { Affinity, Labels, PodTerm } from '../../foundation/shapes.ts';
import type { DomainSums, Neighbourly, Term, Wish } from './extras.ts';
import { domainAt, domainsOf, dropDomains } from './label-domains.ts';
import type { NodeTable } from './table.ts';

/** A node is about to leave its slot: its pods count no more. */
export const leaveNeighbours = (table: NodeTable, slot: number): void => {
  for (const one of table.neighbourly) {
    const seated = one.seated.get(slot);
    if (seated !== undefined)
      moveNeighbour(one, slot, { now: -seated.now, future: -seated.future });
  }
};

const addAt = (sums: number[], at: number, by: number): void => {
  while (sums.length <= at) sums.push(0);
  sums[at] = (sums[at] ?? 0) + by;
};

/** How many pods come to a node or go from it, physically and for the future. */
interface Coming {
  readonly now: number;
  readonly future: number;
}

const addBoth = (sums: DomainSums, at: number, by: Coming): void => {
  addAt(sums.now, at, by.now);
  addAt(sums.future, at, by.future);
};

const countMatching = (term: Term, slot: number, by: Coming): void => {
  const at = domainAt(term.domains, slot);
  if (at < 0) return;
  addBoth(term.matching, at, by);
  term.matchingNow += by.now;
  term.matchingFuture += by.future;
};

const countLiking = ({ term, weight }: Wish, slot: number, by: Coming): void => {
  const at = domainAt(term.domains, slot);
  if (at >= 0) addAt(term.liking, at, weight * by.future);
};

/** Pods of a kind come to a slot or go from it. @cost O(terms that mean them, terms of their own) */
export const moveNeighbour = (one: Neighbourly, slot: number, by: Coming): void => {
  const seated = one.seated.get(slot) ?? { now: 0, future: 0 };
  seated.now += by.now;
  seated.future += by.future;
  if (seated.now === 0 && seated.future === 0) one.seated.delete(slot);
  else one.seated.set(slot, seated);
  for (const term of one.matched) countMatching(term, slot, by);
  for (const { domains, refusing } of one.far) {
    const at = domainAt(domains, slot);
    if (at >= 0) addBoth(refusing, at, by);
  }
  for (const wish of one.wishes) countLiking(wish, slot, by);
  // Kubernetes lets those who must be near a pod wish, with the weight of one, that it comes near them.
  for (const term of one.near) countLiking({ term, weight: 1 }, slot, by);
};

const isMeant = (wanted: Labels | undefined, labels: Labels): boolean =>
  wanted !== undefined &&
  Object.keys(wanted).every((key) => Object.hasOwn(labels, key) && labels[key] === wanted[key]);

const labelsKey = (labels: Labels): string =>
  JSON.stringify(
    Object.keys(labels)
      .toSorted(compareIds)
      .map((key) => [key, labels[key]]),
  );

const termOf = (table: NodeTable, labels: Labels | undefined, topologyKey: string): Term => {
  const key = `${topologyKey} ${labels === undefined ? 'nobody' : labelsKey(labels)}`;
  const known = table.terms.get(key);
  if (known !== undefined) {
    known.users += 1;
    return known;
  }
  const fresh: Term = {
    key,
    labels,
    domains: domainsOf(table, topologyKey),
    matching: { now: [], future: [] },
    matchingNow: 0,
    matchingFuture: 0,
    refusing: { now: [], future: [] },
    liking: [],
    users: 1,
  };
  table.terms.set(key, fresh);
  for (const one of table.neighbourly) {
    if (!isMeant(labels, one.labels)) continue;
    one.matched.push(fresh);
    for (const [slot, seated] of one.seated) countMatching(fresh, slot, seated);
  }
  return fresh;
};

const dropTerm = (table: NodeTable, term: Term): void => {
  term.users -= 1;
  if (term.users > 0) return;
  table.terms.delete(term.key);
  for (const one of table.neighbourly) {
    const at = one.matched.indexOf(term);
    if (at >= 0) one.matched.splice(at, 1);
  }
  dropDomains(table, term.domains);
};

/** The labels of all of them together; nothing where two of them want one label to be different things. */
const unionOf = (terms: readonly PodTerm[]): Labels | undefined => {
  const union: Record<string, string> = {};
  for (const { labels } of terms)
    for (const [key, value] of Object.entries(labels)) {
      if (Object.hasOwn(union, key) && union[key] !== value) return undefined;
      union[key] = value;
    }
  return union;
};

const isRequired = ({ weight }: PodTerm): boolean => weight === undefined;

const wishesOf = (table: NodeTable, terms: readonly PodTerm[], sign: 1 | -1): readonly Wish[] =>
  terms.flatMap(({ labels, topologyKey, weight }) =>
    weight === undefined
      ? []
      : [{ term: termOf(table, labels, topologyKey), weight: sign * weight }],
  );

/**
 * Makes it known that a kind of pods has these labels and says this of its neighbours; nothing where it has neither.
 *
 * @source Kubernetes, InterPodAffinity: a pod is near in the meaning of several required terms if it matches all of them
 */
export const neighbourlyOf = (
  table: NodeTable,
  labels: Labels,
  affinity: Affinity,
): Neighbourly | undefined => {
  const { podAffinity = [], podAntiAffinity = [] } = affinity;
  if (Object.keys(labels).length + podAffinity.length + podAntiAffinity.length === 0)
    return undefined;
  const near = podAffinity.filter(isRequired);
  const union = unionOf(near);
  const fresh: Neighbourly = {
    labels,
    near: near.map(({ topologyKey }) => termOf(table, union, topologyKey)),
    isNearItself: isMeant(union, labels),
    far: podAntiAffinity
      .filter(isRequired)
      .map((term) => termOf(table, term.labels, term.topologyKey)),
    wishes: [...wishesOf(table, podAffinity, 1), ...wishesOf(table, podAntiAffinity, -1)],
    matched: [],
    seated: new Map(),
  };
  for (const term of table.terms.values())
    if (isMeant(term.labels, labels)) fresh.matched.push(term);
  table.neighbourly.add(fresh);
  return fresh;
};

/** The kind is forgotten. */
export const forgetNeighbourly = (table: NodeTable, one: Neighbourly): void => {
  table.neighbourly.delete(one);
  for (const term of [...one.near, ...one.far, ...one.wishes.map((wish) => wish.term)])
    dropTerm(table, term);
};

/** Whether a pod that comes to a slot has near it whom it must. */
export const isNear = (one: Neighbourly, slot: number, plane: 'now' | 'future'): boolean => {
  let [isAny, isAll] = [false, true];
  for (const { domains, matching, matchingNow, matchingFuture } of one.near) {
    const at = domainAt(domains, slot);
    if (at < 0) return false;
    if ((matching[plane][at] ?? 0) === 0) isAll = false;
    if ((plane === 'now' ? matchingNow : matchingFuture) > 0) isAny = true;
  }
  // The first of those who must be near each other sits where it likes.
  return isAll || (!isAny && one.isNearItself);
};

/** Whether nobody whom a pod will not have near is near a slot, and nobody who will not have it near. */
export const isTolerated = (one: Neighbourly, slot: number, plane: 'now' | 'future'): boolean => {
  for (const { domains, matching } of one.far) {
    const at = domainAt(domains, slot);
    if (at >= 0 && (matching[plane][at] ?? 0) > 0) return false;
  }
  for (const { domains, refusing } of one.matched) {
    const at = domainAt(domains, slot);
    if (at >= 0 && (refusing[plane][at] ?? 0) > 0) return false;
  }
  return true;
};

/**
 * Whether a pod may come to a slot as far as its neighbours and itself are concerned.
 *
 * @source Kubernetes, InterPodAffinity (required terms, and the anti-affinity of those who are there already)
 */
export const isWelcome = (one: Neighbourly, slot: number, plane: 'now' | 'future'): boolean =>
  isTolerated(one, slot, plane) && (one.near.length === 0 || isNear(one, slot, plane));

/** Whether a pod that sits at a slot still has near it whom it must, others having moved since it came. */
export const hasCompany = (one: Neighbourly, slot: number): boolean =>
  one.near.every((term) => {
    const itself = one.matched.includes(term) ? 1 : 0;
    const at = domainAt(term.domains, slot);
    const isNearOthers = (term.matching.future[at] ?? 0) > itself;
    return isNearOthers || (itself === 1 && term.matchingFuture === 1);
  });

/** Whether pods of the kind will not have each other near at that slot, so that one of them sits there at most. */
export const isSolitary = (one: Neighbourly, slot: number): boolean =>
  one.far.some((term) => domainAt(term.domains, slot) >= 0 && one.matched.includes(term));

/** How much a pod would like a slot for its neighbours' sake, and they that it comes there. */
export const likingOf = (one: Neighbourly, slot: number): number => {
  let sum = 0;
  for (const { term, weight } of one.wishes) {
    const at = domainAt(term.domains, slot);
    if (at >= 0) sum += weight * (term.matching.future[at] ?? 0);
  }
  for (const { domains, liking } of one.matched) {
    const at = domainAt(domains, slot);
    if (at >= 0) sum += liking[at] ?? 0;
  }
  return sum;
};

/** Whether a pod on one node changes what the kind is worth on others. */
export const isFarSeeing = (one: Neighbourly): boolean =>
  one.near.length > 0 ||
  one.far.some(({ domains }) => domains.wide > 0) ||
  one.wishes.some(({ term }) => term.domains.wide > 0) ||
  one.matched.some(({ domains }) => domains.wide > 0);
