import { gangFor } from '../../../../domain/foundation/gang.ts';
import type {
  Gang,
  ReplicaBounds,
  SubGroup,
  TopologyConstraint,
} from '../../../../domain/foundation/shapes.ts';
import { nearEachOther, ownNearnessOf } from '../../../../domain/workload/index.ts';
import type { PodsAsked } from './pods-asked.ts';
import type { TopologySaid } from './spec-parts.ts';
import type { SpecSaid } from './spec-shape.ts';

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
  const near = podAffinity ?? undefined;
  const { key = '', type } = near ?? {};
  const nearness = near === undefined ? [] : [{ key, isRequired: type === 'Required' }];
  const shared = (topology ?? undefined) && constraintOf(topology);
  const gang = gangFor(pods, { minPods, topology: shared });
  return {
    ...pods,
    subGroups: nearEachOther(pods.subGroups, said, nearness),
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

/** What is said of nearness, as Run:ai writes it. */
export const nearnessSaid = ({
  subGroups,
  gang,
}: {
  readonly subGroups: readonly SubGroup[];
  readonly gang?: Gang | undefined;
}): object => {
  const [near] = ownNearnessOf(subGroups);
  const { topology, required, preferred } = gang?.topology ?? {};
  return {
    ...(near === undefined
      ? {}
      : { podAffinity: { type: near.isRequired ? 'Required' : 'Preferred', key: near.key } }),
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
