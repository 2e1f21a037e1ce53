import type { Labels } from '../../domain/foundation/shapes.ts';
import type { BookedJob, Books } from './books.ts';
import { scopesOf, setOf } from './gangs.ts';

const valueOf = (labels: Labels, label: string): string | undefined =>
  Object.hasOwn(labels, label) ? labels[label] : undefined;

/** The domain of a node at a level: its labels from the widest level down to that one; a node that lacks one is outside. */
export const domainAt = (
  labels: Labels,
  levels: readonly string[],
  level: string,
): string | undefined => {
  const at = levels.indexOf(level);
  if (at < 0) return undefined;
  const values = levels.slice(0, at + 1).map((label) => valueOf(labels, label));
  return values.includes(undefined) ? undefined : JSON.stringify(values);
};

/** A pod by its sub-group and its node. */
export interface Standing {
  readonly subGroup: string;
  readonly nodeId: string;
}

/** Every required topology constraint of a workload that pods standing like this break; empty when all hold. */
export const brokenScopes = (
  books: Books,
  { submission }: BookedJob,
  pods: readonly Standing[],
): readonly string[] => {
  const setOfPod = new Map(submission.subGroups.map((group) => [group.name, setOf(group)]));
  return scopesOf(submission).flatMap(({ constraint, sets }) => {
    const { required } = constraint;
    if (required === undefined) return [];
    const levels = books.topologies.get(constraint.topology) ?? [];
    const domains = pods
      .filter((pod) => sets.has(setOfPod.get(pod.subGroup) ?? ''))
      .map(({ nodeId }) => domainAt(books.nodes.get(nodeId)?.offer.labels ?? {}, levels, required));
    if (domains.includes(undefined)) return [`a pod of ${submission.id} is outside of ${required}`];
    const different = new Set(domains);
    return different.size > 1
      ? [`${submission.id} spans ${different.size} domains of ${required}`]
      : [];
  });
};
