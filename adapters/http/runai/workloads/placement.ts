import type { NodeSelector, Toleration } from '../../../../domain/foundation/shapes.ts';
import { type Errors, noneSuch } from '../errors.ts';
import type { AffinitySaid, TolerationSaid } from './spec-parts.ts';
import type { SpecSaid } from './spec-shape.ts';

/** The label by which nodes of a type are found. @source product reference §3.5 (node types) */
const nodeTypeLabel = 'run.ai/type';

/** The pools that a workload may go to, the dearest first: those that it names, else its project's. */
export const nodePoolsOf = (
  { nodePools }: SpecSaid,
  usual: readonly string[],
  { known, errors }: { readonly known: ReadonlyMap<string, unknown>; readonly errors: Errors },
): { readonly nodePoolId: string; readonly nodePoolIds?: readonly string[] } => {
  const said = nodePools ?? [];
  const [nodePoolId = '', ...others] = said.length === 0 ? usual : said;
  for (const [k, id] of others.entries()) {
    if (known.has(id)) continue;
    errors.add(`/spec/nodePools/${k + 1}`, id, noneSuch('node pool', id, known.keys()));
  }
  return others.length === 0
    ? { nodePoolId }
    : { nodePoolId, nodePoolIds: [nodePoolId, ...others] };
};

/** Which nodes will do, by their labels; `undefined` for all. */
export const selectorOf = (spec: SpecSaid, errors: Errors): NodeSelector | undefined => {
  const wanted = new Map<string, string[]>();
  const nodeType = spec.nodeType ?? undefined;
  if (nodeType !== undefined) wanted.set(nodeTypeLabel, [nodeType]);
  const affinity = spec.nodeAffinityRequired ?? undefined;
  if (affinity !== undefined) readAffinity(affinity, wanted, errors);
  return wanted.size === 0 ? undefined : Object.fromEntries(wanted);
};

const readAffinity = (
  { nodeSelectorTerms }: AffinitySaid,
  wanted: Map<string, string[]>,
  errors: Errors,
): void => {
  const pointer = '/spec/nodeAffinityRequired/nodeSelectorTerms';
  if (nodeSelectorTerms.length > 1) {
    errors.add(pointer, nodeSelectorTerms, {
      problem: 'holds alternatives, and one set of labels is looked for',
      remedy: 'write one term, whose expressions must all hold',
    });
  }
  for (const [k, said] of (nodeSelectorTerms[0]?.matchExpressions ?? []).entries()) {
    const at = `${pointer}/0/matchExpressions/${k}`;
    const values = said.values ?? [];
    if (said.operator !== 'In' || values.length === 0)
      errors.add(`${at}/operator`, said.operator, notIn);
    if (wanted.has(said.key)) errors.add(`${at}/key`, said.key, twice);
    wanted.set(said.key, [...values]);
  }
};

const notIn = {
  problem: 'is not offered: nodes are found by the values that a label may have',
  remedy: 'say In, and the values',
};
const twice = { problem: 'is there twice', remedy: 'name all its values in one expression' };

/** The taints that pods put up with. */
export const tolerationsOf = (spec: SpecSaid, errors: Errors): readonly Toleration[] =>
  (spec.tolerations ?? []).map((said, k) => tolerationOf(said, `/spec/tolerations/${k}`, errors));

const tolerationOf = (said: TolerationSaid, pointer: string, errors: Errors): Toleration => {
  if ((said.seconds ?? undefined) !== undefined) {
    errors.add(`${pointer}/seconds`, said.seconds, {
      problem: 'is not offered: what is tolerated is tolerated for ever',
      remedy: 'leave it out',
    });
  }
  const effect = said.effect ?? 'Any';
  return {
    key: said.key ?? '',
    operator: said.operator === 'Exists' ? 'Exists' : 'Equal',
    value: said.value ?? '',
    effect: effect === 'Any' ? '' : effect,
  };
};

/** Pools, labels and taints as Run:ai writes them. */
export const placementSaid = (asked: {
  readonly nodePoolId: string;
  readonly nodePoolIds?: readonly string[] | undefined;
  readonly nodeSelector?: NodeSelector | undefined;
  readonly tolerations?: readonly Toleration[] | undefined;
}): object => {
  const { nodePoolId, nodePoolIds = [nodePoolId], nodeSelector, tolerations } = asked;
  const wanted = Object.entries(nodeSelector ?? {});
  const nodeType = wanted.find(([key]) => key === nodeTypeLabel)?.[1];
  const isType = nodeType?.length === 1;
  const others = wanted.filter(([key]) => !isType || key !== nodeTypeLabel);
  return {
    nodePools: nodePoolIds,
    ...(isType ? { nodeType: nodeType[0] } : {}),
    ...(others.length === 0 ? {} : { nodeAffinityRequired: affinityOf(others) }),
    ...(tolerations === undefined ? {} : { tolerations: tolerations.map(tolerationSaid) }),
  };
};

const affinityOf = (wanted: readonly (readonly [string, readonly string[]])[]): object => ({
  nodeSelectorTerms: [
    { matchExpressions: wanted.map(([key, values]) => ({ key, operator: 'In', values })) },
  ],
});

const tolerationSaid = ({ key, operator, value, effect }: Toleration): object => ({
  ...(key === '' ? {} : { key }),
  operator,
  ...(operator === 'Exists' ? {} : { value }),
  effect: effect === '' ? 'Any' : effect,
});
