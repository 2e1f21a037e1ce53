import {
  defaultsByType,
  preemptibleByDefault,
  priorityByWord,
  type TypeDefaults,
} from '../../../../domain/workload/index.ts';
import type { SpecSaid } from './spec-shape.ts';
import type { TypeName } from './words.ts';

/** How important a workload is, and whether it may be preempted: setting one never changes the other. @source product reference §2.5 */
export const rankOf = (
  type: TypeName,
  { priorityClass, preemptibility }: SpecSaid,
): TypeDefaults & { readonly semiPreemptible?: true } => {
  const given = Object.entries(priorityByWord).find(([word]) => word === priorityClass)?.[1];
  const defaults = defaultsByType[type];
  const unsaid = given === undefined ? defaults.preemptible : preemptibleByDefault(given);
  return {
    priority: given ?? defaults.priority,
    preemptible:
      (preemptibility ?? undefined) === undefined ? unsaid : preemptibility === 'preemptible',
    ...(preemptibility === 'semi-preemptible' ? { semiPreemptible: true as const } : {}),
  };
};
