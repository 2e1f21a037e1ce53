import type { Affinity, Labels, PodTerm } from '../../domain/foundation/shapes.ts';
import type { BookedJob, BookedPod, Books } from './books.ts';
import { groupOf } from './predicates.ts';

/** A pod as its neighbours see it. */
export interface Neighbour {
  readonly name: string;
  readonly labels: Labels;
  readonly affinity: Affinity;
  readonly node: Labels;
}

/** A placed pod as its neighbours see it. */
export const neighbourOf = (
  books: Books,
  job: BookedJob,
  { subGroup, pod, nodeId }: { subGroup: string; pod: number; nodeId: string },
): Neighbour => {
  const group = groupOf(job.submission, subGroup);
  return {
    name: `${job.submission.id}/${subGroup}-${pod}`,
    labels: group?.podLabels ?? {},
    affinity: group?.affinity ?? {},
    node: books.nodes.get(nodeId)?.offer.labels ?? {},
  };
};

/** All pods that stand, as far as their stage counts. */
export const neighboursIn = (
  books: Books,
  counts: (pod: BookedPod) => boolean,
): readonly Neighbour[] =>
  [...books.jobs.values()].flatMap((job) =>
    job.pods.filter(counts).map((pod) => neighbourOf(books, job, pod.placement)),
  );

const means = ({ labels }: PodTerm, pod: Neighbour): boolean =>
  Object.entries(labels).every(([label, value]) => pod.labels[label] === value);

const isNear = (key: string, a: Neighbour, b: Neighbour): boolean =>
  a.node[key] !== undefined && a.node[key] === b.node[key];

const hard = (terms: readonly PodTerm[] | undefined): readonly PodTerm[] =>
  (terms ?? []).filter(({ weight }) => weight === undefined);

/** Kubernetes' rule: the first of pods that want to be with their like may stand anywhere that has the label. */
const isFirst = (term: PodTerm, pod: Neighbour, others: readonly Neighbour[]): boolean =>
  means(term, pod) &&
  !others.some((other) => means(term, other) && other.node[term.topologyKey] !== undefined);

/** What keeps pods apart and is broken: what this pod says of others, and others of it. */
const tooNear = (pod: Neighbour, others: readonly Neighbour[]): readonly string[] => [
  ...hard(pod.affinity.podAntiAffinity).flatMap((term) =>
    others
      .filter((other) => means(term, other) && isNear(term.topologyKey, pod, other))
      .map((other) => `${pod.name} must not be near ${other.name}`),
  ),
  ...others.flatMap((other) =>
    hard(other.affinity.podAntiAffinity)
      .filter((term) => means(term, pod) && isNear(term.topologyKey, pod, other))
      .map(() => `${other.name} must not have ${pod.name} near it`),
  ),
];

const alone = (pod: Neighbour, others: readonly Neighbour[]): readonly string[] =>
  hard(pod.affinity.podAffinity)
    .filter((term) => {
      if (pod.node[term.topologyKey] === undefined) return true;
      const isKept = others.some(
        (other) => means(term, other) && isNear(term.topologyKey, pod, other),
      );
      return !isKept && !isFirst(term, pod, others);
    })
    .map((term) => `${pod.name} has nobody that it wants near by ${term.topologyKey}`);

/** Whether a pod has nobody near it whom it must have there. */
export const isLonely = (pod: Neighbour, others: readonly Neighbour[]): boolean =>
  alone(pod, others).length > 0;

/**
 * What required (anti-)affinity newly placed pods break, their own and that of those who stand already.
 *
 * @shape `fresh` in the order in which they were placed, list by list: whoever comes first may stand anywhere, even if
 * others come later. `gone` were there when it was decided and leave by the same plan.
 */
export const brokenNeighbours = (
  fresh: readonly (readonly Neighbour[])[],
  standing: readonly Neighbour[],
  gone: readonly Neighbour[] = [],
): readonly string[] => {
  const all = [...standing, ...fresh.flat()];
  const inOrder = fresh.flat();
  return inOrder.flatMap((pod, at) => {
    const others = all.filter((other) => other !== pod);
    const lonely = alone(pod, [...standing, ...gone, ...inOrder.slice(0, at)]);
    const isLonely = lonely.length > 0 && alone(pod, others).length > 0;
    return [...tooNear(pod, others), ...(isLonely ? lonely : [])];
  });
};
