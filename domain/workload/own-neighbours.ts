import type { Labels, PodTerm, SubGroup } from '../foundation/shapes.ts';

/** Labels by which the pods of a workload find each other. */
const workloadLabel = 'run.ai/workload';
const projectLabel = 'run.ai/project';
/** How much nearness that is only preferred counts. @source Kubernetes: weights from 1 to 100 */
const preferredWeight = 100;

/** Whether the pods of a workload must, or should, share the value of a node label. */
export interface OwnNearness {
  readonly key: string;
  readonly isRequired: boolean;
}

const isOwn = (labels: Labels): boolean => Object.hasOwn(labels, workloadLabel);

/** Lets the pods of a workload, and no others, be neighbours by labels of nodes. */
export const nearEachOther = (
  subGroups: readonly SubGroup[],
  { name, projectId }: { readonly name: string; readonly projectId: string },
  nearness: readonly OwnNearness[],
): readonly SubGroup[] => {
  if (nearness.length === 0) return subGroups;
  const podLabels = { [workloadLabel]: name, [projectLabel]: projectId };
  const podAffinity = nearness.map(({ key: topologyKey, isRequired }): PodTerm => ({
    labels: podLabels,
    topologyKey,
    ...(isRequired ? {} : { weight: preferredWeight }),
  }));
  return subGroups.map((group) => {
    const others = (group.affinity?.podAffinity ?? []).filter(({ labels }) => !isOwn(labels));
    return {
      ...group,
      podLabels: { ...group.podLabels, ...podLabels },
      affinity: { ...group.affinity, podAffinity: [...others, ...podAffinity] },
    };
  });
};

/** How the pods of a workload are neighbours of each other. */
export const ownNearnessOf = (subGroups: readonly SubGroup[]): readonly OwnNearness[] =>
  (subGroups[0]?.affinity?.podAffinity ?? []).flatMap(({ labels, topologyKey: key, weight }) =>
    isOwn(labels) ? [{ key, isRequired: weight === undefined }] : [],
  );
