/** What `list` and `describe` know. */
export const nouns = [
  'workload',
  'queue',
  'project',
  'department',
  'nodepool',
  'node',
  'cluster',
  'topology',
  'resourceclaim',
] as const;

/** The types of workload, each a noun of its own. */
export const workloadTypes = ['training', 'workspace', 'inference', 'distributed'] as const;

/** See `workloadTypes`. */
export type TypeNoun = (typeof workloadTypes)[number];

/** What `list` and `describe` can be asked about. */
export type Noun = (typeof nouns)[number] | TypeNoun;

/** The nouns whose things are workloads. */
export const workloadNouns = ['workload', ...workloadTypes] as const;

/** See `workloadNouns`. */
export type WorkloadNoun = (typeof workloadNouns)[number];

const plurals: Readonly<Partial<Record<Noun, string>>> = {
  training: 'trainings',
  inference: 'inferences',
  distributed: 'distributed trainings',
  topology: 'topologies',
  resourceclaim: 'resource claims',
};

/** More than one of a noun. */
export const pluralOf = (noun: Noun): string => plurals[noun] ?? `${noun}s`;
