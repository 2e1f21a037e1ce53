import { describe, expect, it } from 'vitest';
import type { Eviction, Plan } from '../../../domain/allocation/index.ts';
import { planLaws } from '../../../src/testing/plan-laws.ts';
import { books, figures, placed, planned, reclaimed, seat } from './bench.ts';

const verdict = { _tag: 'QueueNotFound', queueId: 'poor' } as const;
const sixPods = Array.from({ length: 3 }, (_, pod) => seat('node-0', [], pod));

const lawful: readonly (readonly [string, Plan])[] = [
  ['nothing is done', planned({})],
  ['one card is given', planned({ placements: [placed('single', seat('node-0', [1]))] })],
  [
    'a gang is placed on two nodes',
    planned({ placements: [placed('gang', seat('node-0', [], 0), seat('node-1', [], 1))] }),
  ],
  [
    'a queue takes back what another has above its quota',
    planned({
      nominations: [placed('claimant', seat('node-0', [0, 1]))],
      evictions: [reclaimed],
      verdicts: [
        { workloadId: 'claimant', verdict: { _tag: 'AwaitingRelease', pods: 1, devices: 2 } },
      ],
    }),
  ],
  [
    'the higher priority evicts the lower at home',
    planned({
      nominations: [placed('urgent', seat('node-0', [0]))],
      evictions: [
        {
          ...reclaimed,
          action: 'preempt',
          preemptorId: 'urgent',
          preemptorQueue: reclaimed.victimQueue,
        },
      ],
    }),
  ],
];

/** The lawful reclaim with something changed. */
const reclaim = (change: Partial<Eviction>): Plan =>
  planned({
    nominations: [placed('claimant', seat('node-0', [0, 1]))],
    evictions: [{ ...reclaimed, ...change }],
  });

const alone = (id: string, ...pods: readonly ReturnType<typeof seat>[]): Plan =>
  planned({ placements: [placed(id, ...pods)] });

