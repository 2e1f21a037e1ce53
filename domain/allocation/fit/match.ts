import { type NodeExpression, type NodeTerm, wholeOfText } from '../../foundation/node-terms.ts';
import type { NodeSelector, Taint, Toleration } from '../../foundation/shapes.ts';
import type { Kind, NodeState, NodeTable } from '../state/snapshot.ts';

const refusedBySelector = 1;
const refusedByTaint = 2;
/** What `matchOf` answers at least where labels and taints let a kind in; each taint that only costs adds one. */
export const accepted = 3;
/** More taints that only cost than these are not told apart. */
export const costsMax = 7;

const tolerates = (toleration: Toleration, taint: Taint): boolean => {
  if (toleration.effect !== '' && toleration.effect !== taint.effect) return false;
  if (toleration.key === '') return toleration.operator === 'Exists';
  if (toleration.key !== taint.key) return false;
  return toleration.operator === 'Exists' || toleration.value === taint.value;
};

/** Whether a node has for each label one of the values asked for. */
export const hasLabels = (node: NodeState, selector: NodeSelector): boolean => {
  for (const label of Object.keys(selector)) {
    const value = Object.hasOwn(node.labels, label) ? node.labels[label] : undefined;
    if (value === undefined || selector[label]?.includes(value) !== true) return false;
  }
  return true;
};

/** Whether a label is a whole number on one side of another; what is none is on neither. */
const isBeyond = (value: string, than: string, side: 1 | -1): boolean => {
  const [whole, bound] = [wholeOfText(value), wholeOfText(than)];
  if (whole === undefined || bound === undefined) return false;
  return side === 1 ? whole > bound : whole < bound;
};

/** @source Kubernetes, labels.Requirement: a node without the label meets `NotIn` and `DoesNotExist` only */
const meets = (node: NodeState, { key, operator, values = [] }: NodeExpression): boolean => {
  const value = Object.hasOwn(node.labels, key) ? node.labels[key] : undefined;
  if (value === undefined) return operator === 'NotIn' || operator === 'DoesNotExist';
  switch (operator) {
    case 'In':
      return values.includes(value);
    case 'NotIn':
      return !values.includes(value);
    case 'Exists':
      return true;
    case 'DoesNotExist':
      return false;
    case 'Gt':
      return isBeyond(value, values[0] ?? '', 1);
    case 'Lt':
      return isBeyond(value, values[0] ?? '', -1);
  }
};

const meetsAll = (node: NodeState, expressions: readonly NodeExpression[]): boolean =>
  expressions.every((expression) => meets(node, expression));

/** Whether one of several terms holds of a node, or there are none. */
export const meetsTerms = (node: NodeState, terms: readonly NodeTerm[]): boolean =>
  terms.length === 0 || terms.some(({ matchExpressions }) => meetsAll(node, matchExpressions));

const lookedUp = (kind: Kind, node: NodeState): number => {
  if (!hasLabels(node, kind.selector) || !meetsTerms(node, kind.nodeTerms))
    return refusedBySelector;
  let costs = 0;
  for (const taint of node.taints) {
    if (kind.tolerations.some((toleration) => tolerates(toleration, taint))) continue;
    if (taint.effect !== 'PreferNoSchedule') return refusedByTaint;
    costs += 1;
  }
  return accepted + Math.min(costs, costsMax);
};

/** What labels and taints of a node say to a kind: below `accepted` they refuse. @cost O(1) once known for its profile */
export const matchOf = (table: NodeTable, kind: Kind, slot: number): number => {
  const profile = table.profile[slot] ?? 0;
  const known = kind.match[profile];
  if (known !== undefined && known !== 0) return known;
  const node = table.profileNodes[profile];
  while (kind.match.length < table.profileNodes.length) kind.match.push(0);
  const fresh = node === undefined ? refusedBySelector : lookedUp(kind, node);
  kind.match[profile] = fresh;
  return fresh;
};

/** Who of labels and taints refuses the kind on a node. */
export const mismatchAt = (
  table: NodeTable,
  kind: Kind,
  slot: number,
): 'none' | 'selector' | 'taint' => {
  const match = matchOf(table, kind, slot);
  return match === refusedBySelector ? 'selector' : match === refusedByTaint ? 'taint' : 'none';
};

/** How much a kind likes the labels of a node: the weights of the wishes that it grants. */
export const labelsLiked = (table: NodeTable, kind: Kind, slot: number): number => {
  const { extras } = kind;
  if (extras === undefined || extras.nodeWishes.length === 0) return 0;
  const profile = table.profile[slot] ?? 0;
  const known = extras.liked[profile];
  if (known !== undefined && known >= 0) return known;
  const node = table.profileNodes[profile];
  while (extras.liked.length < table.profileNodes.length) extras.liked.push(-1);
  let sum = 0;
  for (const { labels, matchExpressions = [], weight } of extras.nodeWishes)
    if (node !== undefined && hasLabels(node, labels) && meetsAll(node, matchExpressions))
      sum += weight;
  extras.liked[profile] = sum;
  return sum;
};
