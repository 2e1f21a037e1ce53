import { gangOf, shortSetsOf } from '../foundation/gang.ts';
import type { Gang, PodPlacement } from '../foundation/shapes.ts';
import type { WorkloadRejection } from './rejections.ts';
import type { Asked } from './state.ts';

type Asking = Pick<Asked, 'subGroups' | 'terms'>;

/** Which pods of a workload stand or fall together; `undefined`: all of them. */
export const gangIn = ({ subGroups, terms }: Asking): Gang | undefined =>
  terms === undefined
    ? undefined
    : gangOf({ subGroups, gang: terms.gang, replicas: terms.replicas });

/** Whether pods are enough for a workload to do its work. */
export const hasEnough = (asked: Asking, placements: readonly PodPlacement[]): boolean =>
  shortfall(asked, placements) === undefined;

/**
 * What keeps pods from being enough for a workload to start, or to go on: without a gang all that it asks for, with one
 * the minimum of each pod set.
 *
 * @cost O(pods)
 */
export const shortfall = (
  asked: Asking,
  placements: readonly PodPlacement[],
): WorkloadRejection | undefined => {
  const { subGroups } = asked;
  const podsAsked = subGroups.reduce((pods, subGroup) => pods + subGroup.pods, 0);
  const podsPlaced = placements.length;
  const gang = gangIn(asked);
  const isOff = gang === undefined ? podsPlaced !== podsAsked : podsPlaced > podsAsked;
  if (isOff) return { _tag: 'GangIncomplete', podsAsked, podsPlaced };
  const [short] = gang === undefined ? [] : shortSetsOf(gang, subGroups, placements);
  return short && { _tag: 'GangIncomplete', podsAsked: short.minPods, podsPlaced: short.pods };
};
