import { gangFor } from '../../../../domain/foundation/gang.ts';
import type {
  Gang,
  PodTerm,
  ReplicaBounds,
  SubGroup,
  TopologyConstraint,
} from '../../../../domain/foundation/shapes.ts';
import type { PodsAsked } from './pods-asked.ts';
import type { PodAffinitySaid, TopologySaid } from './spec-parts.ts';
import type { SpecSaid } from './spec-shape.ts';

/** Labels by which the pods of a workload find each other. */
const workloadLabel = 'run.ai/workload';
const projectLabel = 'run.ai/project';
/** How much nearness that is only preferred counts. @source Kubernetes: weights from 1 to 100 */
const preferredWeight = 100;

/** What is said of a workload as a whole. */
interface WholeSaid {
  readonly name: string;
  readonly projectId: string;
  readonly spec?: SpecSaid | null | undefined;
}

/** The pods of a workload, and which of them stand together, and how near. */
export interface NearPods {
  readonly subGroups: readonly SubGroup[];
  readonly replicas?: ReplicaBounds;
  readonly gang?: Gang;
}

/** Adds to pods what they say of each other: which part of a topology they share, and whose neighbours they are. */
export const nearnessOf = (said: WholeSaid, { minPods, ...pods }: PodsAsked): NearPods => {
  const { podAffinity, topology } = said.spec ?? {};
  const shared = (topology ?? undefined) && constraintOf(topology);
  const gang = gangFor(pods, { minPods, topology: shared });
  return {
    ...pods,
    subGroups: withAffinity(pods.subGroups, said, podAffinity ?? undefined),
    ...(gang === undefined ? {} : { gang }),
  };
};

const constraintOf = (said: TopologySaid | null | undefined): TopologyConstraint | undefined => {
  if (said === undefined || said === null) return undefined;
  const { topology, requiredTopologyLevel, preferredTopologyLevel } = said;
  const [required, preferred] = [requiredTopologyLevel ?? '', preferredTopologyLevel ?? ''];
  return {
    topology,
    ...(required === '' ? {} : { required }),
    ...(preferred === '' ? {} : { preferred }),
  };
};

/** Lets the pods of a workload, and no others, be neighbours by a label of nodes. */
export const withAffinity = (
  subGroups: readonly SubGroup[],
  { name, projectId }: Pick<WholeSaid, 'name' | 'projectId'>,
  said: PodAffinitySaid | undefined,
): readonly SubGroup[] => {
  if (said === undefined) return subGroups;
  const podLabels = { [workloadLabel]: name, [projectLabel]: projectId };
  const term: PodTerm = {
    labels: podLabels,
    topologyKey: said.key,
    ...(said.type === 'Preferred' ? { weight: preferredWeight } : {}),
  };
  return subGroups.map((group) => ({ ...group, podLabels, affinity: { podAffinity: [term] } }));
};

/** How the pods of a workload are neighbours of each other, as Run:ai writes it. */
export const affinitySaid = (subGroups: readonly SubGroup[]): PodAffinitySaid | undefined => {
  const term = subGroups[0]?.affinity?.podAffinity?.find(({ labels }) =>
    Object.hasOwn(labels, workloadLabel),
  );
  if (term === undefined) return undefined;
  return { type: term.weight === undefined ? 'Required' : 'Preferred', key: term.topologyKey };
};

/** What is said of nearness, as Run:ai writes it. */
export const nearnessSaid = ({
  subGroups,
  gang,
}: {
  readonly subGroups: readonly SubGroup[];
  readonly gang?: Gang | undefined;
}): object => {
  const podAffinity = affinitySaid(subGroups);
  const { topology, required, preferred } = gang?.topology ?? {};
  return {
    ...(podAffinity === undefined ? {} : { podAffinity }),
    ...(topology === undefined
      ? {}
      : {
          topology: {
            topology,
            ...(required === undefined ? {} : { requiredTopologyLevel: required }),
            ...(preferred === undefined ? {} : { preferredTopologyLevel: preferred }),
          },
        }),
  };
};
