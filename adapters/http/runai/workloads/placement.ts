import type { NodeSelector, SubGroup, Toleration } from '../../../../domain/foundation/shapes.ts';
import { type Errors, noneSuch } from '../errors.ts';
import { affinitySaid, nodeTypeLabel } from './node-affinity.ts';
import type { TolerationSaid } from './spec-parts.ts';
import type { SpecSaid } from './spec-shape.ts';

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
  readonly subGroups: readonly SubGroup[];
}): object => {
  const { nodePoolId, nodePoolIds = [nodePoolId], nodeSelector, tolerations } = asked;
  const wanted = Object.entries(nodeSelector ?? {});
  const nodeType = wanted.find(([key]) => key === nodeTypeLabel)?.[1];
  const isType = nodeType?.length === 1;
  const others = wanted.filter(([key]) => !isType || key !== nodeTypeLabel);
  return {
    nodePools: nodePoolIds,
    ...(isType ? { nodeType: nodeType[0] } : {}),
    ...affinitySaid(others, asked.subGroups[0]?.affinity?.requiredNodes),
    ...(tolerations === undefined ? {} : { tolerations: tolerations.map(tolerationSaid) }),
  };
};

const tolerationSaid = ({ key, operator, value, effect }: Toleration): object => ({
  ...(key === '' ? {} : { key }),
  operator,
  ...(operator === 'Exists' ? {} : { value }),
  effect: effect === '' ? 'Any' : effect,
});
