import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../domain/allocation/index.ts';
import { planLaws } from '../../../src/testing/plan-laws.ts';
import { alone, books, placed, planned, reclaim, reclaimed, seat } from './bench.ts';
import { wrongGangs } from './planted-gangs.ts';
import { wrongSeats } from './planted-seats.ts';
import { wrongShares } from './planted-shares.ts';

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

const planted = [...wrongSeats, ...wrongGangs, ...wrongShares];

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
