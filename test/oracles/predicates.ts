import type { Submission } from '../../domain/allocation/index.ts';
import type { NodeExpression, NodeTerm } from '../../domain/foundation/node-terms.ts';
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

const whole = /^[+-]?\d+$/;

/** What a label says to each operator; `undefined` where there is none. */
const holds = (value: string | undefined, { operator, values = [] }: NodeExpression): boolean => {
  const [bound = ''] = values;
  const areWhole = value !== undefined && whole.test(value) && whole.test(bound);
  return {
    In: value !== undefined && values.includes(value),
    NotIn: value === undefined || !values.includes(value),
    Exists: value !== undefined,
    DoesNotExist: value === undefined,
    Gt: areWhole && Number(value) > Number(bound),
    Lt: areWhole && Number(value) < Number(bound),
  }[operator];
};

/** Whether a node's labels meet one of these terms, or there are none. */
export const meetsOne = (labels: Labels, terms: readonly NodeTerm[] = []): boolean =>
  terms.length === 0 ||
  terms.some(({ matchExpressions }) =>
    matchExpressions.every((one) =>
      holds(Object.hasOwn(labels, one.key) ? labels[one.key] : undefined, one),
    ),
  );

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
  meetsOne(node.offer.labels, group.affinity?.requiredNodes) &&
  !isRepelled(node.offer.taints, submission);

/** The sub-group of a pod. */
export const groupOf = ({ subGroups }: Submission, name: string): SubGroup | undefined =>
  subGroups.find((group) => group.name === name);
