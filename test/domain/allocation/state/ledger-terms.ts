import type { Snapshot } from '../../../../domain/allocation/index.ts';
import type { Domains, DomainSums, Term } from '../../../../domain/allocation/state/extras.ts';
import type { NodeTable } from '../../../../domain/allocation/state/snapshot.ts';
import type { Affinity, Labels, PodTerm } from '../../../../domain/foundation/shapes.ts';
import type { Books } from '../../../oracles/books.ts';
import { groupOf } from '../../../oracles/predicates.ts';
import { type Plane, takesRoom } from '../../../oracles/room.ts';

type Counts = Readonly<Record<string, number>>;

/** A sum for each domain that has any, by the value of its label. */
const countsIn = ({ numbers }: Domains, sums: readonly number[]): Counts =>
  Object.fromEntries(
    [...numbers]
      .map(([value, at]) => [value, sums[at] ?? 0] as const)
      .filter(([, sum]) => sum !== 0)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

const bothIn = (domains: Domains, { now, future }: DomainSums): readonly Counts[] => [
  countsIn(domains, now),
  countsIn(domains, future),
];

const termIn = (term: Term): unknown => ({
  key: term.key,
  matching: bothIn(term.domains, term.matching),
  matched: [term.matchingNow, term.matchingFuture],
  refusing: bothIn(term.domains, term.refusing),
  liking: countsIn(term.domains, term.liking),
  users: term.users,
});

const byKey = (a: { readonly key: string }, b: { readonly key: string }): number =>
  a.key < b.key ? -1 : 1;

const domainsIn = ({ slots }: NodeTable, domains: Domains): unknown => ({
  key: domains.key,
  values: slots.map((node, slot) => {
    const number = domains.ofSlot[slot] ?? -1;
    const value = [...domains.numbers].find(([, one]) => one === number)?.[0];
    return [node?.id, value, number < 0 ? 0 : domains.sizes[number]];
  }),
  wide: domains.wide,
  users: domains.users,
});

/** What pods say of their neighbours, and where those are, as the kernel has it. */
export const termsIn = ({ nodes }: Snapshot): unknown => ({
  terms: [...nodes.terms.values()].toSorted(byKey).map(termIn),
  domains: [...nodes.domains.values()].toSorted(byKey).map((one) => domainsIn(nodes, one)),
});

const valueAt = (books: Books, nodeId: string, key: string): string | undefined =>
  books.nodes.get(nodeId)?.offer.labels[key] ??
  (key === 'kubernetes.io/hostname' && books.nodes.has(nodeId) ? nodeId : undefined);

/** A pod in its place. */
interface Standing {
  readonly labels: Labels;
  readonly affinity: Affinity;
  readonly nodeId: string;
}

const standingIn = (books: Books, plane: Plane): readonly Standing[] =>
  [...books.jobs.values()].flatMap(({ submission, pods }) =>
    pods
      .filter((pod) => takesRoom(pod, plane))
      .map(({ placement: { subGroup, nodeId } }) => {
        const { podLabels: labels = {}, affinity = {} } = groupOf(submission, subGroup) ?? {};
        return { labels, affinity, nodeId };
      }),
  );

/** A term with as much of it as a pod says. */
type Said = readonly [labels: string, topologyKey: string, weight: number];

const keyOf = (labels: Labels | undefined): string =>
  JSON.stringify(labels === undefined ? 'nobody' : Object.entries(labels).toSorted());

/** All labels that near ones must have together, so far as nothing contradicts them. */
const nearLabels = (terms: readonly PodTerm[]): Labels | undefined => {
  const pairs = terms.flatMap(({ labels }) => Object.entries(labels));
  const all = Object.fromEntries(pairs);
  return pairs.every(([key, value]) => all[key] === value) ? all : undefined;
};

const hard = (terms: readonly PodTerm[] = []): readonly PodTerm[] =>
  terms.filter(({ weight }) => weight === undefined);

const wished = (terms: readonly PodTerm[] = [], sign: number): readonly Said[] =>
  terms.flatMap(({ labels, topologyKey, weight }) =>
    weight === undefined ? [] : [[keyOf(labels), topologyKey, sign * weight] as const],
  );

const likedBy = ({ podAffinity, podAntiAffinity }: Affinity): readonly Said[] => [
  ...hard(podAffinity).map(({ topologyKey }): Said => [
    keyOf(nearLabels(hard(podAffinity))),
    topologyKey,
    1,
  ]),
  ...wished(podAffinity, 1),
  ...wished(podAntiAffinity, -1),
];

const refusedBy = ({ podAntiAffinity }: Affinity): readonly Said[] =>
  hard(podAntiAffinity).map(({ labels, topologyKey }) => [keyOf(labels), topologyKey, 1]);

/** Sums over pods by the domain that they are in. */
const countsFrom = (
  books: Books,
  key: string,
  pods: readonly (readonly [pod: Standing, amount: number])[],
): Counts => {
  const counts: Record<string, number> = {};
  for (const [{ nodeId }, amount] of pods) {
    const value = valueAt(books, nodeId, key);
    if (value !== undefined) counts[value] = (counts[value] ?? 0) + amount;
  }
  return Object.fromEntries(
    Object.entries(counts)
      .filter(([, count]) => count !== 0)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
};

const saidOf = (term: Term, said: readonly Said[]): number =>
  said
    .filter(([labels, key]) => labels === keyOf(term.labels) && key === term.domains.key)
    .reduce((sum, [, , weight]) => sum + weight, 0);

/** Whether labels are those that are wanted; nobody's are where two wanted ones contradict each other. */
export const isMeant = (wanted: Labels | undefined, labels: Labels): boolean =>
  wanted !== undefined && Object.entries(wanted).every(([key, value]) => labels[key] === value);

const termFrom = (books: Books, snapshot: Snapshot, term: Term): unknown => {
  const { key } = term.domains;
  const [now, future] = [standingIn(books, 'now'), standingIn(books, 'future')];
  const matching = [now, future].map((pods) =>
    countsFrom(
      books,
      key,
      pods.filter((pod) => isMeant(term.labels, pod.labels)).map((pod) => [pod, 1]),
    ),
  );
  const asked = [...snapshot.kinds.values()].flatMap(({ extras }) => {
    const one = extras?.neighbours;
    return one === undefined
      ? []
      : [...one.near, ...one.far, ...one.wishes.map((each) => each.term)];
  });
  return {
    key: term.key,
    matching,
    matched: matching.map((counts) => Object.values(counts).reduce((sum, one) => sum + one, 0)),
    refusing: [now, future].map((pods) =>
      countsFrom(
        books,
        key,
        pods.map((pod) => [pod, saidOf(term, refusedBy(pod.affinity))]),
      ),
    ),
    liking: countsFrom(
      books,
      key,
      future.map((pod) => [pod, saidOf(term, likedBy(pod.affinity))]),
    ),
    users: asked.filter((one) => one === term).length,
  };
};

const domainsFrom = (books: Books, { nodes }: Snapshot, key: string): unknown => {
  const values = [...books.nodes.keys()].map((id) => valueAt(books, id, key));
  const sizeOf = (value: string | undefined): number =>
    value === undefined ? 0 : values.filter((one) => one === value).length;
  return {
    key,
    values: nodes.slots.map((node) => {
      const value = node && valueAt(books, node.id, key);
      return [node?.id, value, sizeOf(value)];
    }),
    wide: new Set(values.filter((value) => sizeOf(value) > 1)).size,
    users: [...nodes.terms.values()].filter(({ domains }) => domains.key === key).length,
  };
};

/** The same as the facts have it. */
export const termsFrom = (books: Books, snapshot: Snapshot): unknown => {
  const terms = [...snapshot.nodes.terms.values()].toSorted(byKey);
  return {
    terms: terms.map((term) => termFrom(books, snapshot, term)),
    domains: [...new Set(terms.map(({ domains }) => domains.key))]
      .toSorted()
      .map((key) => domainsFrom(books, snapshot, key)),
  };
};
