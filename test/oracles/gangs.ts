import type { Submission } from '../../domain/allocation/index.ts';
import type { Gang, SubGroup, TopologyConstraint } from '../../domain/foundation/shapes.ts';
import type { PodName } from '../../domain/allocation/index.ts';

/** The pod set of a sub-group. */
export const setOf = (group: SubGroup): string => group.podSet ?? group.name;

/** The gang of a workload, written out where it was left out: every sub-group a set of its own, all of it needed. */
export const gangOf = ({ gang, subGroups }: Submission): Gang =>
  gang ?? {
    podSets: subGroups.map(({ name, pods }) => ({ name, minPods: pods })),
    groups: [],
  };

/** The pods of a pod set, those that are placed first in front. */
export const podsOfSet = ({ subGroups }: Submission, set: string): readonly PodName[] =>
  subGroups
    .filter((group) => setOf(group) === set)
    .toSorted((a, b) => (b.podPriority ?? 0) - (a.podPriority ?? 0))
    .flatMap(({ name, pods }) =>
      Array.from({ length: pods }, (_, pod) => ({ subGroup: name, pod })),
    );

/** How many pods of each set a list names. */
export const countBySet = (
  { subGroups }: Submission,
  pods: readonly PodName[],
): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { subGroup } of pods) {
    const group = subGroups.find(({ name }) => name === subGroup);
    if (group !== undefined) counts.set(setOf(group), (counts.get(setOf(group)) ?? 0) + 1);
  }
  return counts;
};

/** Whether a list of pods is enough to run: every pod set has its minimum. */
export const isEnough = (submission: Submission, pods: readonly PodName[]): boolean => {
  const counts = countBySet(submission, pods);
  return gangOf(submission).podSets.every(
    ({ name, minPods }) => (counts.get(name) ?? 0) >= minPods,
  );
};

/** The pods that a workload starts with when it has none: the first of each set up to its minimum. */
export const startingPods = (submission: Submission): readonly PodName[] =>
  gangOf(submission).podSets.flatMap(({ name, minPods }) =>
    podsOfSet(submission, name).slice(0, minPods),
  );

/** The pods that a workload which has none asks for: those that it starts with, or its first where it needs none to start. */
export const firstAsked = (submission: Submission): readonly PodName[] => {
  const starting = startingPods(submission);
  const [first] = gangOf(submission).podSets.flatMap(({ name }) => podsOfSet(submission, name));
  return starting.length > 0 || first === undefined ? starting : [first];
};

/** A topology constraint and the pod sets that it is about. */
export interface Scope {
  readonly constraint: TopologyConstraint;
  readonly sets: ReadonlySet<string>;
}

const isBelow = (gang: Gang, group: string | undefined, above: string): boolean => {
  if (group === undefined) return false;
  if (group === above) return true;
  const parent = gang.groups.find(({ name }) => name === group)?.parent;
  return isBelow(gang, parent, above);
};

/** All topology constraints of a workload, from the whole of it down to its pod sets. */
export const scopesOf = (submission: Submission): readonly Scope[] => {
  const gang = gangOf(submission);
  const setsWhere = (keep: (set: Gang['podSets'][number]) => boolean): ReadonlySet<string> =>
    new Set(gang.podSets.filter(keep).map(({ name }) => name));
  const scope = (constraint: TopologyConstraint | undefined, sets: ReadonlySet<string>): Scope[] =>
    constraint === undefined ? [] : [{ constraint, sets }];
  return [
    ...scope(
      gang.topology,
      setsWhere(() => true),
    ),
    ...gang.groups.flatMap(({ name, topology }) =>
      scope(
        topology,
        setsWhere((set) => isBelow(gang, set.group, name)),
      ),
    ),
    ...gang.podSets.flatMap(({ name, topology }) => scope(topology, new Set([name]))),
  ];
};
