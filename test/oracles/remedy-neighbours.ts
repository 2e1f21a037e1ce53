import type { Submission } from '../../domain/allocation/index.ts';
import type { BookedJob, Books } from './books.ts';
import type { FactOf } from './facts.ts';
import { doMatch, giants } from './remedy-nodes.ts';

/** Its pods have no labels that others mean, and mean nobody. */
export const withoutNeighbours = ({ submission }: BookedJob): Submission => ({
  ...submission,
  subGroups: submission.subGroups.map(({ podLabels: _labels, affinity, ...group }) => {
    const { podAffinity: _near, podAntiAffinity: _far, ...others } = affinity ?? {};
    return { ...group, ...(affinity !== undefined && { affinity: others }) };
  }),
});

/** Whether a pod must have somebody near it, or all pods must be in one place: a node of its own is none of these. */
const isTogether = ({ submission: { gang, subGroups } }: BookedJob): boolean =>
  [gang, ...(gang?.podSets ?? []), ...(gang?.groups ?? [])].some(
    (one) => one?.topology !== undefined,
  ) ||
  subGroups.some(
    ({ affinity, request: { mig, claims } }) =>
      mig !== undefined ||
      claims !== undefined ||
      (affinity?.podAffinity ?? []).some(({ weight }) => weight === undefined),
  );

/** Large nodes each of which is a domain of its own by every label; none where such are no use, or it may not be there. */
export const farOff = (books: Books, job: BookedJob): readonly FactOf<'joined'>[] => {
  if (isTogether(job)) return [];
  const nodes = giants(books, job).map((fact): FactOf<'joined'> => {
    const { id, labels } = fact.offer;
    const own = Object.fromEntries(Object.keys(labels).map((key) => [key, `${key} of ${id}`]));
    return { ...fact, offer: { ...fact.offer, labels: own } };
  });
  return doMatch(job, nodes) ? nodes : [];
};
