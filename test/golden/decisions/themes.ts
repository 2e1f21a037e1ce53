import fc from 'fast-check';
import type { Rules } from '../../arbitraries/kernel/rules.ts';
import { drawnRules } from './drawn-rules.ts';
import type { Theme } from './drawn.ts';

const usual = fc.constant<Rules>({});

/** What the drawn histories are full of; the seeds of each go from 1 to its count. */
export const themes: readonly Theme[] = [
  { name: 'everything', count: 45 },
  { name: 'everything under the usual rules', count: 18, rules: usual },
  { name: 'whole cards', count: 40, traits: {}, weights: { exit: 5 } },
  { name: 'whole cards under the usual rules', count: 25, traits: {}, rules: usual },
  { name: 'deep trees', count: 20, traits: { elastic: true }, queuesMax: 12, waiting: [4, 12] },
  {
    name: 'gangs in domains',
    count: 40,
    traits: { topology: true, elastic: true, trees: true },
    nodes: [4, 9],
  },
  { name: 'elastic gangs', count: 25, traits: { elastic: true, trees: true, fractions: true } },
  { name: 'shares', count: 25, traits: { fractions: true, widerShares: true } },
  { name: 'slices', count: 15, traits: { mig: true, fractions: true } },
  {
    name: 'claims and resources',
    count: 25,
    traits: { claims: true, resources: true, elastic: true },
    weights: { seldom: 3 },
  },
  { name: 'neighbours', count: 30, traits: { affinity: true, ports: true }, nodes: [3, 7] },
  {
    name: 'terms of queues',
    count: 40,
    traits: { resources: true, elastic: true, fractions: true },
    weights: { terms: 2, clock: 3 },
    isTermed: true,
  },
  {
    name: 'times',
    count: 25,
    traits: { elastic: true, trees: true },
    weights: { clock: 5, plan: 8 },
  },
  { name: 'weather', count: 20, weights: { hostile: 12, seldom: 3, calm: 2 } },
  {
    name: 'layouts',
    count: 20,
    traits: { fractions: true, resources: true },
    nodes: [6, 12],
    running: [6, 16],
    rules: fc
      .tuple(drawnRules, fc.constantFrom('fgd' as const, 'berth' as const, 'spread' as const))
      .map(([rules, gpuPlacement]) => ({ ...rules, gpuPlacement })),
  },
  {
    name: 'many nodes',
    count: 6,
    nodes: [70, 90],
    running: [0, 6],
    waiting: [90, 130],
    sorts: 6,
    turns: [10, 16],
    looks: [2],
  },
  {
    name: 'many alike',
    count: 12,
    traits: { fractions: true },
    nodes: [10, 16],
    running: [30, 50],
    waiting: [20, 40],
    sorts: 2,
    turns: [10, 16],
    looks: [2],
  },
];
