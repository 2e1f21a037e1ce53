/** The actions of the kernel; a plan tries them in the order in which the policy lists them. */
export const actions = ['allocate', 'consolidate', 'reclaim', 'preempt', 'stale-gang'] as const;

/** How pods with cards are laid out on nodes; `fgd` and `berth` leave the fewest fragments. */
export const gpuLayouts = ['binpack', 'spread', 'fgd', 'berth'] as const;

/** How pods without cards are laid out on nodes. */
export const cpuLayouts = ['binpack', 'spread'] as const;

/** Among nodes that score alike: by id, or by what they have before that. */
export const tieOrders = [
  'node-id',
  'fewest-gpus',
  'most-gpus',
  'fewest-cpus',
  'most-cpu-per-gpu',
] as const;

/** Whose shortest run counts against a reclaim: that of the victim's side below the common ancestor, or its own queue's. */
export const minRunMethods = ['lca', 'queue'] as const;
