import { Type } from 'typebox';

/** The id of a workload or a node. */
export const idShape = Type.String({
  pattern: '^[a-z0-9]([a-z0-9._:@-]{0,251}[a-z0-9])?$',
  description: 'lower-case letters, digits and . _ : @ - inside, at most 253 of them',
  examples: ['train-1'],
});

/** The id of a project, department, node pool or cluster. */
export const labelIdShape = Type.String({
  pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$',
  description: 'a DNS label: a-z, 0-9, "-" inside, 1 to 63 characters',
  examples: ['vision'],
});

/** Why something is done, for the people who ask later. */
export const reasonShape = Type.String({
  maxLength: 1_024,
  description: 'why, for the history; at most 1024 characters',
  examples: ['makes room for the release'],
});
