import {
  alone,
  figures,
  placed,
  planned,
  type PlantedPlan,
  reclaim,
  reclaimed,
  seat,
} from './bench.ts';

/** Plans that give or take what queues do not allow. */
export const wrongShares: readonly PlantedPlan[] = [
  [
    'limitsHold',
    'capped lifts bounded to 2 GPUs, over its limit of 1 GPU',
    alone('capped', seat('worn', [2, 3])),
  ],
  [
    'nonPreemptibleInQuota',
    'fixed cannot be preempted and lifts what cannot in rich to 2 GPUs, over its quota of 1 GPU',
    alone('fixed', seat('worn', [2, 3])),
  ],
  [
    'evictionsServe',
    'greedy goes for claimant, which gets none of 0 places',
    planned({ evictions: [reclaimed] }),
  ],
  [
    'evictionsServe',
    'greedy goes twice in one plan',
    planned({
      nominations: [placed('claimant', seat('node-0', [0, 1]))],
      evictions: [reclaimed, reclaimed],
    }),
  ],
  [
    'evictionsServe',
    'single goes for claimant and holds nothing (waiting)',
    reclaim({ workloadId: 'single' }),
  ],
  [
    'sharesAreRespected',
    'rich is within its quota, with 1 GPU of 1 GPU',
    reclaim({ victimQueue: figures('rich', { quota: 1, has: 1 }) }),
  ],
  [
    'sharesAreRespected',
    'it would lift poor to 3 GPUs, over its fair share of 2 GPUs',
    reclaim({ preemptorQueue: figures('poor', { quota: 2, has: 1 }) }),
  ],
  [
    'sharesAreRespected',
    'it quotes poor with quota 3000 and limit -1 of gpuMilli; they are 2000 and -1',
    reclaim({ preemptorQueue: figures('poor', { quota: 3, has: 0 }) }),
  ],
  [
    'sharesAreRespected',
    'it quotes nobody, which is not there',
    reclaim({ victimQueue: figures('nobody', { quota: 1, has: 3 }) }),
  ],
  [
    'sharesAreRespected',
    'priority counts inside a queue, and these are rich and poor',
    reclaim({ action: 'preempt' }),
  ],
  [
    'sharesAreRespected',
    'a queue takes nothing back from itself (rich)',
    planned({
      nominations: [placed('urgent', seat('node-0', [0]))],
      evictions: [{ ...reclaimed, preemptorId: 'urgent' }],
    }),
  ],
  [
    'sharesAreRespected',
    'greedy goes for meek: its priority 50 is not below 25',
    planned({
      nominations: [placed('meek', seat('node-0', [0]))],
      evictions: [{ ...reclaimed, action: 'preempt', preemptorId: 'meek' }],
    }),
  ],
];
