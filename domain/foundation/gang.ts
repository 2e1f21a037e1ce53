import type {
  Gang,
  PodName,
  PodPlacement,
  ReplicaBounds,
  SubGroup,
  TopologyConstraint,
} from './shapes.ts';

/** What a workload says of its pods. */
export interface PodsSaid {
  readonly subGroups: readonly SubGroup[];
  readonly gang?: Gang | undefined;
  readonly replicas?: ReplicaBounds | undefined;
}

/**
 * Which pods of a workload stand or fall together; `undefined`: all of them.
 *
 * A service that can be scaled says it by its bounds: the fewest that it may be scaled to, at least one, are what it
 * needs, and all others come and go one by one.
 */
export const gangOf = ({ subGroups, gang, replicas }: PodsSaid): Gang | undefined => {
  const [only] = subGroups;
  if (gang !== undefined || replicas === undefined || only === undefined) return gang;
  const minPods = Math.max(1, Math.min(replicas.min, only.pods));
  return { podSets: [{ name: only.name, minPods }], groups: [] };
};

/** How few pods of a sub-group are enough, by its name, and what part of a topology pods must share. */
export interface GangWish {
  readonly minPods?: ReadonlyMap<string, number> | undefined;
  /** Of all pods together. */
  readonly topology?: TopologyConstraint | undefined;
  /** Of the pods of one sub-group, by its name. */
  readonly topologies?: ReadonlyMap<string, TopologyConstraint> | undefined;
}

/** The gang of a workload that says it sub-group by sub-group; `undefined` where it says nothing of the kind. */
export const gangFor = (
  { subGroups, replicas }: Pick<PodsSaid, 'subGroups' | 'replicas'>,
  { minPods = new Map(), topology, topologies = new Map() }: GangWish,
): Gang | undefined => {
  if (minPods.size + topologies.size === 0 && topology === undefined) return undefined;
  const least = (pods: number): number =>
    replicas === undefined ? pods : Math.max(1, Math.min(replicas.min, pods));
  const podSets = subGroups.map(({ name, pods }) => {
    const own = topologies.get(name);
    return {
      name,
      minPods: minPods.get(name) ?? least(pods),
      ...(own === undefined ? {} : { topology: own }),
    };
  });
  return { podSets, groups: [], ...(topology === undefined ? {} : { topology }) };
};

/** How many pods each set of a gang has. */
const podsBySet = (
  subGroups: readonly SubGroup[],
  placements: readonly PodPlacement[],
): ReadonlyMap<string, number> => {
  const setOf = new Map(subGroups.map(({ name, podSet = name }) => [name, podSet]));
  const pods = new Map<string, number>();
  for (const { subGroup } of placements) {
    const name = setOf.get(subGroup) ?? subGroup;
    pods.set(name, (pods.get(name) ?? 0) + 1);
  }
  return pods;
};

/** A pod set that has fewer pods than it needs. */
export interface ShortSet {
  readonly name: string;
  readonly minPods: number;
  readonly pods: number;
}

/** The pod sets that have fewer pods than they need, in the order of the gang. @cost O(pods) */
export const shortSetsOf = (
  { podSets }: Gang,
  subGroups: readonly SubGroup[],
  placements: readonly PodPlacement[],
): readonly ShortSet[] => {
  const bySet = podsBySet(subGroups, placements);
  return podSets.flatMap(({ name, minPods }) => {
    const pods = bySet.get(name) ?? 0;
    return pods < minPods ? [{ name, minPods, pods }] : [];
  });
};

/** Tells the pods of a workload apart, as a text. */
export const podKey = ({ subGroup, pod }: PodName): string => `${pod}/${subGroup}`;

/** The pods that are named, and those that are not. @cost O(pods) */
export const parted = (
  placements: readonly PodPlacement[],
  pods: readonly PodName[],
): { readonly named: readonly PodPlacement[]; readonly others: readonly PodPlacement[] } => {
  const keys = new Set(pods.map(podKey));
  const isNamed = (place: PodPlacement): boolean => keys.has(podKey(place));
  return {
    named: placements.filter(isNamed),
    others: placements.filter((place) => !isNamed(place)),
  };
};
