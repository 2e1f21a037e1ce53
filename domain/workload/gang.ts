import type { PodPlacement, SubGroup } from '../foundation/shapes.ts';
import type { WorkloadRejection } from './rejections.ts';
import type { Asked } from './state.ts';

/**
 * What keeps pods from being enough for a workload to start: without a gang all that it asks for, with one the minimum
 * of each pod set.
 *
 * @cost O(placements)
 */
export const shortfall = (
  asked: Asked,
  placements: readonly PodPlacement[],
): WorkloadRejection | undefined => {
  const { subGroups, terms } = asked;
  const podsAsked = subGroups.reduce((pods, subGroup) => pods + subGroup.pods, 0);
  const podsPlaced = placements.length;
  const gang = terms?.gang;
  if (gang === undefined) {
    return podsPlaced === podsAsked ? undefined : { _tag: 'GangIncomplete', podsAsked, podsPlaced };
  }
  if (podsPlaced > podsAsked) return { _tag: 'GangIncomplete', podsAsked, podsPlaced };
  const placed = placedBySet(subGroups, placements);
  for (const { name, minPods } of gang.podSets) {
    const had = placed.get(name) ?? 0;
    if (had < minPods) return { _tag: 'GangIncomplete', podsAsked: minPods, podsPlaced: had };
  }
  return undefined;
};

const placedBySet = (
  subGroups: readonly SubGroup[],
  placements: readonly PodPlacement[],
): ReadonlyMap<string, number> => {
  const setOf = new Map(subGroups.map(({ name, podSet = name }) => [name, podSet]));
  const placed = new Map<string, number>();
  for (const { subGroup } of placements) {
    const name = setOf.get(subGroup) ?? subGroup;
    placed.set(name, (placed.get(name) ?? 0) + 1);
  }
  return placed;
};