const planted: readonly (readonly [keyof typeof planLaws, string, Plan])[] = [
  [
    'nodesHold',
    'card 0 of node-0 is now given away to 2000 of 1000',
    alone('single', seat('node-0', [0])),
  ],
  [
    'nodesHold',
    'node-0 has 8000 millicores and now its pods ask for 9000',
    alone('thinker', seat('node-0', [])),
  ],
  [
    'nodesHold',
    'node-0 has 17179869184 bytes and now its pods ask for 18253611008',
    alone('hoarder', seat('node-0', [])),
  ],
  ['nodesHold', 'node-0 takes 3 pods and now has 4', alone('crowd', ...sixPods)],
  [
    'nodesHold',
    'card 1 of node-0 is once others have left given away to 2000 of 1000',
    planned({
      nominations: [
        placed('claimant', seat('node-0', [0, 1])),
        placed('single', seat('node-0', [1])),
      ],
      evictions: [reclaimed],
    }),
  ],
  ['seatsAreFit', 'lost is lost', alone('single', seat('lost', [0]))],
  ['seatsAreFit', 'cordoned is cordoned', alone('single', seat('cordoned', [0]))],
  [
    'seatsAreFit',
    'tainted has the taint infra:NoSchedule, which is not tolerated',
    alone('single', seat('tainted', [0])),
  ],
  [
    'seatsAreFit',
    'node-1 has zone=b, and a or c is asked for',
    alone('picky', seat('node-1', [0])),
  ],
  [
    'seatsAreFit',
    'node-0 has zone=(none), and a or c is asked for',
    alone('picky', seat('node-0', [1])),
  ],
  ['seatsAreFit', 'nowhere is not there', alone('single', seat('nowhere', [0]))],
  [
    'seatsAreFit',
    'it gets the cards [] of node-0 and asks for 1',
    alone('single', seat('node-0', [])),
  ],
  [
    'seatsAreFit',
    'it gets the cards [1, 1] of node-0 and asks for 2',
    alone('claimant', seat('node-0', [1, 1])),
  ],
  [
    'seatsAreFit',
    'it gets 500 of each card and asks for 1000',
    alone('single', { ...seat('node-0', [1]), gpuMilli: 500 }),
  ],
  ['seatsAreFit', 'node-0 has 2 cards and none is 2', alone('single', seat('node-0', [2]))],
  ['seatsAreFit', 'card 1 of worn is broken', alone('single', seat('worn', [1]))],
  ['seatsAreFit', 'nobody is placed and is not there', alone('nobody', seat('node-0', [1]))],
  [
    'gangsAreWhole',
    'gang is a gang of 2 pods and 1 of them are placed, of 1 in all',
    alone('gang', seat('node-0', [])),
  ],
  [
    'gangsAreWhole',
    'gang is a gang of 2 pods and 2 of them are placed, of 3 in all',
    alone('gang', ...sixPods),
  ],
  [
    'gangsAreWhole',
    'a pod of gang is placed twice',
    alone('gang', seat('node-0', []), seat('node-0', [])),
  ],
  [
    'gangsAreWhole',
    'single is placed twice in one plan',
    planned({
      placements: [placed('single', seat('node-0', [1]))],
      nominations: [placed('single', seat('node-0', [0]))],
    }),
  ],
  [
    'gangsAreWhole',
    'greedy is placed and does not wait (bound)',
    alone('greedy', seat('node-0', [1])),
  ],
  ['gangsAreWhole', 'nobody is placed and is not there', alone('nobody', seat('node-0', [1]))],
  [
    'gangsAreWhole',
    'single is placed for its attempt 2 and waits for its attempt 1',
    planned({ placements: [{ ...placed('single', seat('node-0', [1])), attempt: 2 }] }),
  ],
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
  [
    'verdictsAreSingle',
    'single is told twice in one plan why it waits',
    planned({
      verdicts: [
        { workloadId: 'single', verdict },
        { workloadId: 'single', verdict },
      ],
    }),
  ],
  [
    'verdictsAreSingle',
    'greedy is told QueueNotFound and does not wait (bound)',
    planned({ verdicts: [{ workloadId: 'greedy', verdict }] }),
  ],
  [
    'verdictsAreSingle',
    'single is told QueueNotFound and does not wait (waiting)',
    planned({
      placements: [placed('single', seat('node-0', [1]))],
      verdicts: [{ workloadId: 'single', verdict }],
    }),
  ],
];

describe('laws of a plan', () => {
  it.each(lawful)('no law is broken where %s', (_says, made) => {
    for (const [name, law] of Object.entries(planLaws))
      expect(law(made, books), name).toBeUndefined();
  });

  it.each(planted)('%s finds that %s', (name, says, made) => {
    expect(planLaws[name](made, books)).toContain(says);
  });

  it('every law has a planted plan that breaks it', () => {
    const shown = new Set(planted.map(([name]) => name));
    expect(Object.keys(planLaws).filter((name) => !shown.has(name as never))).toEqual([]);
  });

  it('a workload that is not preemptible does not go', () => {
    const workloads = new Map(books.workloads);
    const greedy = workloads.get('greedy');
    if (greedy !== undefined) workloads.set('greedy', { ...greedy, preemptible: false });
    const wrong = planLaws.evictionsServe(reclaim({}), { ...books, workloads });
    expect(wrong).toBe('greedy goes for claimant and is not preemptible');
  });

  it('a node of another pool is no place', () => {
    const nodes = new Map(books.nodes);
    const node = nodes.get('node-0');
    if (node !== undefined) nodes.set('node-0', { ...node, nodePoolId: 'other' });
    const wrong = planLaws.seatsAreFit(alone('single', seat('node-0', [1])), { ...books, nodes });
    expect(wrong).toContain('node-0 is in the pool other, not in pool');
  });
});
