import type {
  VectorConstraint,
  VectorGroup,
  VectorJob,
  VectorPodSet,
} from '../../../adapters/traces/index.ts';
import type { Gang, TopologyConstraint } from '../../../domain/foundation/shapes.ts';

type PodSets = Gang['podSets'];
type Groups = Gang['groups'];

/** The pod sets of a job, those of its groups too; where it names none, one of all its tasks. */
export const podSetsIn = (job: VectorJob): PodSets => {
  const found = job.podGroup === undefined ? [] : podSetsBelow(job.podGroup, undefined);
  return found.length > 0 ? found : [{ name: 'default', minPods: job.tasks.length }];
};

/** Which pods of a job stand or fall together. */
export const gangOf = (job: VectorJob): Gang => ({
  podSets: podSetsIn(job),
  groups: groupsBelow(job.podGroup?.groups ?? [], undefined),
  ...topologyOf(job.podGroup?.constraint),
});

const podSetsBelow = (group: VectorGroup, name: string | undefined): PodSets => [
  ...(group.podSets ?? []).map((one) => podSetOf(one, name)),
  ...(group.groups ?? []).flatMap((one) => podSetsBelow(one, one.name ?? '')),
];

const podSetOf = ({ name, minAvailable, constraint }: VectorPodSet, group: string | undefined) => ({
  name,
  minPods: minAvailable,
  ...(group === undefined ? {} : { group }),
  ...topologyOf(constraint),
});

const groupsBelow = (groups: readonly VectorGroup[], parent: string | undefined): Groups =>
  groups.flatMap((one) => [
    {
      name: one.name ?? '',
      ...(parent === undefined ? {} : { parent }),
      ...topologyOf(one.constraint),
    },
    ...groupsBelow(one.groups ?? [], one.name ?? ''),
  ]);

const topologyOf = (
  constraint: VectorConstraint | undefined,
): { readonly topology?: TopologyConstraint } =>
  constraint === undefined ? {} : { topology: constraint };
