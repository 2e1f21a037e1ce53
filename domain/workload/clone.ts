import type { DataOf, WorkloadSpec } from './commands.ts';
import { nearEachOther, ownNearnessOf } from './own-neighbours.ts';

/** What a copy says otherwise than its source; what is absent stays as it was. */
export type CloneChanges = Partial<Omit<WorkloadSpec, 'name' | 'clonedFrom'>> & {
  /** A copy has a name of its own. */
  readonly name: string;
  /** The id of the source. */
  readonly clonedFrom: string;
};

/**
 * The submission of a copy: all that was asked for the source, its own name, and whatever is to be otherwise.
 *
 * Pods that are to be neighbours of each other are so in the copy, and not neighbours of those of the source.
 */
export const specOfClone = (source: WorkloadSpec, changes: CloneChanges): WorkloadSpec => {
  const spec = specOf({ ...source, ...changes });
  const { subGroups } = spec;
  return { ...spec, subGroups: nearEachOther(subGroups, spec, ownNearnessOf(subGroups)) };
};

/** A submission and nothing else: exactly the fields of the fact, those that are left out left out. */
export const specOf = (spec: WorkloadSpec): DataOf<'WorkloadSubmitted'> => ({
  name: spec.name,
  projectId: spec.projectId,
  nodePoolId: spec.nodePoolId,
  workloadType: spec.workloadType,
  priority: spec.priority,
  preemptible: spec.preemptible,
  subGroups: [...spec.subGroups],
  ...(spec.nodeSelector === undefined ? {} : { nodeSelector: spec.nodeSelector }),
  ...(spec.tolerations === undefined ? {} : { tolerations: [...spec.tolerations] }),
  ...(spec.graceMs === undefined ? {} : { graceMs: spec.graceMs }),
  ...(spec.labels === undefined ? {} : { labels: spec.labels }),
  ...(spec.annotations === undefined ? {} : { annotations: spec.annotations }),
  ...(spec.container === undefined ? {} : { container: spec.container }),
  ...(spec.backoffLimit === undefined ? {} : { backoffLimit: spec.backoffLimit }),
  ...(spec.timeToLiveMs === undefined ? {} : { timeToLiveMs: spec.timeToLiveMs }),
  ...(spec.timeLimitMs === undefined ? {} : { timeLimitMs: spec.timeLimitMs }),
  ...(spec.replicas === undefined ? {} : { replicas: spec.replicas }),
  ...(spec.clonedFrom === undefined ? {} : { clonedFrom: spec.clonedFrom }),
  ...(spec.gang === undefined ? {} : { gang: spec.gang }),
  ...(spec.semiPreemptible === undefined ? {} : { semiPreemptible: spec.semiPreemptible }),
  ...(spec.nodePoolIds === undefined ? {} : { nodePoolIds: [...spec.nodePoolIds] }),
});
