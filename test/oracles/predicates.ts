import type { Submission } from '../../domain/allocation/index.ts';
import type {
  Labels,
  NodeSelector,
  SubGroup,
  Taint,
  Toleration,
} from '../../domain/foundation/shapes.ts';
import type { BookedNode } from './books.ts';

const tolerates = ({ key, operator, value, effect }: Toleration, taint: Taint): boolean => {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key === '') return operator === 'Exists';
  return key === taint.key && (operator === 'Exists' || value === taint.value);
};

/** Whether a node's labels are what a selector asks for. */
export const carries = (labels: Labels, selector: NodeSelector): boolean =>
  Object.entries(selector).every(([label, values]) => {
    const value = Object.hasOwn(labels, label) ? labels[label] : undefined;
    return value !== undefined && values.includes(value);
  });

/** Whether a taint of the node keeps the workload off it. */
export const isRepelled = (taints: readonly Taint[], submission: Submission): boolean =>
  taints.some(
    (taint) =>
      taint.effect !== 'PreferNoSchedule' &&
      !submission.tolerations.some((toleration) => tolerates(toleration, taint)),
  );

/** Whether a node that is empty and answers would let a pod of the sub-group in, by labels and taints alone. */
export const admits = (node: BookedNode, submission: Submission, group: SubGroup): boolean =>
  carries(node.offer.labels, submission.nodeSelector) &&
  carries(node.offer.labels, group.nodeSelector ?? {}) &&
  !isRepelled(node.offer.taints, submission);

/** The sub-group of a pod. */
export const groupOf = ({ subGroups }: Submission, name: string): SubGroup | undefined =>
  subGroups.find((group) => group.name === name);
