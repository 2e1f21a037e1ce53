/** What `list` and `describe` know. */
export const nouns = ['workload', 'queue', 'project', 'department', 'nodepool', 'node'] as const;

/** What `list` and `describe` can be asked about. */
export type Noun = (typeof nouns)[number];
