import {
  type NodeExpression,
  nodeOperators,
  type NodeTerm,
} from '../../../../domain/foundation/node-terms.ts';
import type { NodeSelector, SubGroup } from '../../../../domain/foundation/shapes.ts';
import type { AffinitySaid } from './spec-parts.ts';
import type { SpecSaid } from './spec-shape.ts';

/** The label by which nodes of a type are found. @source product reference §3.5 (node types) */
export const nodeTypeLabel = 'run.ai/type';

/** Which nodes will do: by labels and their values where that says all, else by terms of which one must hold. */
export interface NodesSaid {
  readonly nodeSelector?: NodeSelector;
  readonly requiredNodes?: readonly NodeTerm[];
}

/** Which nodes will do for a spec; all of them where it says nothing. */
export const nodesOf = ({ nodeType, nodeAffinityRequired }: SpecSaid): NodesSaid => {
  const ofType: NodeSelector =
    (nodeType ?? undefined) === undefined ? {} : { [nodeTypeLabel]: [nodeType ?? ''] };
  const terms = termsOf(nodeAffinityRequired ?? { nodeSelectorTerms: [] });
  const plain = plainOf(terms, ofType);
  const nodeSelector = { ...ofType, ...plain };
  return {
    ...(Object.keys(nodeSelector).length === 0 ? {} : { nodeSelector }),
    ...(plain === undefined ? { requiredNodes: terms } : {}),
  };
};

const termsOf = ({ nodeSelectorTerms }: AffinitySaid): readonly NodeTerm[] =>
  nodeSelectorTerms.map(({ matchExpressions }) => ({
    matchExpressions: (matchExpressions ?? []).map(({ key, operator, values }): NodeExpression => ({
      key,
      operator: nodeOperators.find((one) => one === operator) ?? 'In',
      ...((values ?? []).length === 0 ? {} : { values: [...(values ?? [])] }),
    })),
  }));

/** Terms as labels with values, where they say no more: one term of values for labels that are there once. */
const plainOf = (terms: readonly NodeTerm[], beside: NodeSelector): NodeSelector | undefined => {
  const [term, ...others] = terms;
  if (term === undefined) return {};
  const { matchExpressions } = term;
  if (others.length > 0 || matchExpressions.length === 0) return undefined;
  const wanted = new Map<string, string[]>();
  for (const { key, operator, values } of matchExpressions) {
    const isTaken = wanted.has(key) || Object.hasOwn(beside, key);
    if (operator !== 'In' || values === undefined || isTaken) return undefined;
    wanted.set(key, [...values]);
  }
  return Object.fromEntries(wanted);
};

/** Lets all pods ask for nodes by terms. */
export const withNodes = (
  subGroups: readonly SubGroup[],
  { requiredNodes }: NodesSaid,
): readonly SubGroup[] =>
  requiredNodes === undefined
    ? subGroups
    : subGroups.map((group) => ({
        ...group,
        affinity: { ...group.affinity, requiredNodes: [...requiredNodes] },
      }));

/** Labels and terms together, as Run:ai writes them: what must hold in any case stands in each of the terms. */
export const affinitySaid = (
  labels: readonly (readonly [string, readonly string[]])[],
  terms: readonly NodeTerm[] | undefined,
): { readonly nodeAffinityRequired?: object } => {
  const ofLabels = labels.map(([key, values]) => ({ key, operator: 'In', values }));
  if (terms === undefined && ofLabels.length === 0) return {};
  const nodeSelectorTerms = (terms ?? [{ matchExpressions: [] }]).map(({ matchExpressions }) => ({
    matchExpressions: [...ofLabels, ...matchExpressions],
  }));
  return { nodeAffinityRequired: { nodeSelectorTerms } };
};
